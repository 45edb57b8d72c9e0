#include "fake_aws/http/front.h"

#include <fmt/format.h>

#include <optional>

#include "fake_aws/http/routing.h"
#include "fake_aws/query/wire_operation.h"
#include "fake_aws/query/xml_text.h"
#include "sim/ids.h"

namespace nlbsim::fake_aws {
namespace {

using http::Response;

Response answer(int status, std::string content_type, std::string body, const std::string& request_id) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.headers.emplace_back("x-amzn-RequestId", request_id);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

int status_of(const sim::Error& error) { return error.http_status == 0 ? 400 : error.http_status; }

Response xml_error(WireService service, const sim::Error& error, const std::string& id) {
  if (service == WireService::ec2) return answer(status_of(error), "text/xml;charset=UTF-8", ec2_error(error, id), id);
  const auto space = service == WireService::sts ? kStsNamespace : kElbv2Namespace;
  return answer(status_of(error), "text/xml", query_error(space, error, id), id);
}

Response json_error(std::string_view code, std::string_view message, const std::string& id) {
  api::Json body{{"__type", code}, {"message", message}};
  return answer(400, "application/x-amz-json-1.1", api::dump_json(body), id);
}

Response json_error(const sim::Error& error, const std::string& id) {
  return json_error(error.code, error.message, id);
}

// What a controller asks of the JSON services even for an NLB: is the account subscribed to Shield Advanced? It is not.
Response answer_json(std::string_view target, const std::string& id) {
  if (target == "AWSShield_20160616.GetSubscriptionState")
    return answer(200, "application/x-amz-json-1.1", R"({"SubscriptionState":"INACTIVE"})", id);
  if (target == "AWSShield_20160616.DescribeProtection")
    return json_error("ResourceNotFoundException", "The referenced protection does not exist.", id);
  return json_error("UnknownOperationException", fmt::format("{} is not played here", target), id);
}

Response answer_sts(std::string_view action, const FrontSettings& settings, const std::string& id) {
  if (action != "GetCallerIdentity") {
    sim::Error error;
    error.code = "InvalidAction";
    error.message = fmt::format("Could not find operation {} for version {}", action, kStsVersion);
    return xml_error(WireService::sts, error, id);
  }
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("GetCallerIdentityResponse");
  root.append_attribute("xmlns").set_value(std::string(kStsNamespace).c_str());
  pugi::xml_node result = root.append_child("GetCallerIdentityResult");
  result.append_child("Arn").text().set(fmt::format("arn:aws:iam::{}:user/nlbsim", settings.account_id).c_str());
  result.append_child("UserId").text().set("AIDANLBSIMNLBSIMNLBSI");
  result.append_child("Account").text().set(settings.account_id.c_str());
  root.append_child("ResponseMetadata").append_child("RequestId").text().set(id.c_str());
  return answer(200, "text/xml", xml_text(document), id);
}

// The service that an unroutable request was meant for, as far as it can be told: decides the form of the error.
WireService guess(const http::Request& request) {
  if (!request.header("x-amz-target").empty()) return WireService::json;
  const bool ec2 = request.body.find(kEc2Version) != std::string::npos ||
                   request.header("authorization").find("/ec2/aws4_request") != std::string_view::npos;
  return ec2 ? WireService::ec2 : WireService::elbv2;
}

std::optional<sim::Error> wrong_region(const CredentialScope& scope, const FrontSettings& settings) {
  if (scope.region == settings.region || scope.service == "sts" || scope.service == "shield") return std::nullopt;
  sim::Error error;
  error.code = "SignatureDoesNotMatch";
  error.message = fmt::format(
      "Credential should be scoped to a valid region: this account is played in {} only, and the "
      "request is signed for {}",
      settings.region, scope.region);
  error.http_status = 403;
  return error;
}

}  // namespace

std::string Front::next_request_id() { return sim::uuid(sim::Hasher().add("request").add(++requests_).digest()); }

void Front::handle(http::Request& request, http::Responder responder) {
  const std::string id = next_request_id();
  const auto fail = [&](WireService service, const sim::Error& error) {
    responder.send(service == WireService::json ? json_error(error, id) : xml_error(service, error, id));
  };
  const auto routed = route(request);
  if (!routed) return fail(guess(request), routed.error());
  const WireService service = routed->service;
  if (const auto error = wrong_region(routed->scope, settings_)) return fail(service, *error);
  if (service == WireService::json) return responder.send(answer_json(routed->action, id));
  if (service == WireService::sts) return responder.send(answer_sts(routed->action, settings_, id));
  const bool ec2 = service == WireService::ec2;
  const auto* operation = find_wire_operation(ec2 ? ec2_wire_operations() : elbv2_wire_operations(), routed->action);
  if (!operation) {
    sim::Error error;
    error.code = "InvalidAction";
    error.message = fmt::format("The action {} is not valid for this web service.", routed->action);
    return fail(service, error);
  }
  const auto call = operation->decode(routed->form);
  if (!call) return fail(service, call.error());
  api::CallContext context;
  context.actor = &client_;
  (ec2 ? ec2_ : elbv2_)
      .start(context, *call, [responder, operation, service, id, call = *call](api::Result<void> result) {
        if (!result && result.error().effect_unknown) return responder.drop();  // its reply is lost
        if (!result) return responder.send(xml_error(service, result.error(), id));
        const char* type = service == WireService::ec2 ? "text/xml;charset=UTF-8" : "text/xml";
        responder.send(answer(200, type, operation->encode(*call, id), id));
      });
}

}  // namespace nlbsim::fake_aws
