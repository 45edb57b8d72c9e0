#include "fake_apiserver/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fake_apiserver/cause_limit.h"

namespace nlbsim::fake_apiserver {

sim::Error status_error(std::string_view reason, int http_status, std::string message, Causes causes) {
  sim::Error error;
  error.code = reason;
  error.message = std::move(message);
  error.http_status = http_status;
  error.causes = std::move(causes);
  return error;
}

std::string qualified_kind(const kube::Resource& resource) {
  return resource.group.empty() ? std::string(resource.kind) : fmt::format("{}.{}", resource.kind, resource.group);
}

sim::Error not_found(const kube::Resource& resource, std::string_view name) {
  return status_error("NotFound", 404, fmt::format("{} \"{}\" not found", resource.qualified_plural(), name));
}

sim::Error no_such_resource() {
  return status_error("NotFound", 404, "the server could not find the requested resource");
}

sim::Error already_exists(const kube::Resource& resource, std::string_view name) {
  return status_error("AlreadyExists", 409, fmt::format("{} \"{}\" already exists", resource.qualified_plural(), name));
}

sim::Error conflict(std::string_view what, std::string_view name, std::string_view why) {
  return status_error("Conflict", 409, fmt::format("Operation cannot be fulfilled on {} \"{}\": {}", what, name, why));
}

sim::Error modified(const kube::Resource& resource, std::string_view name) {
  return conflict(resource.qualified_plural(), name,
                  "the object has been modified; please apply your changes to the latest version and try again");
}

sim::Error bad_request(std::string message) { return status_error("BadRequest", 400, std::move(message)); }

sim::Error forbidden(const kube::Resource& resource, std::string_view name, std::string_view why, Causes causes) {
  return status_error("Forbidden", 403,
                      fmt::format("{} \"{}\" is forbidden: {}", resource.qualified_plural(), name, why),
                      std::move(causes));
}

sim::Error invalid(std::string_view what, std::string_view name, Causes causes) {
  if (causes.size() > kMaxCauses) causes.resize(kMaxCauses);
  std::vector<std::string> lines;
  std::set<std::string> said;
  for (const sim::ErrorCause& cause : causes) {
    std::string line = fmt::format("{}: {}", cause.field, cause.message);
    if (said.insert(line).second) lines.push_back(std::move(line));  // said once, listed twice
  }
  std::string list = fmt::format("{}", fmt::join(lines, ", "));
  if (lines.size() > 1) list = "[" + list + "]";
  return status_error("Invalid", 422, fmt::format("{} \"{}\" is invalid: {}", what, name, list), std::move(causes));
}

sim::Error internal_error(std::string message) { return status_error("InternalError", 500, std::move(message)); }

sim::Error method_not_allowed(const kube::Resource& resource, std::string_view verb) {
  return status_error(
      "MethodNotAllowed", 405,
      fmt::format("{} is not supported on resources of kind \"{}\"", verb, resource.qualified_plural()));
}

sim::Error too_large_resource_version(std::uint64_t wanted, std::uint64_t current) {
  return status_error("Timeout", 504,
                      fmt::format("Timeout: Too large resource version: {}, current: {}", wanted, current),
                      {{"ResourceVersionTooLarge", "Too large resource version", ""}});
}

sim::Error expired(std::string message) { return status_error("Expired", 410, std::move(message)); }

}  // namespace nlbsim::fake_apiserver
