// What is done to an object through a path of its own: a Pod is bound to a node or evicted, a namespace let go.
#include <fmt/format.h>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/kube_front.h"
#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using http::Responder;

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
    responder.send(object_response(request, call->response.object, 200));
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

}  // namespace nlbsim::fake_apiserver
