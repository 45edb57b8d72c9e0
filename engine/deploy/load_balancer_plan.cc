#include "engine/deploy/load_balancer_plan.h"

#include <algorithm>

#include "api/aws/elbv2_more.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kDeletionProtection = "deletion_protection.enabled";

const char* on_or_off(bool on) { return on ? "on" : "off"; }

bool same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

std::vector<aws::SubnetMapping> mappings(const DesiredLoadBalancer& desired) {
  std::vector<aws::SubnetMapping> out;
  out.reserve(desired.subnet_ids.size());
  for (const std::string& id : desired.subnet_ids) {
    const auto fixed = desired.fixed_addresses.find(id);
    if (fixed == desired.fixed_addresses.end()) out.emplace_back().SubnetId = id;
    else out.push_back(fixed->second);
  }
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

// An address that is asked for and that the load balancer does not have. AWS gives each address when the subnet joins
// and refuses another; its answer tells the owner.
bool addresses_differ(const DesiredLoadBalancer& desired, const aws::LoadBalancer& actual) {
  const auto lacks = [](const aws::AvailabilityZone& zone, const std::string& wanted,
                        std::string aws::LoadBalancerAddress::* member) {
    return !wanted.empty() &&
           std::ranges::find(zone.LoadBalancerAddresses, wanted, member) == zone.LoadBalancerAddresses.end();
  };
  for (const aws::AvailabilityZone& zone : actual.AvailabilityZones) {
    const auto fixed = desired.fixed_addresses.find(zone.SubnetId);
    if (fixed == desired.fixed_addresses.end()) continue;
    const aws::SubnetMapping& wanted = fixed->second;
    if (lacks(zone, wanted.AllocationId, &aws::LoadBalancerAddress::AllocationId) ||
        lacks(zone, wanted.PrivateIPv4Address, &aws::LoadBalancerAddress::PrivateIPv4Address) ||
        lacks(zone, wanted.IPv6Address, &aws::LoadBalancerAddress::IPv6Address))
      return true;
  }
  return false;
}

bool subnets_differ(const DesiredLoadBalancer& desired, const aws::LoadBalancer& actual) {
  const bool prefixes = actual.EnablePrefixForIpv6SourceNat == "on";
  return !same_set(desired.subnet_ids, subnets_of(actual)) || prefixes != desired.source_nat_prefixes ||
         addresses_differ(desired, actual);
}

// `arn` is empty while the load balancer is yet to be made.
PlannedCall plan_security_groups(const DesiredLoadBalancer& desired, const std::string& arn, const std::string& object,
                                 std::string reason) {
  auto make = [desired, arn](const References& references) {
    aws::SetSecurityGroups::Request request;
    request.LoadBalancerArn = arn.empty() ? references.at(kLoadBalancerReference) : arn;
    request.SecurityGroups = group_ids(desired, references);
    request.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = desired.privatelink_inbound_rules;
    return request;
  };
  return plan_call_with<aws::SetSecurityGroups>(object, std::move(reason), std::move(make));
}

PlannedCall plan_capacity(const std::string& object, std::int32_t units) {
  auto make = [units](const References& references) {
    aws::ModifyCapacityReservation::Request request;
    request.LoadBalancerArn = references.at(kLoadBalancerReference);
    if (units == 0) request.ResetCapacityReservation = true;
    else request.MinimumLoadBalancerCapacity = aws::MinimumLoadBalancerCapacity{units};
    return request;
  };
  return plan_call_with<aws::ModifyCapacityReservation>(
      object, units == 0 ? "nobody asks for reserved capacity any more" : "another capacity is asked for",
      std::move(make));
}

}  // namespace

bool load_balancer_replaced(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& found) {
  return found.resource.Type != kNetworkType || found.resource.Scheme != desired.scheme;
}

PlannedCall plan_load_balancer_create(const DesiredLoadBalancer& desired) {
  auto make = [desired](const References& references) {
    aws::CreateLoadBalancer::Request request;
    request.Name = desired.name;
    request.SubnetMappings = mappings(desired);
    request.SecurityGroups = group_ids(desired, references);
    request.Scheme = desired.scheme;
    request.Tags = aws::to_tags(desired.tags);
    request.Type = kNetworkType;
    request.IpAddressType = desired.ip_address_type;
    request.EnablePrefixForIpv6SourceNat = on_or_off(desired.source_nat_prefixes);
    return request;
  };
  auto planned = plan_call_with<aws::CreateLoadBalancer>("load balancer " + desired.name,
                                                         "the stack has no load balancer", std::move(make));
  planned.gives = kLoadBalancerReference;
  planned.whole = true;
  return planned;
}

Plan plan_load_balancer_update(const DesiredLoadBalancer& desired, const TrackedLoadBalancer& actual,
                               const References& known, const std::string& cluster) {
  const std::string& arn = actual.resource.LoadBalancerArn;
  const std::string object = "load balancer " + actual.resource.LoadBalancerName;
  Plan plan = plan_tags(object, arn, tag_difference(desired.tags, *actual.tags, cluster));
  const std::string& enforced = actual.resource.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  const bool other_rules = !desired.privatelink_inbound_rules.empty() && desired.privatelink_inbound_rules != enforced;
  if (!same_set(group_ids(desired, known), actual.resource.SecurityGroups))
    plan.push_back(plan_security_groups(desired, arn, object, "security groups differ"));
  else if (other_rules) plan.push_back(plan_security_groups(desired, arn, object, "rules for PrivateLink differ"));
  if (subnets_differ(desired, actual.resource)) {
    aws::SetSubnets::Request request;
    request.LoadBalancerArn = arn;
    request.SubnetMappings = mappings(desired);
    request.EnablePrefixForIpv6SourceNat = on_or_off(desired.source_nat_prefixes);
    plan.push_back(plan_call<aws::SetSubnets>(object, "subnets differ", std::move(request)));
  }
  const std::string& type = actual.resource.IpAddressType;
  if (!type.empty() && desired.ip_address_type != type) {
    aws::SetIpAddressType::Request request;
    request.LoadBalancerArn = arn;
    request.IpAddressType = desired.ip_address_type;
    plan.push_back(plan_call<aws::SetIpAddressType>(object, "the type of addresses differs", std::move(request)));
  }
  return plan;
}

Plan plan_load_balancer_settings(const DesiredLoadBalancer& desired, const aws::LoadBalancer* actual,
                                 const ActualStack& read) {
  const bool by_default =
      desired.attributes.empty() && desired.privatelink_inbound_rules.empty() && !desired.capacity_units;
  if (by_default) return {};
  const std::string object = "load balancer " + (actual ? actual->LoadBalancerName : desired.name);
  const auto attributes = read.attributes.find(actual ? actual->LoadBalancerArn : std::string());
  const bool known = attributes != read.attributes.end();
  Plan plan = plan_attributes<aws::ModifyLoadBalancerAttributes>(
      object, kLoadBalancerReference, &aws::ModifyLoadBalancerAttributes::Request::LoadBalancerArn,
      missing_attributes(desired.attributes, known ? attributes->second : std::vector<aws::Attribute>()));
  // A new one has the rules on.
  if (!actual && desired.privatelink_inbound_rules == "off")
    plan.push_back(plan_security_groups(desired, {}, object, "rules for PrivateLink differ"));
  // Capacity can be reserved once the load balancer is active.
  const bool active = actual && actual->State.Code.starts_with(kActiveState);
  if (active && desired.capacity_units && read.capacity_units != desired.capacity_units)
    plan.push_back(plan_capacity(object, *desired.capacity_units));
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
