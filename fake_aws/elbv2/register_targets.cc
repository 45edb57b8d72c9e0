#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/cidr_blocks.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

struct Registration {
  TargetKey key;
  TargetEntry entry;
};

bool is_public(std::uint32_t address) {
  static const CidrV4 kPrivate[] = {*parse_cidr_v4("10.0.0.0/8"), *parse_cidr_v4("172.16.0.0/12"),
                                    *parse_cidr_v4("192.168.0.0/16"), *parse_cidr_v4("100.64.0.0/10")};
  return std::ranges::none_of(kPrivate, [address](const CidrV4& block) { return block.contains(address); });
}

Result<TargetEntry> check_instance(const ActionContext& context, const aws::TargetGroup& group,
                                   const aws::TargetDescription& target) {
  if (!target.Id.starts_with("i-"))
    return refuse(code::kValidationError, "The target ID '" + target.Id + "' is not an instance ID");
  if (group.IpAddressType == "ipv6")
    return refuse(code::kInvalidTarget, "The following targets have no primary IPv6 address: '" + target.Id + "'");
  if (!target.AvailabilityZone.empty())
    return refuse(code::kValidationError,
                  "You cannot specify an Availability Zone for targets of target type 'instance'");
  const auto& instances = context.state.network.instances;
  const auto found = instances.find(target.Id);
  if (found == instances.end() || found->second.description.VpcId != group.VpcId)
    return refuse(code::kInvalidTarget,
                  "The following targets are not instances of VPC '" + group.VpcId + "': '" + target.Id + "'");
  if (found->second.description.State.Name != "running")
    return refuse(code::kInvalidTarget,
                  "The following targets are not in a running state and cannot be registered: '" + target.Id + "'");
  TargetEntry entry;
  entry.zone = found->second.zone;
  return entry;
}

Result<TargetEntry> check_ipv6_address(const ActionContext& context, const aws::TargetGroup& group,
                                       const aws::TargetDescription& target) {
  const auto wrong = [&](std::string_view why) {
    return refuse(code::kValidationError, "The IP address '" + target.Id + "' " + std::string(why));
  };
  const auto address = parse_ip_v6(target.Id);
  if (!address) return wrong("is not a valid IPv6 address");
  for (const auto& [id, subnet] : context.state.network.subnets) {
    if (subnet.description.VpcId != group.VpcId || !holds(subnet, *address)) continue;
    const std::string& zone = subnet.description.AvailabilityZone;
    if (!target.AvailabilityZone.empty() && target.AvailabilityZone != zone)
      return wrong("is in Availability Zone '" + zone + "'");
    TargetEntry entry;
    entry.availability_zone = entry.zone = zone;
    return entry;
  }
  return wrong("is not in an IPv6 CIDR block of a subnet of VPC '" + group.VpcId + "'");
}

// The zone of an address of the VPC's subnets is known; that of any other has to be told.
Result<TargetEntry> check_address(const ActionContext& context, const aws::TargetGroup& group,
                                  const aws::TargetDescription& target) {
  if (group.IpAddressType == "ipv6") return check_ipv6_address(context, group, target);
  const auto wrong = [&target] {
    return refuse(code::kValidationError,
                  "The IP address '" + target.Id + "' is not a valid private IPv4 address for a target");
  };
  const auto address = parse_ip_v4(target.Id);
  if (!address) return wrong();
  const Network& network = context.state.network;
  const auto subnet = std::ranges::find_if(network.subnets, [&](const auto& item) {
    return item.second.description.VpcId == group.VpcId && item.second.cidr.contains(*address);
  });
  const std::string& zone = target.AvailabilityZone;
  TargetEntry entry;
  if (subnet != network.subnets.end()) {
    entry.zone = subnet->second.description.AvailabilityZone;
    if (zone == "all")
      return refuse(code::kValidationError,
                    "The IP address '" + target.Id +
                        "' is within the VPC, and cannot have its Availability Zone overridden to 'all' from '" +
                        entry.zone + "'");
    if (!zone.empty() && zone != entry.zone)
      return refuse(code::kValidationError,
                    "The IP address '" + target.Id + "' is in Availability Zone '" + entry.zone + "'");
    entry.availability_zone = entry.zone;
    return entry;
  }
  if (is_public(*address)) return wrong();
  if (zone.empty())
    return refuse(code::kValidationError,
                  "The Availability Zone is required for IP address '" + target.Id + "' because it is not in the VPC");
  if (zone != "all" && !network.zones.contains(zone))
    return refuse(
        code::kValidationError,
        "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since "
        "the IP address '" +
            target.Id + "' is outside the VPC");
  entry.availability_zone = zone;
  if (zone != "all") entry.zone = zone;
  return entry;
}

Result<Registration> check_target(const ActionContext& context, const aws::TargetGroup& group,
                                  const aws::TargetDescription& target) {
  const std::int32_t port = target.Port.value_or(group.Port);
  if (target.Id.empty()) return missing("targets.1.member.id");
  if (port < 1 || port > 65535)
    return refuse(code::kValidationError, "Target port '" + std::to_string(port) + "' must be from 1 to 65535");
  if (group.Protocol == "QUIC" || group.Protocol == "TCP_QUIC")
    return refuse(code::kValidationError,
                  "Targets of a target group with the " + group.Protocol + " protocol need a QUIC server ID");
  // An Application Load Balancer would be such a target; this account has none.
  if (group.TargetType == "alb")
    return refuse(code::kInvalidTarget, "The following targets do not exist: '" + target.Id + "'");
  auto entry =
      group.TargetType == "ip" ? check_address(context, group, target) : check_instance(context, group, target);
  if (!entry) return sim::forward(entry.error());
  return Registration{{target.Id, port}, std::move(*entry)};
}

Result<void> check_limits(const ActionContext& context, const TargetGroupEntry& group,
                          const std::vector<Registration>& registrations) {
  std::set<TargetKey> added;
  std::vector<std::string> zones;
  for (const Registration& one : registrations)
    if (!group.targets.contains(one.key) && added.insert(one.key).second) zones.push_back(one.entry.zone);
  const std::size_t limit = context.settings.quotas.targets_per_target_group;
  if (group.targets.size() + zones.size() > limit)
    return refuse(code::kTooManyTargets, "The maximum number of targets per target group is " + std::to_string(limit));
  if (group.description.LoadBalancerArns.empty()) return {};
  const LoadBalancing& load_balancing = context.state.load_balancing;
  const LoadBalancerEntry& owner =
      load_balancing.load_balancers.find(group.description.LoadBalancerArns.front())->second;
  return check_target_limits(context, owner, target_groups_of(load_balancing, owner), zones, cross_zone(owner));
}

}  // namespace

template <>
Answer<aws::RegisterTargets> act<aws::RegisterTargets>(const ActionContext& context,
                                                       const aws::RegisterTargets::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  if (request.Targets.empty()) return missing("targets");
  TargetGroupEntry& group = **found;
  std::vector<Registration> registrations;
  registrations.reserve(request.Targets.size());
  for (const aws::TargetDescription& target : request.Targets) {
    auto registration = check_target(context, group.description, target);
    if (!registration) return sim::forward(registration.error());
    registrations.push_back(std::move(*registration));
  }
  if (auto valid = check_limits(context, group, registrations); !valid) return sim::forward(valid.error());
  RegistrationDelay delay;
  for (Registration& one : registrations) register_target(context, group, one.key, std::move(one.entry), delay);
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
