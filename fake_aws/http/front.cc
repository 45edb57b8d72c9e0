#include "fake_aws/http/front.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "api/records.h"
#include "fake_aws/default_network.h"
#include "fake_aws/http/routing.h"
#include "fake_aws/wire/wire_operation.h"
#include "sim/ids.h"

namespace nlbsim::fake_aws {
namespace {

using http::Response;

Response answer(EncodedAnswer encoded, const std::string& request_id) {
  Response response;
  response.status = encoded.status;
  response.content_type = std::move(encoded.content_type);
  response.headers.emplace_back("x-amzn-RequestId", request_id);
  response.body = std::make_shared<const std::string>(std::move(encoded.body));
  return response;
}

bool is_account_id(std::string_view key) {
  constexpr std::size_t kDigits = 12;
  return key.size() == kDigits && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
}

// Services that have one endpoint for all regions answer for the account's own.
bool is_global(const aws::ServiceInfo& service) { return &service == &aws::kSts || &service == &aws::kShield; }

}  // namespace

std::string Front::next_request_id() { return sim::uuid(sim::Hasher().add("request").add(++requests_).digest()); }

api::Pipeline& Front::pipeline_for(const std::string& access_key, const std::string& region) {
  const std::string account = is_account_id(access_key) ? access_key : settings_.account_id;
  if (account == settings_.account_id && region == settings_.region) return pipeline_;
  std::unique_ptr<Elsewhere>& made = elsewhere_[{account, region}];
  if (!made) {
    Settings settings = settings_.elsewhere;
    settings.account = account;
    settings.region = region;
    made = std::make_unique<Elsewhere>(std::move(settings), server_);
    add_zones(made->account);
  }
  return made->pipeline;
}

void Front::note_unknown(std::string what, const std::string& line, const sim::Actor& caller) {
  auto note = std::make_shared<api::Note>();
  note->topic = api::NoteTopic::not_modelled;
  note->text = std::move(what);
  if (settings_.log) settings_.log("aws: " + line);
  server_.journal().append(server_.scheduler().now(), caller.id(), 0, sim::RecordKind::note, std::move(note));
}

void Front::start(const WireOperation& operation, const RoutedRequest& request, sim::Actor& caller,
                  const std::string& id, http::Responder responder) {
  const aws::ServiceInfo& service = *request.service;
  const auto call =
      service.protocol == aws::Protocol::json ? decode(operation, request.body) : decode(operation, request.form);
  if (!call) return responder.send(answer(encode_error(service, call.error(), id), id));
  api::CallContext context;
  context.actor = &caller;
  const auto done = [responder, &operation, &service, id, call = *call](api::Result<void> result) {
    if (!result && result.error().effect_unknown) return responder.drop();  // its reply is lost
    if (!result) return responder.send(answer(encode_error(service, result.error(), id), id));
    responder.send(answer(encode(operation, *call, id), id));
  };
  const std::string& region = is_global(service) ? settings_.region : request.scope.region;
  pipeline_for(request.scope.key, region).start(context, *call, done);
}

void Front::handle(http::Request& request, http::Responder responder) {
  const std::string id = next_request_id();
  const auto routed = route(request);
  if (!routed) {
    const sim::Error& error = routed.error();
    const bool unknown = error.code == "InvalidAction" || error.code == "UnknownOperationException";
    if (unknown) note_unknown(error.message, error.message, callers_.of(request));
    return responder.send(answer(encode_error(guess_service(request), error, id), id));
  }
  const WireOperation* operation = find_wire_operation(*routed->service, routed->action);
  sim::Actor& caller = callers_.of(request, routed->scope.key);
  if (operation) return start(*operation, *routed, caller, id, std::move(responder));
  const std::string_view service = routed->service->name;
  note_unknown(fmt::format("{} {}", service, routed->action),
               fmt::format("{} has no operation {} here", service, routed->action), caller);
  const sim::Error unknown = unknown_operation(*routed->service, routed->action);
  responder.send(answer(encode_error(*routed->service, unknown, id), id));
}

}  // namespace nlbsim::fake_aws
