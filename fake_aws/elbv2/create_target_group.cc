#include <algorithm>
#include <array>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/names.h"
#include "fake_aws/elbv2/tags.h"
#include "fake_aws/elbv2/target_group_settings.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Request = aws::CreateTargetGroup::Request;

constexpr std::array<std::string_view, 6> kProtocols = {"TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"};
constexpr std::array<std::string_view, 3> kTargetTypes = {"instance", "ip", "alb"};

Result<void> check_members(const Request& request) {
  if (auto valid = check_target_group_name(request.Name); !valid) return valid;
  if (!request.Port) return refuse(code::kValidationError, "A port must be specified");
  if (*request.Port < 1 || *request.Port > 65535)
    return refuse(code::kValidationError,
                  "Target group port '" + std::to_string(*request.Port) + "' must be from 1 to 65535");
  if (request.Protocol.empty()) return refuse(code::kValidationError, "A protocol must be specified");
  if (std::ranges::find(kProtocols, request.Protocol) == kProtocols.end())
    return refuse(code::kValidationError, "Target group protocol '" + request.Protocol +
                                              "' must be one of TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC: this account "
                                              "has network load balancers only");
  if (!request.TargetType.empty() && std::ranges::find(kTargetTypes, request.TargetType) == kTargetTypes.end())
    return not_in_enum("targetType", request.TargetType, "instance, ip, alb");
  if (request.TargetType == "alb" && request.Protocol != "TCP")
    return refuse(code::kValidationError, "Target groups with target type 'alb' need protocol TCP");
  if (!request.IpAddressType.empty() && request.IpAddressType != "ipv4" && request.IpAddressType != "ipv6")
    return not_in_enum("ipAddressType", request.IpAddressType, "ipv4, ipv6");
  return {};
}

aws::TargetGroup describe(const Request& request) {
  aws::TargetGroup group;
  group.TargetGroupName = request.Name;
  group.Protocol = request.Protocol;
  group.Port = *request.Port;
  group.VpcId = request.VpcId;
  group.TargetType = request.TargetType.empty() ? "instance" : request.TargetType;
  group.IpAddressType = request.IpAddressType.empty() ? "ipv4" : request.IpAddressType;
  default_health_check(group);
  apply_health_check(group, request);
  if (!request.HealthCheckTimeoutSeconds) group.HealthCheckTimeoutSeconds = default_timeout_seconds(group);
  return group;
}

bool same_settings(const TargetGroupEntry& existing, const Request& request, aws::TargetGroup wanted) {
  wanted.TargetGroupArn = existing.description.TargetGroupArn;
  wanted.LoadBalancerArns = existing.description.LoadBalancerArns;
  return wanted == existing.description && existing.tags == aws::to_map(request.Tags);
}

}  // namespace

template <>
Answer<aws::CreateTargetGroup> act<aws::CreateTargetGroup>(const ActionContext& context,
                                                           const aws::CreateTargetGroup::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  if (auto valid = check_members(request); !valid) return sim::forward(valid.error());
  if (request.VpcId.empty()) return refuse(code::kValidationError, "A VPC ID must be specified");
  if (!context.state.network.vpcs.contains(request.VpcId))
    return refuse(code::kValidationError, "The VPC ID '" + request.VpcId + "' is not found");
  aws::TargetGroup wanted = describe(request);
  if (auto valid = check_health_check(wanted); !valid) return sim::forward(valid.error());
  if (const auto named = load_balancing.target_group_arns.find(request.Name);
      named != load_balancing.target_group_arns.end()) {
    const TargetGroupEntry& existing = load_balancing.target_groups.find(named->second)->second;
    if (same_settings(existing, request, std::move(wanted)))
      return aws::CreateTargetGroup::Response{{existing.description}};
    return refuse(code::kDuplicateTargetGroupName,
                  "A target group with the same name '" + request.Name + "' exists, but with different settings");
  }
  if (load_balancing.target_groups.size() >= context.settings.quotas.target_groups)
    return refuse(code::kTooManyTargetGroups,
                  "The maximum number of target groups is " + std::to_string(context.settings.quotas.target_groups));
  if (auto valid = check_tags(context, request.Tags); !valid) return sim::forward(valid.error());

  const std::uint64_t id = load_balancing.mint.next("targetgroup", request.Name);
  wanted.TargetGroupArn = target_group_arn(context.settings, request.Name, id);
  TargetGroupEntry entry;
  entry.description = std::move(wanted);
  entry.tags = aws::to_map(request.Tags);
  const std::string arn = entry.description.TargetGroupArn;
  load_balancing.target_group_arns.emplace(request.Name, arn);
  context.record("TargetGroup", arn, "created");
  const auto added = load_balancing.target_groups.emplace(arn, std::move(entry)).first;
  return aws::CreateTargetGroup::Response{{added->second.description}};
}

}  // namespace nlbsim::fake_aws
