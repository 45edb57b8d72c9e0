#include "fake_aws/http/routing.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/http/target.h"
#include "fake_aws/query/wire_operation.h"

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
  CredentialScope scope{std::string(scope_part(credential, 2)), std::string(scope_part(credential, 1))};
  if (scope.region.empty() || scope.service.empty())
    return refuse(
        "IncompleteSignature", 400,
        fmt::format("Credential must have the form KEY/DATE/REGION/SERVICE/aws4_request, not '{}'", credential));
  return scope;
}

sim::Result<WireService> service_of(std::string_view version, std::string_view signed_for) {
  if (version == kElbv2Version) return WireService::elbv2;
  if (version == kEc2Version) return WireService::ec2;
  if (version == kStsVersion) return WireService::sts;
  if (version.empty() && signed_for == "elasticloadbalancing") return WireService::elbv2;
  if (version.empty() && signed_for == "ec2") return WireService::ec2;
  if (version.empty() && signed_for == "sts") return WireService::sts;
  return refuse("InvalidAction", 400,
                fmt::format("no service '{}' with API version '{}' is played here", signed_for, version));
}

}  // namespace

sim::Result<RoutedRequest> route(const http::Request& request) {
  const auto target = http::parse_target(request.target);
  if (!target) return refuse("MalformedInput", 400, target.error().message);
  RoutedRequest routed;
  auto scope = credential_scope(request, target->query);
  if (!scope) return sim::forward(std::move(scope.error()));
  routed.scope = std::move(*scope);
  if (const std::string_view json_target = request.header("x-amz-target"); !json_target.empty()) {
    routed.service = WireService::json;
    routed.action = json_target;
    return routed;
  }
  const auto form =
      request.method == "GET" ? sim::Result<http::Parameters>(target->query) : http::parse_form(request.body);
  if (!form) return refuse("MalformedInput", 400, form.error().message);
  auto tree = FormTree::build(*form);
  if (!tree) return refuse(std::move(tree.error().code), 400, std::move(tree.error().message));
  routed.form = std::move(*tree);
  routed.action = parameter(*form, "Action");
  if (routed.action.empty()) return refuse("MissingAction", 400, "the request has no Action parameter");
  const auto service = service_of(parameter(*form, "Version"), routed.scope.service);
  if (!service) return sim::forward(service.error());
  routed.service = *service;
  return routed;
}

}  // namespace nlbsim::fake_aws
