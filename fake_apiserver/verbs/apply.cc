// Server-side apply: a client's configuration merged into the object, with account of who owns what.
#include <fmt/format.h>

#include <utility>

#include "fake_apiserver/apply/typed.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/verbs/edit.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

// "gateway.networking.k8s.io/v1, Kind=Gateway", "/v1, Kind=Service".
std::string kind_text(std::string_view api_version, std::string_view kind) {
  const bool grouped = api_version.find('/') != api_version.npos;
  return fmt::format("{}{}, Kind={}", grouped ? "" : "/", api_version, kind);
}

// Null says nothing of a field.
Json without_nulls(const Json& value) {
  if (value.is_array()) {
    Json out = Json::array();
    for (const Json& item : value) out.push_back(without_nulls(item));
    return out;
  }
  if (!value.is_object()) return value;
  Json out = Json::object();
  for (const auto& [name, entry] : value.items())
    if (!entry.is_null()) out[name] = without_nulls(entry);
  return out;
}

// What makes a configuration one of another object, or none.
sim::Result<void> check_configuration(const Target& target, const kube::Patch::Request& request, const Json& body) {
  const std::string_view kind = text(member(body, "kind"));
  const std::string_view api_version = text(member(body, "apiVersion"));
  const kube::Resource resource = target.resource();
  if (kind != resource.kind || api_version != resource.api_version())
    return sim::forward(bad_request(fmt::format("invalid object type: {}", kind_text(api_version, kind))));
  if (!at(body, "metadata", "managedFields").is_null())
    return sim::forward(bad_request("metadata.managedFields must be nil"));
  const std::vector<std::string> errors = shape_errors(body, Shape::object(target.schema()));
  if (errors.empty()) return {};
  std::string all = errors.front();
  if (errors.size() > 1) {
    all = "errors:";
    for (const std::string& error : errors) all += "\n  " + error;
  }
  return sim::forward(internal_error(fmt::format("failed to create typed patch object ({}/{}; {}): {}",
                                                 text(at(body, "metadata", "namespace")), request.key.name,
                                                 kind_text(api_version, kind), all)));
}

sim::Result<kube::Patch::Response> create_applied(Write& write, const Target& target,
                                                  const kube::Patch::Request& request, Json body) {
  if (const std::string_view uid = text(at(body, "metadata", "uid")); !uid.empty())
    return sim::forward(conflict(target.kind.resource.qualified_plural(), request.key.name,
                                 fmt::format("uid mismatch: the provided object specified uid {}, and no existing "
                                             "object was found",
                                             uid)));
  if (auto fits = check_address(body, request.key, Writing::update); !fits)
    return sim::forward(std::move(fits.error()));
  const FieldWriter writer = field_writer(write, target, body, request.field_manager, true, false);
  auto applied = apply_configuration(Json(), {}, body, writer, request.force);
  if (!applied) return sim::forward(std::move(applied.error()));
  body["metadata"].erase("resourceVersion");  // of an object that is not there
  kube::Create::Request fresh;
  fresh.resource = request.resource;
  fresh.namespace_ = request.key.namespace_;
  fresh.body = std::make_shared<const Json>(std::move(body));
  fresh.dry_run = request.dry_run;
  fresh.field_manager = request.field_manager;
  auto created = create(write, fresh, &applied->managers);
  if (!created) return sim::forward(std::move(created.error()));
  return kube::Patch::Response{std::move(created->object), true, std::move(created->warnings)};
}

}  // namespace

sim::Result<kube::Patch::Response> apply(Write& write, const Target& target, const kube::Patch::Request& request) {
  const Json body = request.body ? without_nulls(*request.body) : Json();
  auto old = find_object(write, target, request.key, request.subresource);
  if (!old && (old.error().message == no_such_resource().message || !request.subresource.empty()))
    return sim::forward(std::move(old.error()));
  if (auto fits = check_configuration(target, request, body); !fits) return sim::forward(std::move(fits.error()));
  if (!old) return create_applied(write, target, request, body);

  kube::Patch::Response response;
  const bool status = is_status(request.subresource);
  const Json live = without_managers(at_version(*old, target.kind, target.version)->document());
  const FieldWriter writer = field_writer(write, target, live, request.field_manager, true, status);
  auto applied = apply_configuration(live, read_managers(at((*old)->document(), "metadata", "managedFields")), body,
                                     writer, request.force);
  if (!applied) return sim::forward(std::move(applied.error()));
  const Edit edit{target,          request.key,           *std::move(old),    Writing::patch,    status,
                  request.dry_run, request.field_manager, &applied->managers, &response.warnings};
  auto stored = replace(write, edit, std::move(applied->document));
  if (!stored) return sim::forward(std::move(stored.error()));
  response.object = at_version(*stored, target.kind, target.version);
  return response;
}

}  // namespace nlbsim::fake_apiserver
