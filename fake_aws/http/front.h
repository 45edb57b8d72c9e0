// The AWS side of the wire: one port for every service, as SDKs and the AWS CLI reach it with --endpoint-url.
//
// A request is routed as AWS's own endpoints tell services apart: by X-Amz-Target (JSON services), else by the Version
// parameter, else by the service in the credential scope. Any key and signature is accepted, none at all is refused.
// ELBv2 and EC2 go through the pipelines, so faults and delays reach wire clients too; STS and Shield answer here what
// a controller asks of them at start-up. An action that does not exist here is InvalidAction, never a made-up answer.
#pragma once

#include <cstdint>
#include <string>

#include "api/http/message.h"
#include "api/pipeline.h"

namespace nlbsim::fake_aws {

struct FrontSettings {
  std::string account_id = "123456789012";
  std::string region = "us-west-2";  // the one that the account plays; requests signed for another are refused
};

class Front final : public http::Handler {
 public:
  // `client` is the actor that wire calls belong to. Everything referred to outlives the front.
  Front(api::Pipeline& elbv2, api::Pipeline& ec2, sim::Actor& client, FrontSettings settings)
      : elbv2_(elbv2), ec2_(ec2), client_(client), settings_(std::move(settings)) {}
  void handle(http::Request& request, http::Responder responder) override;

 private:
  std::string next_request_id();

  api::Pipeline& elbv2_;
  api::Pipeline& ec2_;
  sim::Actor& client_;
  const FrontSettings settings_;
  std::uint64_t requests_ = 0;
};

}  // namespace nlbsim::fake_aws
