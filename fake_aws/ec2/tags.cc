#include "fake_aws/ec2/tags.h"

#include <cassert>
#include <set>
#include <type_traits>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// Calls f(entry, kind name) with the resource of that id.
template <class F>
Result<void> with_resource(Network& network, std::string_view id, F f) {
  const auto in = [&](auto& all, const IdKind& kind, std::string_view name) -> Result<void> {
    const auto found = all.find(id);
    if (found == all.end()) return no_such_id(kind, id);
    f(found->second, name);
    return {};
  };
  if (id.starts_with(kGroupId.prefix)) return in(network.security_groups, kGroupId, "SecurityGroup");
  if (id.starts_with(kSubnetId.prefix)) return in(network.subnets, kSubnetId, "Subnet");
  if (id.starts_with(kInstanceId.prefix)) return in(network.instances, kInstanceId, "Instance");
  if (id.starts_with(kVpcId.prefix)) return in(network.vpcs, kVpcId, "Vpc");
  if (id.starts_with(kRouteTableId.prefix)) return in(network.route_tables, kRouteTableId, "RouteTable");
  if (id.starts_with(kInternetGatewayId.prefix))
    return in(network.internet_gateways, kInternetGatewayId, "InternetGateway");
  if (id.starts_with(kAllocationId.prefix)) return in(network.elastic_ips, kAllocationId, "Address");
  if (id.starts_with(kNetworkInterfaceId.prefix))
    return in(network.interfaces, kNetworkInterfaceId, "NetworkInterface");
  if (id.starts_with(kSecurityGroupRuleId.prefix)) {
    for (auto& [group_id, group] : network.security_groups)
      for (Rules* rules : {&group.ingress, &group.egress})
        for (auto& [rule, entry] : *rules)
          if (entry.id == id) {
            f(entry, "SecurityGroupRule");
            return {};
          }
    return no_such_id(kSecurityGroupRuleId, id);
  }
  return refuse(code::kInvalidId, "The ID '" + std::string(id) + "' is not valid");
}

}  // namespace

Result<void> check_ec2_tags(const ActionContext& context, const std::vector<aws::Tag>& tags,
                            const aws::TagMap& present) {
  constexpr std::size_t kMaxKey = 128;
  constexpr std::size_t kMaxValue = 256;
  std::set<std::string_view> keys;
  std::size_t added = 0;
  for (const aws::Tag& tag : tags) {
    if (tag.Key.empty() || tag.Key.size() > kMaxKey || tag.Value.size() > kMaxValue)
      return refuse(code::kInvalidParameterValue,
                    "Tag key '" + tag.Key + "': a key has 1 to 128 characters and a value at most 256");
    if (tag.Key.starts_with("aws:"))
      return refuse(code::kInvalidParameterValue,
                    "Tag keys starting with 'aws:' are reserved for internal use: '" + tag.Key + "'");
    if (!keys.insert(tag.Key).second)
      return refuse(code::kInvalidParameterValue, "Duplicate tag key '" + tag.Key + "' specified.");
    if (!present.contains(tag.Key)) ++added;
  }
  if (present.size() + added > context.settings.quotas.tags)
    return refuse(code::kTagLimitExceeded,
                  "The maximum number of tags on a resource is " + std::to_string(context.settings.quotas.tags));
  return {};
}

Result<aws::TagMap> specified_tags(const ActionContext& context,
                                   const std::vector<ec2::TagSpecification>& specifications,
                                   std::string_view resource_type) {
  std::vector<aws::Tag> tags;
  for (const ec2::TagSpecification& specification : specifications) {
    if (specification.ResourceType != resource_type)
      return refuse(code::kInvalidParameterValue,
                    "'" + specification.ResourceType + "' is not a valid taggable resource type for this operation.");
    tags.insert(tags.end(), specification.Tags.begin(), specification.Tags.end());
  }
  if (auto valid = check_ec2_tags(context, tags); !valid) return sim::forward(valid.error());
  return aws::to_map(tags);
}

Result<const aws::TagMap*> find_ec2_tags(const ActionContext& context, std::string_view id) {
  const aws::TagMap* tags = nullptr;
  auto found =
      with_resource(context.state.network, id, [&](const auto& entry, std::string_view) { tags = &entry.tags; });
  if (!found) return sim::forward(found.error());
  return tags;
}

void store_ec2_tags(const ActionContext& context, const std::string& id, aws::TagMap tags) {
  Network& network = context.state.network;
  const auto store = [&](auto& entry, std::string_view kind) {
    if (entry.tags == tags) return;
    if constexpr (std::is_same_v<decltype(entry), SecurityGroupEntry&>)
      network.tag_security_group(entry, std::move(tags));
    else entry.tags = std::move(tags);
    context.record(std::string(kind), id, "modified");
  };
  const auto stored = with_resource(network, id, store);
  assert(stored);
}

}  // namespace nlbsim::fake_aws
