#include "api/kube/kube.h"

#include "api/operation_info.h"

namespace nlbsim::kube {

using api::AnyCall;
using api::make_operation_info;
using api::OperationInfo;
using api::Plane;

void hash_into(sim::Hasher& hasher, const Resource& resource) { hasher.add(resource.group).add(resource.plural); }
Json to_json(const Resource& resource) { return resource.qualified_plural(); }
void hash_into(sim::Hasher& hasher, const ObjectKey& key) { hasher.add(key.namespace_).add(key.name); }
Json to_json(const ObjectKey& key) { return key.text(); }
// A stream is no value: what comes out of it is recorded as it comes.
void hash_into(sim::Hasher&, const std::shared_ptr<WatchStream>&) {}
Json to_json(const std::shared_ptr<WatchStream>&) { return nullptr; }
Json to_json(PatchType type) {
  static constexpr std::array<std::string_view, 4> kNames{"merge", "strategic", "json", "apply"};
  return kNames[static_cast<std::size_t>(type)];
}

Json to_json(FieldValidation mode) {
  static constexpr std::array<std::string_view, 3> kNames{"", "Warn", "Strict"};
  return kNames[static_cast<std::size_t>(mode)];
}
Json to_json(RevisionMatch match) {
  static constexpr std::array<std::string_view, 3> kNames{"", "NotOlderThan", "Exact"};
  return kNames[static_cast<std::size_t>(match)];
}

std::string_view name(WatchEventType type) {
  static constexpr std::array<std::string_view, 5> kNames{"ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"};
  return kNames[static_cast<std::size_t>(type)];
}

BOOST_DESCRIBE_STRUCT(Get::Request, (), (resource, key))
BOOST_DESCRIBE_STRUCT(Get::Response, (), (object))
BOOST_DESCRIBE_STRUCT(List::Request, (),
                      (resource, namespace_, label_selector, field_selector, limit, continue_token, resource_version,
                       match))
BOOST_DESCRIBE_STRUCT(List::Response, (), (items, resource_version, continue_token, remaining))
BOOST_DESCRIBE_STRUCT(Watch::Request, (),
                      (resource, namespace_, label_selector, field_selector, resource_version, allow_bookmarks,
                       send_initial_events, timeout))
BOOST_DESCRIBE_STRUCT(Watch::Response, (), (stream))
BOOST_DESCRIBE_STRUCT(Create::Request, (), (resource, namespace_, body, dry_run, field_manager))
BOOST_DESCRIBE_STRUCT(Create::Response, (), (object))
BOOST_DESCRIBE_STRUCT(Update::Request, (), (resource, key, subresource, body, dry_run, field_manager))
BOOST_DESCRIBE_STRUCT(Update::Response, (), (object))
BOOST_DESCRIBE_STRUCT(Patch::Request, (),
                      (resource, key, subresource, type, body, dry_run, field_manager, force, field_validation))
BOOST_DESCRIBE_STRUCT(Patch::Response, (), (object))
BOOST_DESCRIBE_STRUCT(Delete::Request, (),
                      (resource, key, uid, resource_version, propagation_policy, dry_run, grace_seconds))
BOOST_DESCRIBE_STRUCT(Delete::Response, (), (object, removed))

namespace {

// Requests name their object by key, or by the body's metadata.
template <class Request>
ObjectKey key_in(const Request& request) {
  if constexpr (requires { request.key; }) {
    return request.key;
  } else if constexpr (requires { request.body; }) {
    const std::string_view name = request.body ? api::text(api::at(*request.body, "metadata", "name")) : "";
    return {request.namespace_, std::string(name)};
  } else {
    return {request.namespace_, ""};
  }
}

template <class Op>
std::string subject_of(const typename Op::Request& request) {
  std::string out(request.resource.plural);
  if constexpr (requires { request.subresource; })
    if (!request.subresource.empty()) out += "/" + request.subresource;
  const std::string key = key_in(request).text();
  return key.empty() ? out : out + " " + key;
}

template <class Op>
const OperationInfo& operation(std::string_view verb, bool mutates) {
  static const OperationInfo info = make_operation_info<Op>(verb, "kube", Plane::kube, mutates, "", subject_of<Op>);
  return info;
}

// Calls f(request) with the typed request behind an erased call.
template <class F>
auto with_request(const AnyCall& call, F f) {
  const OperationInfo* info = &call.operation();
  if (info == &Get::info()) return f(api::as<Get>(call).request);
  if (info == &List::info()) return f(api::as<List>(call).request);
  if (info == &Watch::info()) return f(api::as<Watch>(call).request);
  if (info == &Create::info()) return f(api::as<Create>(call).request);
  if (info == &Update::info()) return f(api::as<Update>(call).request);
  if (info == &Patch::info()) return f(api::as<Patch>(call).request);
  return f(api::as<Delete>(call).request);
}

}  // namespace

const OperationInfo& Get::info() { return operation<Get>("get", false); }
const OperationInfo& List::info() { return operation<List>("list", false); }
const OperationInfo& Watch::info() { return operation<Watch>("watch", false); }
const OperationInfo& Create::info() { return operation<Create>("create", true); }
const OperationInfo& Update::info() { return operation<Update>("update", true); }
const OperationInfo& Patch::info() { return operation<Patch>("patch", true); }
const OperationInfo& Delete::info() { return operation<Delete>("delete", true); }

Resource resource_of(const AnyCall& call) {
  return with_request(call, [](const auto& request) { return request.resource; });
}

ObjectKey key_of(const AnyCall& call) {
  return with_request(call, [](const auto& request) { return key_in(request); });
}

}  // namespace nlbsim::kube
