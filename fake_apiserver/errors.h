// The Status errors of kube-apiserver as values: reason, HTTP code and message in its own words. An error that it gives
// without a reason (HTTP 500) has the code InternalError here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/kube/resource.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

using Causes = std::vector<sim::ErrorCause>;

sim::Error status_error(std::string_view reason, int http_status, std::string message, Causes causes = {});

sim::Error not_found(const kube::Resource& resource, std::string_view name);
// The path itself is unknown: a kind or version that is not served.
sim::Error no_such_resource();
sim::Error already_exists(const kube::Resource& resource, std::string_view name);
// Someone else has written in between.
sim::Error modified(const kube::Resource& resource, std::string_view name);
// `what` names the object's type, in the plural or by kind, as each message of the real server does.
sim::Error conflict(std::string_view what, std::string_view name, std::string_view why);
sim::Error bad_request(std::string message);
sim::Error forbidden(const kube::Resource& resource, std::string_view name, std::string_view why, Causes causes = {});
// 422; `what` as for conflict(). One cause stands alone in the message, several in brackets.
sim::Error invalid(std::string_view what, std::string_view name, Causes causes);
sim::Error internal_error(std::string message);
sim::Error method_not_allowed(const kube::Resource& resource, std::string_view verb);
// 504: the revision that was asked for does not exist yet.
sim::Error too_large_resource_version(std::uint64_t wanted, std::uint64_t current);
sim::Error expired(std::string message);

// "Gateway.gateway.networking.k8s.io", "Service".
std::string qualified_kind(const kube::Resource& resource);

inline sim::ErrorCause invalid_value(std::string field, std::string message) {
  return {"FieldValueInvalid", std::move(message), std::move(field)};
}

}  // namespace nlbsim::fake_apiserver
