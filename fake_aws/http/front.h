// The AWS side of the wire: one port for every service, as SDKs and the AWS CLI reach it with --endpoint-url.
//
// A request is routed as AWS's own endpoints tell services apart: by X-Amz-Target (JSON services), else by the Version
// parameter, else by the service in the credential scope. Any key and signature is accepted, none at all is refused.
// Calls of the account's own region go through the pipeline, so faults and delays reach wire clients too. A request
// that is signed for another region, or with an access key of twelve digits (which is then the account's id), finds an
// account of its own: empty, made when it is first asked for. An operation that does not exist here is an error, never
// a made-up answer, and leaves a note in the journal.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/http/callers.h"
#include "api/http/message.h"
#include "api/pipeline.h"
#include "fake_aws/account.h"

namespace nlbsim::fake_aws {

struct RoutedRequest;
struct WireOperation;

struct FrontSettings {
  std::string account_id = "123456789012";
  std::string region = "us-west-2";  // of the account behind the pipeline
  Settings elsewhere;                // of accounts that are made; account and region are filled in
  // Told of each operation that somebody asked for in vain.
  std::function<void(const std::string& line)> log;
};

class Front final : public http::Handler {
 public:
  // `callers` says to which actor a call belongs, `server` is the host behind the pipeline. Everything referred to
  // outlives the front.
  Front(api::Server& server, api::Pipeline& pipeline, http::Callers callers, FrontSettings settings)
      : server_(server), pipeline_(pipeline), callers_(std::move(callers)), settings_(std::move(settings)) {}
  void handle(http::Request& request, http::Responder responder) override;

 private:
  // An account that is not the world's own, with its host.
  struct Elsewhere {
    Elsewhere(Settings settings, api::Server& beside)
        : account(std::move(settings)),
          server(beside.scheduler(), beside.actor(), beside.journal(), account),
          pipeline(server) {}
    Account account;
    api::Server server;
    api::Pipeline pipeline;
  };

  std::string next_request_id();
  api::Pipeline& pipeline_for(const std::string& access_key, const std::string& region);
  void note_unknown(std::string what, const std::string& line, const sim::Actor& caller);
  void start(const WireOperation& operation, const RoutedRequest& request, sim::Actor& caller, const std::string& id,
             http::Responder responder);

  api::Server& server_;
  api::Pipeline& pipeline_;
  const http::Callers callers_;
  const FrontSettings settings_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Elsewhere>> elsewhere_;  // by account and region
  std::uint64_t requests_ = 0;
};

}  // namespace nlbsim::fake_aws
