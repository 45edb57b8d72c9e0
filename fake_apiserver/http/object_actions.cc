// What is done to an object through a path of its own: a Pod is bound to a node or evicted, a namespace let go, a
// workload scaled.
#include <fmt/format.h>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/kube_front.h"
#include "fake_apiserver/http/negotiation.h"
#include "fake_apiserver/http/scale.h"
#include "fake_apiserver/http/status_json.h"
#include "fake_apiserver/http/warnings.h"
#include "fake_apiserver/patch/patch.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using http::Responder;
using http::Response;

void decline(const Responder& responder, const sim::Error& error) {
  if (error.effect_unknown) return responder.drop();
  responder.send(failure_response(error));
}

void confirm(const Responder& responder) {
  responder.send(json_response(201, Json{{"kind", "Status"},
                                         {"apiVersion", "v1"},
                                         {"metadata", Json::object()},
                                         {"status", "Success"},
                                         {"code", 201}}));
}

// The body, which may name the object again but no other.
sim::Result<Json> action_body(const ResourceRequest& request, const http::Request& message, std::string_view kind) {
  auto body = api::parse_json(message.body);
  if (!body) return sim::forward(bad_request(body.error().message));
  const std::string_view name = api::text(api::at(*body, "metadata", "name"));
  if (!name.empty() && name != request.path.name)
    return sim::forward(bad_request(fmt::format("name in URL does not match name in {} object", kind)));
  return body;
}

}  // namespace

void KubeFront::act(const http::Request& message, ResourceRequest request, const Responder& responder) {
  if (request.path.subresource == "eviction") return evict(message, request, responder);
  if (request.path.subresource == "binding") return bind(message, request, responder);
  auto update = update_request(request, message);
  if (!update) return decline(responder, update.error());
  auto call = std::make_shared<api::TypedCall<kube::Update>>(std::move(*update));
  pipeline_.start(context(request), call, [this, call, request, responder](api::Result<void> result) {
    if (!result) return decline(responder, result.error());
    Response response = object_response(request, call->response.object, 200);
    add_warnings(response, request.warnings);
    responder.send(std::move(response));
  });
}

// A deletion with the options that the eviction carries; nothing here has a budget of disruptions.
void KubeFront::evict(const http::Request& message, const ResourceRequest& request, const Responder& responder) {
  const auto body = action_body(request, message, "Eviction");
  if (!body) return decline(responder, body.error());
  http::Request deletion = message;
  const Json& options = api::member(*body, "deleteOptions");
  deletion.body = options.is_object() ? api::dump_json(options) : std::string();
  auto operation = delete_request(request, deletion);
  if (!operation) return decline(responder, operation.error());
  auto call = std::make_shared<api::TypedCall<kube::Delete>>(std::move(*operation));
  pipeline_.start(context(request), call, [call, responder](api::Result<void> result) {
    if (!result) return decline(responder, result.error());
    confirm(responder);
  });
}

void KubeFront::bind(const http::Request& message, const ResourceRequest& request, const Responder& responder) {
  auto body = action_body(request, message, "Binding");
  if (!body) return decline(responder, body.error());
  kube::Update::Request operation;
  operation.resource = request.path.resource;
  operation.key = {request.path.namespace_, request.path.name};
  operation.subresource = request.path.subresource;
  operation.body = std::make_shared<const Json>(*std::move(body));
  operation.dry_run = request.target.parameter("dryRun") == "All";
  auto call = std::make_shared<api::TypedCall<kube::Update>>(std::move(operation));
  pipeline_.start(context(request), call, [call, responder](api::Result<void> result) {
    if (!result) return decline(responder, result.error());
    confirm(responder);
  });
}

void KubeFront::answer_scale(const http::Request& message, ResourceRequest request, const Responder& responder) {
  if (message.method == "PATCH")
    if (const auto wrong = check_patch_type(request, message.header("content-type"))) return decline(responder, *wrong);
  if (const auto wrong = check_options(request, message.method)) return decline(responder, *wrong);
  if (message.method == "PUT") {
    const auto body = api::parse_json(message.body);
    if (!body) return decline(responder, bad_request(body.error().message));
    return rescale(*body, request, responder);
  }
  if (message.method != "GET" && message.method != "PATCH")
    return decline(responder, method_not_allowed(request.path.resource, message.method));
  std::optional<kube::Patch::Request> patch;
  if (message.method == "PATCH") {
    auto read = patch_request(request, message);
    if (!read) return decline(responder, read.error());
    patch = *std::move(read);
  }
  auto call = std::make_shared<api::TypedCall<kube::Get>>(get_request(request));
  pipeline_.start(context(request), call, [this, call, request, responder, patch](api::Result<void> result) {
    if (!result) return decline(responder, result.error());
    Json scale = scale_of(*request.kind, request.path.resource.version, *call->response.object);
    if (!patch) return responder.send(json_response(200, scale));
    if (patch->type == kube::PatchType::json) {
      auto changed = apply_json_patch(scale, *patch->body);
      if (!changed) return decline(responder, changed.error());
      scale = *std::move(changed);
    } else {
      scale = merged(scale, *patch->body);
    }
    rescale(scale, request, responder);
  });
}

// Makes the object what the Scale says, and answers with what its Scale is then.
void KubeFront::rescale(const Json& scale, const ResourceRequest& request, const Responder& responder) {
  auto change = change_from_scale(request.kind->version(request.path.resource.version), scale);
  if (!change) return decline(responder, change.error());
  kube::Patch::Request operation;
  operation.resource = request.path.resource;
  operation.key = {request.path.namespace_, request.path.name};
  operation.body = std::make_shared<const Json>(*std::move(change));
  operation.dry_run = request.target.parameter("dryRun") == "All";
  auto call = std::make_shared<api::TypedCall<kube::Patch>>(std::move(operation));
  pipeline_.start(context(request), call, [call, request, responder](api::Result<void> result) {
    if (!result) return decline(responder, result.error());
    responder.send(json_response(200, scale_of(*request.kind, request.path.resource.version, *call->response.object)));
  });
}

}  // namespace nlbsim::fake_apiserver
