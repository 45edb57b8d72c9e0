#include "engine/deploy/load_balancer_plan.h"

#include <algorithm>

#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kNetwork = "network";
constexpr std::string_view kOff = "off";  // no prefix for source NAT of IPv6: none of our NLBs has IPv6

bool same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

std::vector<aws::SubnetMapping> mappings(const std::vector<std::string>& subnet_ids) {
  std::vector<aws::SubnetMapping> out;
  out.reserve(subnet_ids.size());
  for (const std::string& id : subnet_ids) out.emplace_back().SubnetId = id;
  return out;
}

std::vector<std::string> subnets_of(const aws::LoadBalancer& load_balancer) {
  std::vector<std::string> out;
  out.reserve(load_balancer.AvailabilityZones.size());
  for (const auto& zone : load_balancer.AvailabilityZones) out.push_back(zone.SubnetId);
  return out;
}

}  // namespace

bool load_balancer_replaced(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& found) {
  return found.resource.Type != kNetwork || found.resource.Scheme != desired.scheme;
}

PlannedCall plan_load_balancer_create(const DesiredLoadBalancer& desired, std::vector<std::string> group_ids) {
  aws::CreateLoadBalancer::Request request;
  request.Name = desired.name;
  request.SubnetMappings = mappings(desired.subnet_ids);
  request.SecurityGroups = std::move(group_ids);
  request.Scheme = desired.scheme;
  request.Tags = aws::to_tags(desired.tags);
  request.Type = kNetwork;
  request.IpAddressType = desired.ip_address_type;
  request.EnablePrefixForIpv6SourceNat = kOff;
  return plan_call<aws::CreateLoadBalancer>(desired.id, "the stack has no load balancer", std::move(request));
}

Plan plan_load_balancer_update(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& actual,
                               std::vector<std::string> group_ids, const std::string& cluster) {
  const std::string& arn = actual.resource.LoadBalancerArn;
  Plan plan = plan_tags(desired.id, arn, tag_difference(desired.tags, *actual.tags, cluster));
  if (!same_set(group_ids, actual.resource.SecurityGroups)) {
    aws::SetSecurityGroups::Request request;
    request.LoadBalancerArn = arn;
    request.SecurityGroups = std::move(group_ids);
    plan.push_back(plan_call<aws::SetSecurityGroups>(desired.id, "security groups differ", std::move(request)));
  }
  if (!same_set(desired.subnet_ids, subnets_of(actual.resource))) {
    aws::SetSubnets::Request request;
    request.LoadBalancerArn = arn;
    request.SubnetMappings = mappings(desired.subnet_ids);
    request.EnablePrefixForIpv6SourceNat = kOff;
    plan.push_back(plan_call<aws::SetSubnets>(desired.id, "subnets differ", std::move(request)));
  }
  return plan;
}

}  // namespace nlbsim::engine
