#include "fake_aws/http/routing.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/http/target.h"

namespace nlbsim::fake_aws {
namespace {

tl::unexpected<sim::Error> refuse(std::string code, int status, std::string message) {
  sim::Error error;
  error.code = std::move(code);
  error.message = std::move(message);
  error.http_status = status;
  return sim::forward(std::move(error));
}

std::string_view parameter(const http::Parameters& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &http::Parameters::value_type::first);
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

// The part of a slash-separated credential with that index from the right: 1 is the service, 2 the region.
std::string_view scope_part(std::string_view credential, int from_right) {
  for (; from_right > 0; --from_right) {
    const auto slash = credential.rfind('/');
    if (slash == credential.npos) return {};
    credential = credential.substr(0, slash);
  }
  return credential.substr(credential.rfind('/') + 1);
}

// From the Authorization header, or from the query of a presigned request.
sim::Result<CredentialScope> credential_scope(const http::Request& request, const http::Parameters& query) {
  constexpr std::string_view kKey = "Credential=";
  const std::string_view header = request.header("authorization");
  std::string_view credential = parameter(query, "X-Amz-Credential");
  if (const auto at = header.find(kKey); at != header.npos) {
    credential = header.substr(at + kKey.size());
    credential = credential.substr(0, credential.find_first_of(", "));
  }
  if (credential.empty())
    return refuse("MissingAuthenticationToken", 403,
                  "The request must contain either a valid (registered) AWS access "
                  "key ID or X.509 certificate.");
  CredentialScope scope{std::string(credential.substr(0, credential.find('/'))), std::string(scope_part(credential, 2)),
                        std::string(scope_part(credential, 1))};
  if (scope.region.empty() || scope.service.empty())
    return refuse(
        "IncompleteSignature", 400,
        fmt::format("Credential must have the form KEY/DATE/REGION/SERVICE/aws4_request, not '{}'", credential));
  return scope;
}

const aws::ServiceInfo* service_signed_for(std::string_view endpoint_prefix) {
  const auto found = std::ranges::find(aws::services(), endpoint_prefix, &aws::ServiceInfo::endpoint_prefix);
  return found == aws::services().end() ? nullptr : *found;
}

// By the API's version; where that is missing or shared, by what the request is signed for.
sim::Result<const aws::ServiceInfo*> service_of(std::string_view version, std::string_view signed_for) {
  const aws::ServiceInfo* by_signature = service_signed_for(signed_for);
  if (by_signature && (version.empty() || by_signature->version == version)) return by_signature;
  const auto found = std::ranges::find(aws::services(), version, &aws::ServiceInfo::version);
  if (!version.empty() && found != aws::services().end()) return *found;
  return refuse("InvalidAction", 400,
                fmt::format("no service '{}' with API version '{}' is played here", signed_for, version));
}

// "CertificateManager.ListCertificates"
sim::Result<void> route_json(std::string_view target, const std::string& body, RoutedRequest& into) {
  const auto dot = target.find('.');
  const auto found = std::ranges::find(aws::services(), target.substr(0, dot), &aws::ServiceInfo::wire_name);
  if (dot == target.npos || found == aws::services().end())
    return refuse("UnknownOperationException", 400, fmt::format("{} is not played here", target));
  into.service = *found;
  into.action = target.substr(dot + 1);
  auto parsed = body.empty() ? sim::Result<api::Json>(api::Json::object()) : api::parse_json(body);
  if (!parsed) return refuse("SerializationException", 400, std::move(parsed.error().message));
  into.body = std::move(*parsed);
  return {};
}

// A web identity is its own proof: who exchanges one for credentials has none to sign with.
bool comes_unsigned(std::string_view action) { return action == "AssumeRoleWithWebIdentity"; }

}  // namespace

sim::Result<RoutedRequest> route(const http::Request& request) {
  const auto target = http::parse_target(request.target);
  if (!target) return refuse("MalformedInput", 400, target.error().message);
  RoutedRequest routed;
  auto scope = credential_scope(request, target->query);
  if (scope) routed.scope = std::move(*scope);
  if (const std::string_view json_target = request.header("x-amz-target"); !json_target.empty()) {
    if (!scope) return sim::forward(std::move(scope.error()));
    auto done = route_json(json_target, request.body, routed);
    if (!done) return sim::forward(std::move(done.error()));
    return routed;
  }
  const auto form =
      request.method == "GET" ? sim::Result<http::Parameters>(target->query) : http::parse_form(request.body);
  if (!form) return refuse("MalformedInput", 400, form.error().message);
  auto tree = FormTree::build(*form);
  if (!tree) return refuse(std::move(tree.error().code), 400, std::move(tree.error().message));
  routed.form = std::move(*tree);
  routed.action = parameter(*form, "Action");
  if (!scope && !comes_unsigned(routed.action)) return sim::forward(std::move(scope.error()));
  if (routed.action.empty()) return refuse("MissingAction", 400, "the request has no Action parameter");
  const auto service = service_of(parameter(*form, "Version"), routed.scope.service);
  if (!service) return sim::forward(service.error());
  routed.service = *service;
  return routed;
}

const aws::ServiceInfo& guess_service(const http::Request& request) {
  if (!request.header("x-amz-target").empty()) return aws::kAcm;
  const bool ec2 = request.body.find(aws::kEc2.version) != std::string::npos ||
                   request.header("authorization").find("/ec2/aws4_request") != std::string_view::npos;
  return ec2 ? aws::kEc2 : aws::kElbv2;
}

}  // namespace nlbsim::fake_aws
