// An account with the default network, driven by hand: no scheduler, every choice the ordinary one.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "api/aws/error_codes.h"
#include "api/records.h"
#include "fake_aws/account.h"
#include "fake_aws/default_network.h"

namespace nlbsim::fake_aws {

class AccountTest : public testing::Test {
 protected:
  explicit AccountTest(Settings settings = {}) : account(std::move(settings)), network(default_network(account)) {}

  // The answer, or the error.
  template <class Op>
  Result<typename Op::Response> call(typename Op::Request request) {
    api::TypedCall<Op> typed(std::move(request));
    api::CoreContext context{now, chooser, "test", {}};
    auto answer = account.apply(context, typed);
    keep(context);
    if (!answer) return sim::forward(answer.error());
    return typed.response;
  }
  // The answer of a call that has to succeed.
  template <class Op>
  typename Op::Response ok(typename Op::Request request) {
    auto answer = call<Op>(std::move(request));
    EXPECT_TRUE(answer) << Op::info().name << ": "
                        << (answer ? "" : answer.error().code + ": " + answer.error().message);
    return answer ? std::move(*answer) : typename Op::Response{};
  }
  // The code of a call that has to fail, or "".
  template <class Op>
  std::string error(typename Op::Request request) {
    auto answer = call<Op>(std::move(request));
    if (answer) return {};
    EXPECT_EQ(answer.error().http_status, 400);
    return answer.error().code;
  }
  template <class Op>
  std::string message(typename Op::Request request) {
    auto answer = call<Op>(std::move(request));
    return answer ? std::string() : answer.error().message;
  }

  // Lets time pass, deadline by deadline.
  void pass(Duration d) {
    const sim::Instant until = now + d;
    while (account.next_deadline() && *account.next_deadline() <= until) {
      now = std::max(now, *account.next_deadline());
      advance();
    }
    now = until;
  }
  void advance() {
    api::CoreContext context{now, chooser, "aws", {}};
    account.advance(context);
    keep(context);
  }

  static aws::CreateLoadBalancer::Request load_balancer_request(const DefaultNetwork& network, std::string name) {
    aws::CreateLoadBalancer::Request request;
    request.Name = std::move(name);
    request.Type = "network";
    request.Scheme = "internal";
    for (const std::string& subnet : network.internal_subnets)
      request.SubnetMappings.push_back({subnet, {}, {}, {}, {}});
    return request;
  }
  aws::CreateLoadBalancer::Request load_balancer_request(std::string name = "lb") const {
    return load_balancer_request(network, std::move(name));
  }
  std::string create_load_balancer(std::string name = "lb") {
    return ok<aws::CreateLoadBalancer>(load_balancer_request(std::move(name))).LoadBalancers.at(0).LoadBalancerArn;
  }
  aws::CreateTargetGroup::Request target_group_request(std::string name = "tg") const {
    aws::CreateTargetGroup::Request request;
    request.Name = std::move(name);
    request.Protocol = "TCP";
    request.Port = 30900;
    request.VpcId = network.vpc_id;
    request.HealthCheckIntervalSeconds = 15;
    request.HealthCheckTimeoutSeconds = 5;
    request.HealthyThresholdCount = 3;
    request.UnhealthyThresholdCount = 3;
    return request;
  }
  std::string create_target_group(std::string name = "tg") {
    return ok<aws::CreateTargetGroup>(target_group_request(std::move(name))).TargetGroups.at(0).TargetGroupArn;
  }
  static aws::CreateListener::Request listener_request(std::string load_balancer, std::string group,
                                                       std::int32_t port = 8080) {
    aws::CreateListener::Request request;
    request.LoadBalancerArn = std::move(load_balancer);
    request.Protocol = "TCP";
    request.Port = port;
    aws::Action forward;
    forward.Type = "forward";
    forward.ForwardConfig.emplace().TargetGroups.push_back({std::move(group), std::nullopt});
    request.DefaultActions.push_back(std::move(forward));
    return request;
  }
  std::string create_listener(std::string load_balancer, std::string group, std::int32_t port = 8080) {
    return ok<aws::CreateListener>(listener_request(std::move(load_balancer), std::move(group), port))
        .Listeners.at(0)
        .ListenerArn;
  }
  std::string create_security_group(std::string name) {
    return ok<ec2::CreateSecurityGroup>({std::move(name), "of a test", network.vpc_id, {}}).GroupId;
  }

  std::string load_balancer_state(const std::string& arn) {
    return ok<aws::DescribeLoadBalancers>({{arn}, {}, {}, {}}).LoadBalancers.at(0).State.Code;
  }
  // "state" or "state/reason" of each target, in order.
  std::vector<std::string> health(const std::string& group, std::vector<aws::TargetDescription> targets = {}) {
    std::vector<std::string> out;
    for (const auto& row : ok<aws::DescribeTargetHealth>({group, std::move(targets)}).TargetHealthDescriptions) {
      const aws::TargetHealth& h = row.TargetHealth;
      out.push_back(h.Reason.empty() ? h.State : h.State + "/" + h.Reason);
    }
    return out;
  }
  // "kind change<before" of each record so far.
  std::vector<std::string> records;

  Account account;
  DefaultNetwork network;
  sim::Instant now = sim::kWorldStart;
  sim::FirstChooser chooser;

 private:
  void keep(const api::CoreContext& context) {
    for (const api::CoreRecord& record : context.records) {
      const auto& changed = static_cast<const api::ResourceChanged&>(*record.payload);
      records.push_back(changed.resource + " " + changed.change + (changed.before.empty() ? "" : "<" + changed.before));
    }
  }
};

}  // namespace nlbsim::fake_aws
