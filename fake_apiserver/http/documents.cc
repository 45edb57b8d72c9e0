#include "fake_apiserver/http/documents.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/discovery.h"
#include "fake_apiserver/http/health.h"
#include "fake_apiserver/http/negotiation.h"
#include "fake_apiserver/http/openapi/openapi.h"
#include "fake_apiserver/http/reviews.h"
#include "fake_apiserver/http/status_json.h"
#include "fake_apiserver/http/yaml_body.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using http::Response;

constexpr std::string_view kAggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
constexpr std::string_view kOpenApi2Type = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

Response page_not_found() { return text_response(404, "404 page not found\n"); }

Response method_not_allowed() {
  return failure_response(
      status_error("MethodNotAllowed", 405, "the server does not allow this method on the requested resource"));
}

Response found(const std::optional<Json>& document) {
  return document ? json_response(200, *document) : page_not_found();
}

// The digest by which clients ask whether their copy is still right.
std::string entity_tag(std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(body.data(), body.size(), digest.data(), &size, EVP_sha512(), nullptr);
  std::string out = "\"";
  for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02X}", digest.at(i));
  return out + "\"";
}

// The same answer with its tag, or 304 if the client has it already.
Response tagged(const http::Request& request, Response response) {
  const std::string tag = entity_tag(*response.body);
  if (request.header("if-none-match").find(tag) != std::string_view::npos) {
    Response unchanged;
    unchanged.status = 304;
    unchanged.content_type.clear();
    response = std::move(unchanged);
  }
  response.headers.emplace_back("Etag", tag);
  return response;
}

Response openapi_2(const DocumentRequest& request) {
  const Json document = openapi::version_2(request.server.registry());
  if (request.message.header("accept").find("proto-openapi.spec.v2") == std::string_view::npos)
    return tagged(request.message, json_response(200, document));
  Response response;
  response.content_type = kOpenApi2Type;
  response.body = std::make_shared<const std::string>(openapi::protobuf(document));
  return tagged(request.message, std::move(response));
}

Response openapi_3(const DocumentRequest& request) {
  const auto& segments = request.target.segments;
  const Registry& registry = request.server.registry();
  if (segments.size() == 2) return text_response(200, api::dump_json(openapi::index(registry)));
  if (!negotiate(request.message.header("accept"))) return failure_response(not_acceptable());
  std::optional<Json> document;
  if (segments.size() == 4 && segments[2] == "api") document = openapi::version_3(registry, "", segments[3]);
  if (segments.size() == 5 && segments[2] == "apis") document = openapi::version_3(registry, segments[3], segments[4]);
  if (document) return tagged(request.message, json_response(200, *document));
  Response missing;
  missing.status = 404;
  missing.content_type.clear();
  return missing;
}

// /api or /apis: in one document if the client asks for that, else by name alone.
Response overview(const DocumentRequest& request, bool core) {
  const Registry& registry = request.server.registry();
  switch (negotiate_discovery(request.message.header("accept"))) {
    case DiscoveryForm::none: return failure_response(not_acceptable());
    case DiscoveryForm::plain:
      return json_response(200, core ? api_versions(request.address) : api_group_list(registry));
    case DiscoveryForm::aggregated: break;
  }
  Response response = json_response(200, aggregated(registry, core));
  response.content_type = kAggregatedType;
  return tagged(request.message, std::move(response));
}

// What lies below /api and /apis and is no resource.
std::optional<Response> discovery(const DocumentRequest& request) {
  const auto& segments = request.target.segments;
  const Registry& registry = request.server.registry();
  const bool get = request.message.method == "GET" || request.message.method == "HEAD";
  const bool core = segments[0] == "api";
  if (segments.size() == 1) return get || !core ? overview(request, core) : method_not_allowed();
  if (core) {
    if (segments.size() != 2) return std::nullopt;
    const auto list = api_resource_list(registry, "", segments[1]);
    if (!list) return failure_response(no_such_resource());
    return get ? json_response(200, *list) : method_not_allowed();
  }
  const std::string& group = segments[1];
  if (segments.size() == 2) return found(api_group(registry, group));
  if (segments.size() != 3) return std::nullopt;
  const bool built_in = is_built_in_group(registry, group);
  const auto list = api_resource_list(registry, group, segments[2]);
  if (!list && built_in) return failure_response(no_such_resource());
  // A custom group's documents are given whatever the method.
  if (list && built_in && !get) return method_not_allowed();
  return found(list);
}

}  // namespace

namespace {

std::optional<Response> document(const DocumentRequest& request) {
  const auto& segments = request.target.segments;
  if (auto health = answer_health(request.target)) return health;
  if (auto review = answer_review(request.message, segments, request.who, request.users, request.server, request.now))
    return review;
  const std::string first = segments.empty() ? std::string() : segments[0];
  const bool resource = (first == "api" && segments.size() > 2) || (first == "apis" && segments.size() > 3);
  const bool known = segments.empty() || first == "api" || first == "apis" || first == "version" || first == "openapi";
  if (resource || !known) return std::nullopt;
  if (const auto refused = check_access(request.message, request.target, request.who, request.server))
    return failure_response(*refused);
  const bool get = request.message.method == "GET" || request.message.method == "HEAD";
  if (segments.empty()) return json_response(200, root_paths(request.server.registry()));
  if (first == "version" && segments.size() == 1)
    return get ? json_response(200, version_document()) : method_not_allowed();
  if (first == "openapi" && segments.size() >= 2 && segments[1] == "v3") return openapi_3(request);
  if (first == "openapi" && segments.size() == 2 && segments[1] == "v2") return openapi_2(request);
  if (first == "api" || first == "apis") return discovery(request);
  return page_not_found();
}

}  // namespace

std::optional<Response> answer_document(const DocumentRequest& request) {
  auto answer = document(request);
  const bool json = answer && answer->status == 200 && answer->content_type == "application/json" && answer->body;
  if (!json || negotiate(request.message.header("accept")) != Form::yaml) return answer;
  answer->content_type = "application/yaml";
  answer->body = std::make_shared<const std::string>(to_yaml(api::parse_json(*answer->body).value_or(Json())));
  return answer;
}

}  // namespace nlbsim::fake_apiserver
