#include "engine/deploy/load_balancer_plan.h"

#include <algorithm>

#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kNetwork = "network";
constexpr std::string_view kDeletionProtection = "deletion_protection.enabled";
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

std::vector<std::string> group_ids(const DesiredLoadBalancer& desired, const References& references) {
  std::vector<std::string> ids;
  for (const SecurityGroupReference& group : desired.security_groups) {
    ids.push_back(group.resource_id.empty() ? group.group_id
                                            : references.at(security_group_reference(group.resource_id)));
  }
  return ids;
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

PlannedCall plan_load_balancer_create(const DesiredLoadBalancer& desired) {
  const auto make = [desired](const References& references) {
    aws::CreateLoadBalancer::Request request;
    request.Name = desired.name;
    request.SubnetMappings = mappings(desired.subnet_ids);
    request.SecurityGroups = group_ids(desired, references);
    request.Scheme = desired.scheme;
    request.Tags = aws::to_tags(desired.tags);
    request.Type = kNetwork;
    request.IpAddressType = desired.ip_address_type;
    request.EnablePrefixForIpv6SourceNat = kOff;
    return request;
  };
  auto planned =
      plan_call_with<aws::CreateLoadBalancer>("load balancer " + desired.name, "the stack has no load balancer", make);
  planned.gives = kLoadBalancerReference;
  planned.whole = true;
  return planned;
}

Plan plan_load_balancer_update(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& actual,
                               const References& known, const std::string& cluster) {
  const std::string& arn = actual.resource.LoadBalancerArn;
  const std::string object = "load balancer " + actual.resource.LoadBalancerName;
  Plan plan = plan_tags(object, arn, tag_difference(desired.tags, *actual.tags, cluster));
  if (!same_set(group_ids(desired, known), actual.resource.SecurityGroups)) {
    const auto make = [desired, arn](const References& references) {
      aws::SetSecurityGroups::Request request;
      request.LoadBalancerArn = arn;
      request.SecurityGroups = group_ids(desired, references);
      return request;
    };
    plan.push_back(plan_call_with<aws::SetSecurityGroups>(object, "security groups differ", make));
  }
  if (!same_set(desired.subnet_ids, subnets_of(actual.resource))) {
    aws::SetSubnets::Request request;
    request.LoadBalancerArn = arn;
    request.SubnetMappings = mappings(desired.subnet_ids);
    request.EnablePrefixForIpv6SourceNat = kOff;
    plan.push_back(plan_call<aws::SetSubnets>(object, "subnets differ", std::move(request)));
  }
  return plan;
}

Plan plan_load_balancer_delete(const aws::LoadBalancer& load_balancer, bool protected_) {
  const std::string object = "load balancer " + load_balancer.LoadBalancerName;
  Plan plan;
  if (protected_) {
    aws::ModifyLoadBalancerAttributes::Request request;
    request.LoadBalancerArn = load_balancer.LoadBalancerArn;
    request.Attributes.push_back({std::string(kDeletionProtection), "false"});
    plan.push_back(plan_call<aws::ModifyLoadBalancerAttributes>(object, "it has to go", std::move(request)));
  }
  aws::DeleteLoadBalancer::Request request;
  request.LoadBalancerArn = load_balancer.LoadBalancerArn;
  auto planned = plan_call<aws::DeleteLoadBalancer>(object, "the stack does not ask for it", std::move(request));
  if (protected_) planned.after.push_back(0);
  plan.push_back(std::move(planned));
  return plan;
}

}  // namespace nlbsim::engine
