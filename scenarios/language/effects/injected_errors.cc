#include "scenarios/language/effects/injected_errors.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "api/kube/kube.h"
#include "api/pipeline.h"

namespace nlbsim::scenarios {

namespace {

struct KnownError {
  std::string_view code;
  int status;
  std::string_view message;
};

// Source: the common errors of the ELBv2 and EC2 API references.
constexpr std::array kAwsErrors{
    KnownError{"Throttling", 400, "Rate exceeded"},
    KnownError{"RequestLimitExceeded", 503, "Request limit exceeded."},
    KnownError{"InternalFailure", 500, "The request processing has failed because of an unknown error."},
    KnownError{"InternalError", 500, "An internal error has occurred"},
    KnownError{"ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."},
    KnownError{"Unavailable", 503, "The service is unavailable. Please try again shortly."},
    KnownError{"AccessDenied", 403, "The caller is not authorized to perform this operation."},
    KnownError{"UnauthorizedOperation", 403, "You are not authorized to perform this operation."},
    KnownError{"ExpiredToken", 403, "The security token included in the request is expired"},
};

// Source: k8s.io/apimachinery/pkg/api/errors; the reason is the code.
constexpr std::array kKubeErrors{
    KnownError{"BadRequest", 400, "the request was refused"},
    KnownError{"Unauthorized", 401, "Unauthorized"},
    KnownError{"Forbidden", 403, "the caller has no permission for this"},
    KnownError{"NotFound", 404, "the server could not find the requested resource"},
    KnownError{"AlreadyExists", 409, "the object exists already"},
    KnownError{"Conflict", 409,
               "the object has been modified; please apply your changes to the latest version and try again"},
    KnownError{"Expired", 410, "too old resource version"},
    KnownError{"Gone", 410, "too old resource version"},
    KnownError{"Invalid", 422, "the object is invalid"},
    KnownError{"TooManyRequests", 429, "the server has received too many requests and has asked us to try again later"},
    KnownError{"InternalError", 500, "Internal error occurred: injected"},
    KnownError{"ServiceUnavailable", 503, "the server is currently unable to handle the request"},
    KnownError{"Timeout", 504, "the server was unable to return a response in the time allotted"},
};

constexpr int kAwsStatus = 400;
constexpr int kKubeStatus = 500;

}  // namespace

sim::Error injected_error(const api::AnyCall& call, const ErrorWanted& wanted) {
  const api::OperationInfo& operation = call.operation();
  if (wanted.code == "ConnectionReset") return api::lost_reply(operation);
  const bool aws = operation.plane == api::Plane::aws;
  const std::span<const KnownError> known = aws ? std::span<const KnownError>(kAwsErrors) : kKubeErrors;
  const auto found = std::ranges::find(known, wanted.code, &KnownError::code);
  sim::Error error;
  error.code = wanted.code;
  error.http_status = found == known.end() ? (aws ? kAwsStatus : kKubeStatus) : found->status;
  error.message = found == known.end() ? "the call was refused on purpose" : std::string(found->message);
  if (wanted.code == "ConnectionRefused") {
    error.http_status = 0;
    error.message = std::string(operation.name) + ": the server refused the connection";
  }
  if (wanted.status != 0) error.http_status = wanted.status;
  if (!wanted.message.empty()) error.message = wanted.message;
  return error;
}

sim::Error injected_conflict(const api::AnyCall& call) {
  sim::Error error = injected_error(call, {"Conflict", 0, ""});
  const kube::Resource resource = kube::resource_of(call);
  error.message = "Operation cannot be fulfilled on " + resource.qualified_plural() + " \"" + kube::key_of(call).name +
                  "\": " + error.message;
  return error;
}

sim::Error injected_throttling(const api::AnyCall& call) {
  const api::OperationInfo& operation = call.operation();
  if (operation.plane == api::Plane::kube) return injected_error(call, {"TooManyRequests", 0, ""});
  return injected_error(call, {operation.service == "ec2" ? "RequestLimitExceeded" : "Throttling", 0, ""});
}

}  // namespace nlbsim::scenarios
