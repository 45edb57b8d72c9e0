#include "fake_apiserver/http/status_json.h"

#include <algorithm>
#include <array>

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

// What a message is about: of its words the part that names an object, as in
// `Operation cannot be fulfilled on gateways.gateway.networking.k8s.io "g": ...`.
std::string_view subject_of(const sim::Error& error) {
  std::string_view message = error.message;
  const auto until = [&](std::string_view end) { return message.substr(0, message.find(end)); };
  const auto after = [&](std::string_view begin) {
    if (message.starts_with(begin)) message.remove_prefix(begin.size());
    else message = {};
  };
  if (error.code == "NotFound") return message.ends_with(" not found") ? until(" not found") : std::string_view();
  if (error.code == "Forbidden") return until(" is forbidden: ");
  if (error.code == "Invalid") {
    // A policy of admission may deny with this reason; its message then begins as that of a Forbidden does.
    const auto invalid = message.find(" is invalid: ");
    const auto forbidden = message.find(" is forbidden: ");
    return message.substr(0, std::min({invalid, forbidden, invalid == forbidden ? std::size_t{0} : message.npos}));
  }
  if (error.code == "AlreadyExists") {
    if (message.starts_with("object is being deleted: ")) after("object is being deleted: ");
    return until(" already exists");
  }
  if (error.code == "Conflict") {
    after("Operation cannot be fulfilled on ");
    const auto quote = message.find('"');
    const auto end = quote == message.npos ? quote : message.find('"', quote + 1);
    return end == message.npos ? std::string_view() : message.substr(0, end + 1);
  }
  if (error.code == "MethodNotAllowed") {
    const auto quote = message.find(" on resources of kind \"");
    if (quote == message.npos) return {};
    message.remove_prefix(quote + 23);
    return until("\"");
  }
  return {};
}

// Whether the answer has details at all; those of some errors are empty.
bool has_details(const sim::Error& error) {
  constexpr std::array<std::string_view, 6> kAbout{"NotFound",      "Forbidden", "Invalid",
                                                   "AlreadyExists", "Conflict",  "MethodNotAllowed"};
  // An answer of the router, not of a resource: "415: Unsupported Media Type".
  const bool generic = error.message.starts_with(std::to_string(error.http_status) + ": ");
  return generic || std::ranges::find(kAbout, error.code) != kAbout.end();
}

// "gateways.gateway.networking.k8s.io "g"" is kind, group and name.
Json subject_json(std::string_view subject) {
  Json out = Json::object();
  const auto space = subject.find(' ');
  const std::string_view type = subject.substr(0, space);
  if (space != subject.npos && subject.size() > space + 3)
    out["name"] = std::string(subject.substr(space + 2, subject.size() - space - 3));
  const auto dot = type.find('.');
  if (dot != type.npos) out["group"] = std::string(type.substr(dot + 1));
  if (!type.empty()) out["kind"] = std::string(type.substr(0, dot));
  return out;
}

}  // namespace

Json failure_status(const sim::Error& error) {
  Json details = subject_json(subject_of(error));
  // An expired page's answer carries the token by which the list can go on, and an answer whose message does not name
  // what it is about may say so: both travel as causes.
  Json metadata = Json::object();
  Json causes = Json::array();
  for (const sim::ErrorCause& cause : error.causes) {
    if (cause.reason == "ContinueToken") metadata["continue"] = cause.message;
    else if (cause.reason == "Subject") details = subject_json(cause.message);
    else causes.push_back(cause_json(cause));
  }
  if (!causes.empty()) details["causes"] = std::move(causes);
  if (wants_retry(error)) details["retryAfterSeconds"] = 1;
  Json status{{"kind", "Status"},    {"apiVersion", "v1"},       {"metadata", std::move(metadata)},
              {"status", "Failure"}, {"message", error.message}, {"code", http_status(error)}};
  if (has_reason(error)) status["reason"] = error.code;
  if (has_details(error) || !details.empty()) status["details"] = std::move(details);
  return status;
}

http::Response failure_response(const sim::Error& error) {
  http::Response response = json_response(http_status(error), failure_status(error));
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
