#include <fmt/format.h>

#include "fake_apiserver/admission/gate.h"
#include "fake_apiserver/errors.h"
#include "fake_apiserver/lifecycle/namespaces.h"
#include "fake_apiserver/strategy/admission.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/verbs/edit.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::ObjectKey;
using kube::ObjectRef;

// What only the server may set is dropped, whatever the client says.
void set_server_metadata(Write& write, const Target& target, Json& document, const ObjectKey& key) {
  Json::Place metadata = document["metadata"];
  for (const std::string_view owned : {"deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields",
                                       "resourceVersion", "generation"})
    metadata.erase(owned);
  metadata["uid"] = sim::uuid(write.cluster.mint.next(target.kind.resource.kind, key.text()));
  metadata["creationTimestamp"] = sim::to_rfc3339(write.context.now);
  if (target.kind.has_generation) metadata["generation"] = 1;
}

void note_owners(const Write& write, const Target& target, Json& document, std::string_view manager,
                 const Managers* applied) {
  const FieldWriter writer = field_writer(write, target, document, manager, false, false);
  document["metadata"]["managedFields"] =
      managers_json(applied ? *applied : updated_managers({}, Json(), document, writer));
}

sim::Result<void> check_taken(const Write& write, const Target& target, const ObjectKey& key) {
  const ObjectRef existing = write.cluster.store.find(target.index, key);
  if (!existing) return {};
  sim::Error error = already_exists(target.kind.resource, key.name);
  if (existing->meta().deleting()) error.message = "object is being deleted: " + error.message;
  return sim::forward(std::move(error));
}

}  // namespace

sim::Result<kube::Create::Response> create(Write& write, const kube::Create::Request& request) {
  return create(write, request, nullptr);
}

sim::Result<kube::Create::Response> create(Write& write, const kube::Create::Request& request,
                                           const Managers* applied) {
  const auto target = resolve(write.cluster, request.resource);
  if (!target) return sim::forward(target.error());
  const kube::Resource& resource = target->kind.resource;
  const Strategy& strategy = *target->kind.strategy;
  if (auto open = strategy.check_create(write.cluster, *target); !open) return sim::forward(std::move(open.error()));
  if (resource.namespaced && request.namespace_.empty())
    return sim::forward(method_not_allowed(resource, "create"));  // a collection over all namespaces takes none
  Json document = request.body ? *request.body : Json();
  if (auto fits = check_body(*target, document, Writing::create); !fits) return sim::forward(std::move(fits.error()));
  ObjectKey key{resource.namespaced ? request.namespace_ : "", std::string(text(at(document, "metadata", "name")))};
  if (auto fits = check_address(document, key, Writing::create); !fits) return sim::forward(std::move(fits.error()));
  if (const std::string_view revision = text(at(document, "metadata", "resourceVersion"));
      !revision.empty() && revision != "0")
    return sim::forward(internal_error("resourceVersion should not be set on objects to be created"));
  if (resource.namespaced)
    if (auto open = check_namespace_open(write.cluster, *target, key); !open)
      return sim::forward(std::move(open.error()));
  if (const std::string_view prefix = text(at(document, "metadata", "generateName"));
      key.name.empty() && !prefix.empty())
    document["metadata"]["name"] = key.name = generated_name(write.cluster.mint, key.namespace_, prefix);

  const Json nothing;
  const Candidate candidate{*target, nothing};
  kube::Create::Response response;
  collect_warnings(document["metadata"], Json(), target->kind, response.warnings);
  document.update_at("metadata", normalize_metadata);
  Findings findings;
  strategy.prune(*target, document);
  strategy.prepare_for_create(*target, document);
  strategy.apply_defaults(write.cluster, candidate, document, findings);
  const admission::Proposal proposal{*target, "CREATE", key, &document, nullptr, {}, request.dry_run};
  if (auto admitted = admission::admit(write, proposal, &response.warnings); !admitted)
    return sim::forward(std::move(admitted.error()));
  validate(candidate, document, findings);
  if (auto valid = refuse_findings(*target, key.name, std::move(findings)); !valid)
    return sim::forward(std::move(valid.error()));
  if (auto free = check_taken(write, *target, key); !free) return sim::forward(std::move(free.error()));
  set_server_metadata(write, *target, document, key);
  if (!request.field_manager.empty()) note_owners(write, *target, document, request.field_manager, applied);
  strategy.identified(document);  // what nobody owns
  if (request.dry_run) {
    response.object = at_version(kube::Object::make(std::move(document)), target->kind, target->version);
    return response;
  }

  strategy.storing(write, document, nothing);
  const ObjectRef created = write.put(*target, std::move(document));
  if (target->kind.defaults_status()) write.cluster.status_unwritten.insert(created->meta().uid);
  response.object = at_version(created, target->kind, target->version);
  return response;
}

}  // namespace nlbsim::fake_apiserver
