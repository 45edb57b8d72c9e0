#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

Json cause_json(const sim::ErrorCause& cause) {
  Json out = Json::object();
  if (!cause.reason.empty()) out["reason"] = cause.reason;
  if (!cause.message.empty()) out["message"] = cause.message;
  if (!cause.field.empty()) out["field"] = cause.field;
  return out;
}

int http_status(const sim::Error& error) { return error.http_status == 0 ? 500 : error.http_status; }

bool wants_retry(const sim::Error& error) { return error.code == "Timeout" || error.code == "TooManyRequests"; }

// The server's own failures have no reason, but for those that it has foreseen.
bool has_reason(const sim::Error& error) {
  return !error.code.empty() && (error.code != "InternalError" || error.message.starts_with("Internal error occurred"));
}

// Validation errors name the kind where all others name the plural.
std::string_view details_kind(const sim::Error& error, const kube::Resource& resource) {
  return error.code == "Invalid" ? resource.kind : resource.plural;
}

}  // namespace

Json failure_status(const sim::Error& error, const kube::Resource* resource, std::string_view name) {
  Json details = Json::object();
  if (resource) {
    if (!name.empty()) details["name"] = name;
    if (!resource->group.empty()) details["group"] = resource->group;
    details["kind"] = details_kind(error, *resource);
  }
  // An expired page's answer carries the token by which the list can go on; it travels as a cause.
  Json metadata = Json::object();
  Json causes = Json::array();
  for (const sim::ErrorCause& cause : error.causes) {
    if (cause.reason == "ContinueToken") metadata["continue"] = cause.message;
    else causes.push_back(cause_json(cause));
  }
  if (!causes.empty()) details["causes"] = std::move(causes);
  if (wants_retry(error)) details["retryAfterSeconds"] = 1;
  Json status{{"kind", "Status"},    {"apiVersion", "v1"},       {"metadata", std::move(metadata)},
              {"status", "Failure"}, {"message", error.message}, {"code", http_status(error)}};
  if (has_reason(error)) status["reason"] = error.code;
  if (!details.empty()) status["details"] = std::move(details);
  return status;
}

http::Response failure_response(const sim::Error& error, const kube::Resource* resource, std::string_view name) {
  http::Response response = json_response(http_status(error), failure_status(error, resource, name));
  if (wants_retry(error)) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Json deleted_status(const kube::Resource& resource, std::string_view name, std::string_view uid) {
  Json details{{"name", name}, {"kind", resource.plural}, {"uid", uid}};
  if (!resource.group.empty()) details["group"] = resource.group;
  return {{"kind", "Status"},
          {"apiVersion", "v1"},
          {"metadata", Json::object()},
          {"status", "Success"},
          {"details", std::move(details)}};
}

http::Response json_response(int status, const Json& body) {
  http::Response response;
  response.status = status;
  response.body = std::make_shared<const std::string>(api::dump_json(body));
  return response;
}

http::Response text_response(int status, std::string text) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

}  // namespace nlbsim::fake_apiserver
