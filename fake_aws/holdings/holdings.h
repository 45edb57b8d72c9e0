// What an account holds when a world begins, in AWS's own words: each list is that of the answer of the operation of
// its name (Vpcs of DescribeVpcs, LoadBalancers of DescribeLoadBalancers, ...), of the same type. What AWS answers for
// one resource at a time without naming it stands with that resource's ARN: certificates, attributes, targets.
//
//   auto state = hold(holdings, settings, now);   // every id, ARN, name and address as told
//   account.begin_with(*std::move(state));
//
// A reader of JSON is fake_aws/wire/holdings_json.h's.
#pragma once

#include <string>
#include <vector>

#include "api/aws/acm.h"
#include "api/aws/ec2.h"
#include "api/aws/ec2_address.h"
#include "api/aws/ec2_network.h"
#include "api/aws/ec2_security.h"
#include "api/aws/elbv2.h"
#include "fake_aws/settings.h"
#include "fake_aws/state.h"
#include "sim/result.h"

namespace nlbsim::fake_aws {

struct HeldAttributes {
  std::string ResourceArn;  // of a load balancer, a listener or a target group
  std::vector<aws::Attribute> Attributes;
};

struct HeldTargets {
  std::string TargetGroupArn;
  std::vector<aws::TargetHealthDescription> TargetHealthDescriptions;
};

struct HeldCertificates {
  std::string ListenerArn;
  std::vector<aws::Certificate> Certificates;  // the default one may be among them
};

struct Holdings {
  std::vector<ec2::AvailabilityZone> AvailabilityZones;
  std::vector<ec2::Vpc> Vpcs;
  std::vector<ec2::Subnet> Subnets;
  std::vector<ec2::InternetGateway> InternetGateways;
  std::vector<ec2::RouteTable> RouteTables;
  std::vector<ec2::SecurityGroup> SecurityGroups;
  std::vector<ec2::SecurityGroupRule> SecurityGroupRules;  // their ids and tags; the groups tell what they let in
  std::vector<ec2::Reservation> Reservations;
  std::vector<ec2::Address> Addresses;
  std::vector<aws::acm::CertificateDetail> CertificateDetails;
  std::vector<aws::LoadBalancer> LoadBalancers;  // of type network
  std::vector<aws::Listener> Listeners;
  std::vector<HeldCertificates> ListenerCertificates;
  std::vector<aws::Rule> Rules;  // the default ones
  std::vector<aws::TargetGroup> TargetGroups;
  std::vector<HeldTargets> Targets;
  std::vector<HeldAttributes> Attributes;
  std::vector<aws::TagDescription> TagDescriptions;  // of load balancers, listeners, rules and target groups
};

// The state of an account that holds all of this and nothing else. What was under way is over at the first moment: a
// load balancer that was provisioning is active, a target that was checked is healthy, one that drained is gone.
// Error code "InvalidHoldings": something refers to what is not there, or stands twice; the message says what, and
// which command would tell it.
Result<State> hold(const Holdings& holdings, const Settings& settings, sim::Instant now);

// ---- the parts of hold ----
Result<void> hold_network(const Holdings& holdings, State& state);
Result<void> hold_instances(const Holdings& holdings, State& state);
Result<void> hold_load_balancing(const Holdings& holdings, const Settings& settings, sim::Instant now, State& state);
Result<void> hold_targets(const Holdings& holdings, State& state);

}  // namespace nlbsim::fake_aws
