#include "fake_apiserver/http/kube_front.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/documents.h"
#include "fake_apiserver/http/list_text.h"
#include "fake_apiserver/http/protobuf/body.h"
#include "fake_apiserver/http/status_json.h"
#include "fake_apiserver/http/warnings.h"
#include "fake_apiserver/http/yaml_body.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using http::Responder;
using http::Response;

// Of a watch that asks for none.
constexpr sim::Duration kWatchTimeout = std::chrono::minutes(45);

sim::Error no_such_stream() {
  return status_error("NotAcceptable", 406,
                      "only the following media types are accepted: application/json;stream=watch, "
                      "application/vnd.kubernetes.protobuf;stream=watch");
}

IncludeObject include_object(const http::Target& target) {
  const std::string_view text = target.parameter("includeObject");
  if (text == "None") return IncludeObject::none;
  return text == "Object" ? IncludeObject::object : IncludeObject::metadata;
}

// What a list as a whole can't be written as.
std::optional<sim::Error> check_list_form(const ResourceRequest& request) {
  const std::string_view include = request.target.parameter("includeObject");
  if (request.form == Form::table && !include.empty() && include != "None" && include != "Object" &&
      include != "Metadata")
    return bad_request(
        fmt::format("Unable to convert to Table as requested: includeObject: Invalid value: \"{}\": must "
                    "be 'Metadata', 'Object', 'None', or empty",
                    include));
  if (request.form != Form::partial) return std::nullopt;
  const std::string type =
      request.kind->custom ? "unstructured.UnstructuredList" : fmt::format("core.{}List", request.path.resource.kind);
  return status_error(
      "NotAcceptable", 406,
      fmt::format("you requested PartialObjectMetadata, but the requested object is a list (*{})", type));
}

void write_as_yaml(Response& response) {
  if (const auto document = api::parse_json(*response.body)) {
    response.content_type = "application/yaml";
    response.body = std::make_shared<const std::string>(to_yaml(*document));
  }
}

void fail(const Responder& responder, const sim::Error& error, const std::vector<std::string>& warnings = {}) {
  if (error.effect_unknown) return responder.drop();
  Response response = failure_response(error);
  add_warnings(response, warnings);
  responder.send(std::move(response));
}

// In the form in which the client wants objects.
void fail(const Responder& responder, const sim::Error& error, const ResourceRequest& request) {
  if (error.effect_unknown || request.form != Form::yaml) return fail(responder, error, request.warnings);
  Response response = failure_response(error);
  write_as_yaml(response);
  add_warnings(response, request.warnings);
  responder.send(std::move(response));
}

sim::Error no_such_method() {
  return status_error("MethodNotAllowed", 405, "the server does not allow this method on the requested resource");
}

// Whether the path takes the method at all. Of a custom kind the server's own router knows only the path; of a built-in
// one, the methods too.
bool routed(const ResourceRequest& request, std::string_view method, bool named) {
  const bool custom = request.kind->custom;
  const bool everywhere = request.path.resource.namespaced && !request.path.has_namespace;
  const bool reads = method == "GET" || (method == "HEAD" && custom);
  if (request.path.watch) return reads;
  if (named && request.path.subresource.empty())
    return reads || method == "PUT" || method == "PATCH" || method == "DELETE" || (custom && method == "POST");
  if (named)
    return reads || method == "PUT" || method == "PATCH" || (custom && (method == "DELETE" || method == "POST"));
  if (reads) return true;
  if (everywhere) return false;
  if (method == "POST") return true;
  if (method == "DELETE") return request.kind->has_verb("deletecollection");
  return custom && (method == "PUT" || method == "PATCH");
}

// Paths through which something is done to an object, and their methods.
struct ObjectAction {
  std::string_view plural;
  std::string_view path;
  std::string_view method;
};
constexpr std::array<ObjectAction, 3> kActions{
    {{"namespaces", "finalize", "PUT"}, {"pods", "binding", "POST"}, {"pods", "eviction", "POST"}}};

const ObjectAction* action_of(const ResourcePath& path) {
  const auto found = std::ranges::find_if(kActions, [&](const ObjectAction& action) {
    return path.resource.group.empty() && path.resource.plural == action.plural && path.subresource == action.path;
  });
  return found == kActions.end() ? nullptr : &*found;
}

}  // namespace

KubeFront::KubeFront(api::Pipeline& pipeline, KubeServer& server, http::Callers callers, std::string address)
    : pipeline_(pipeline), server_(server), callers_(std::move(callers)), address_(std::move(address)) {}

KubeFront::~KubeFront() = default;

api::CallContext KubeFront::context(const ResourceRequest& request) {
  api::CallContext out;
  out.actor = request.caller;
  return out;
}

void KubeFront::handle(http::Request& message, Responder responder) {
  auto target = http::parse_target(message.target);
  if (!target) return fail(responder, bad_request(target.error().message));
  if (const auto unreadable = protobuf::translate(message)) return fail(responder, *unreadable);
  const auto who = authenticate(message, users_, server_.core());
  if (!who) return fail(responder, who.error());
  const sim::Instant now = server_.scheduler().now();
  if (auto answer = answer_document({message, *target, *who, users_, server_.core(), address_, now}))
    return responder.send(*std::move(answer));
  const Registry& registry = server_.core().registry();
  auto path = parse_resource_path(registry, target->segments);
  if (!path) {
    const bool core = !target->segments.empty() && target->segments[0] == "api";
    if (core || (target->segments.size() > 1 && is_built_in_group(registry, target->segments[1])))
      return fail(responder, no_such_resource());
    return responder.send(text_response(404, "404 page not found\n"));
  }
  const auto form = negotiate(message.header("accept"));
  if (!form) return fail(responder, not_acceptable());
  ResourceRequest request;
  request.caller = &callers_.of(message);
  request.kind = registry.shared(*registry.find(path->resource));
  if (const std::string& warning = request.kind->version(path->resource.version).deprecation; !warning.empty())
    request.warnings.push_back(warning);
  request.path = std::move(*path);
  request.form = *form;
  request.target = std::move(*target);
  if (const auto refused = check_access(message, request, *who, server_.core())) return fail(responder, *refused);
  answer_resource(message, std::move(request), responder);
}

// Headers are the router's affair, and its answers are text.
Response KubeFront::refuse(int status, std::string_view why) {
  if (status != 413) return Handler::refuse(status, why);
  return failure_response(status_error(
      "RequestEntityTooLarge", 413, fmt::format("Request entity too large: limit is {}", http::Limits().body_bytes)));
}

void KubeFront::answer_resource(const http::Request& message, ResourceRequest request, const Responder& responder) {
  const bool status = request.path.subresource == "status";
  if (request.path.subresource == "scale" && request.kind->version(request.path.resource.version).replicas)
    return answer_scale(message, std::move(request), responder);
  if (const ObjectAction* action = action_of(request.path)) {
    if (message.method != action->method) return fail(responder, no_such_method(), request);
    return act(message, std::move(request), responder);
  }
  if (!request.path.subresource.empty() && (!status || !request.kind->has_status))
    return fail(responder,
                request.kind->custom ? not_found(request.path.resource, request.path.name) : no_such_resource());
  const bool named = !request.path.name.empty() && !request.path.watch;
  if (!routed(request, message.method, named))
    return request.kind->custom ? responder.send(text_response(404, "404 page not found\n"))
                                : fail(responder, no_such_method());
  if (message.method == "PATCH")
    if (const auto wrong = check_patch_type(request, message.header("content-type"))) return fail(responder, *wrong);
  if (const auto wrong = check_options(request, message.method)) return fail(responder, *wrong);
  // A custom kind takes a POST to a name as one to the collection: the name is the object's own.
  if (named && !(message.method == "POST" && !status)) return answer_object(message, std::move(request), responder);
  answer_collection(message, std::move(request), responder);
}

void KubeFront::answer_collection(const http::Request& message, ResourceRequest request, const Responder& responder) {
  if (message.method == "GET" || message.method == "HEAD") {
    if (const auto wrong = check_list_options(request)) return fail(responder, *wrong);
    if (message.method == "HEAD" || !is_watch(request)) return list(request, responder);
    return watch(message.header("accept"), std::move(request), responder);
  }
  if (message.method == "POST") {
    auto create = create_request(request, message);
    if (!create) return fail(responder, create.error());
    return call_for_object<kube::Create>(std::move(*create), request, responder);
  }
  if (message.method == "DELETE") return remove_collection(message, request, responder);
  fail(responder, bad_request("name must be provided"));
}

void KubeFront::answer_object(const http::Request& message, ResourceRequest request, const Responder& responder) {
  if (message.method == "GET" || message.method == "HEAD") {
    if (const auto wrong = check_get(request, server_.core().store().revision())) return fail(responder, *wrong);
    return call_for_object<kube::Get>(get_request(request), request, responder);
  }
  if (message.method == "PUT") {
    auto update = update_request(request, message);
    if (!update) return fail(responder, update.error());
    return call_for_object<kube::Update>(std::move(*update), request, responder);
  }
  if (message.method == "PATCH") {
    auto patch = patch_request(request, message);
    if (!patch) return fail(responder, patch.error());
    return call_for_object<kube::Patch>(std::move(*patch), request, responder);
  }
  if (message.method == "DELETE" && request.path.subresource.empty()) return remove(message, request, responder);
  fail(responder, method_not_allowed(request.path.resource, message.method == "DELETE" ? "delete" : "create"));
}

namespace {

// 200, or 201 where there was nothing.
template <class Response>
int answer_status(const Response& response) {
  if constexpr (std::is_same_v<Response, kube::Create::Response>) return 201;
  else if constexpr (requires { response.created; }) return response.created ? 201 : 200;
  else return 200;
}

}  // namespace

template <class Op>
void KubeFront::call_for_object(typename Op::Request operation, const ResourceRequest& request,
                                const Responder& responder) {
  auto call = std::make_shared<api::TypedCall<Op>>(std::move(operation));
  pipeline_.start(context(request), call, [this, call, request, responder](api::Result<void> result) {
    if (!result) return fail(responder, result.error(), request);
    Response response = object_response(request, call->response.object, answer_status(call->response));
    std::vector<std::string> warnings = request.warnings;
    if constexpr (requires { call->response.warnings; })
      warnings.insert(warnings.end(), call->response.warnings.begin(), call->response.warnings.end());
    add_warnings(response, warnings);
    responder.send(std::move(response));
  });
}

Response KubeFront::object_response(const ResourceRequest& request, const kube::ObjectRef& object, int status) const {
  Response response;
  response.status = status;
  if (request.form == Form::object || request.form == Form::yaml) {
    response.body = object->encoded();
    if (request.form == Form::yaml) write_as_yaml(response);
  } else if (request.form == Form::partial_list) {
    return failure_response(internal_error("content is not a list"));
  } else if (request.form == Form::partial) {
    response = json_response(status, partial_metadata(*object));
  } else {
    const std::span<const kube::ObjectRef> rows(&object, 1);
    response =
        json_response(status, table(*request.kind, request.path.resource.version, rows, object->meta().resource_version,
                                    include_object(request.target), server_.scheduler().now()));
  }
  return response;
}

void KubeFront::list(const ResourceRequest& request, const Responder& responder) {
  if (const auto wrong = check_list_form(request)) return fail(responder, *wrong);
  auto operation = list_request(request);
  if (!operation) return fail(responder, operation.error());
  auto call = std::make_shared<api::TypedCall<kube::List>>(std::move(*operation));
  pipeline_.start(context(request), call, [this, call, request, responder](api::Result<void> result) {
    if (!result) return fail(responder, result.error());
    const kube::List::Response& list = call->response;
    Response response;
    if (request.form == Form::object || request.form == Form::yaml) {
      response.body = std::make_shared<const std::string>(list_text(*request.kind, request.path.resource, list));
      if (request.form == Form::yaml) write_as_yaml(response);
    } else if (request.form == Form::partial_list) {
      response = json_response(200, partial_list(list));
    } else {
      Json document = table(*request.kind, request.path.resource.version, list.items, list.resource_version,
                            include_object(request.target), server_.scheduler().now());
      if (!list.continue_token.empty()) document["metadata"]["continue"] = list.continue_token;
      if (list.remaining) document["metadata"]["remainingItemCount"] = *list.remaining;
      response = json_response(200, document);
    }
    add_warnings(response, request.warnings);
    responder.send(std::move(response));
  });
}

void KubeFront::watch(std::string_view accept, ResourceRequest request, const Responder& responder) {
  server_.refresh();
  auto operation = watch_request(request, server_.core().store().revision());
  if (!operation) return fail(responder, operation.error());
  if (request.form == Form::yaml) return fail(responder, no_such_stream(), request);
  // A connection's time is its client's.
  operation->timeout = operation->timeout.value_or(kWatchTimeout) * pace_;
  // Initial events with their end marked are not told as rows of a table: the form that the client names next is used.
  const bool marks_end =
      operation->send_initial_events || (operation->allow_bookmarks && operation->resource_version.value_or(0) == 0);
  if (request.form == Form::table && marks_end) {
    const auto next = negotiate(accept, Form::table);
    if (!next) return fail(responder, not_acceptable());
    request.form = *next;
  }
  auto session =
      std::make_shared<WatchSession>(request.kind, request.form, include_object(request.target), server_.scheduler());
  auto opened = server_.open_watch(*request.caller, *operation, *session);
  if (!opened) return fail(responder, opened.error());
  const http::StreamWriter writer = responder.open_stream({});
  watches_.push_back(session);
  const auto over = [this, weak = std::weak_ptr(session)] {
    if (const auto closed = weak.lock()) forget(closed);
  };
  writer.on_close(over);
  session->open(writer, std::move(*opened), over);
}

// Called when the client has gone or the server has ended the watch, perhaps in the middle of a delivery.
void KubeFront::forget(const std::shared_ptr<WatchSession>& session) {
  if (std::erase(watches_, session) == 0) return;
  gone_.push_back(session);
  server_.scheduler().after(server_.actor(), sim::Duration::zero(), sim::TimerKind::periodic, [this] { sweep(); });
}

void KubeFront::sweep() {
  for (const auto& session : gone_) session->hang_up();
  gone_.clear();
}

void KubeFront::remove(const http::Request& message, const ResourceRequest& request, const Responder& responder) {
  auto operation = delete_request(request, message);
  if (!operation) return fail(responder, operation.error());
  auto call = std::make_shared<api::TypedCall<kube::Delete>>(std::move(*operation));
  pipeline_.start(context(request), call, [this, call, request, responder](api::Result<void> result) {
    if (!result) return fail(responder, result.error());
    const kube::Delete::Response& deleted = call->response;
    const kube::ObjectMeta& meta = deleted.object->meta();
    Response response = !deleted.removed || request.kind->delete_answers_object
                            ? object_response(request, deleted.object, 200)
                            : json_response(200, deleted_status(request.path.resource, meta.name, meta.uid));
    add_warnings(response, request.warnings);
    responder.send(std::move(response));
  });
}

// A collection is deleted object by object, as the real server does; the answer lists what was there.
struct KubeFront::Deletion {
  ResourceRequest request;
  Responder responder;
  kube::Delete::Request options;
  kube::List::Response found;
  std::size_t next = 0;
  bool looping = false;
  bool answered = false;
};

void KubeFront::remove_collection(const http::Request& message, const ResourceRequest& request,
                                  const Responder& responder) {
  auto options = delete_request(request, message);
  if (!options) return fail(responder, options.error());
  if (const auto wrong = check_list_options(request)) return fail(responder, *wrong);
  auto operation = list_request(request);
  if (!operation) return fail(responder, operation.error());
  auto call = std::make_shared<api::TypedCall<kube::List>>(std::move(*operation));
  pipeline_.start(context(request), call, [this, call, request, responder, options](api::Result<void> result) {
    if (!result) return fail(responder, result.error());
    remove_next(std::make_shared<Deletion>(Deletion{request, responder, *options, call->response}));
  });
}

// A loop where the answers come at once, a chain of callbacks where they travel.
void KubeFront::remove_next(std::shared_ptr<Deletion> deletion) {
  while (deletion->next < deletion->found.items.size()) {
    kube::Delete::Request operation = deletion->options;
    operation.key = deletion->found.items[deletion->next++]->meta().key();
    auto call = std::make_shared<api::TypedCall<kube::Delete>>(std::move(operation));
    deletion->looping = true;
    deletion->answered = false;
    pipeline_.start(context(deletion->request), call,
                    [this, deletion](api::Result<void> result) { removed(deletion, result); });
    deletion->looping = false;
    if (!deletion->answered) return;
  }
  Response response;
  response.body = std::make_shared<const std::string>(
      list_text(*deletion->request.kind, deletion->request.path.resource, deletion->found));
  deletion->responder.send(std::move(response));
}

void KubeFront::removed(const std::shared_ptr<Deletion>& deletion, const api::Result<void>& result) {
  // Somebody else may have been quicker.
  if (!result && result.error().code != "NotFound") return fail(deletion->responder, result.error());
  deletion->answered = true;
  if (!deletion->looping) remove_next(deletion);
}

}  // namespace nlbsim::fake_apiserver
