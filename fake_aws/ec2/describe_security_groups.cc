#include <algorithm>
#include <optional>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

namespace {

using Entry = SecurityGroupEntry;
using Peer = SecurityGroupRule::Peer;

template <Rules Entry::* direction, class Predicate>
bool any_rule(const Entry& group, Predicate predicate) {
  return std::ranges::any_of(group.*direction, [&](const auto& item) { return predicate(item.first); });
}

template <Rules Entry::* direction, Peer kind>
bool peer(const Entry& group, const aws::Filter& f) {
  return any_rule<direction>(group,
                             [&f](const SecurityGroupRule& r) { return r.peer_kind == kind && accepts(f, r.peer); });
}

template <Rules Entry::* direction, std::int32_t SecurityGroupRule::* end>
bool port(const Entry& group, const aws::Filter& f) {
  return any_rule<direction>(group, [&f](const SecurityGroupRule& r) { return accepts(f, std::to_string(r.*end)); });
}

template <Rules Entry::* direction>
bool protocol(const Entry& group, const aws::Filter& f) {
  return any_rule<direction>(group, [&f](const SecurityGroupRule& r) { return accepts(f, r.protocol); });
}

constexpr auto kIngress = &Entry::ingress;
constexpr auto kEgress = &Entry::egress;

constexpr FilterField<Entry> kFields[] = {
    {"group-id", [](const Entry& g, const aws::Filter& f) { return accepts(f, g.description.GroupId); }},
    {"group-name", [](const Entry& g, const aws::Filter& f) { return accepts(f, g.description.GroupName); }},
    {"vpc-id", [](const Entry& g, const aws::Filter& f) { return accepts(f, g.description.VpcId); }},
    {"description", [](const Entry& g, const aws::Filter& f) { return accepts(f, g.description.Description); }},
    {"owner-id", [](const Entry& g, const aws::Filter& f) { return accepts(f, g.description.OwnerId); }},
    {"ip-permission.cidr", peer<kIngress, Peer::ipv4>},
    {"ip-permission.ipv6-cidr", peer<kIngress, Peer::ipv6>},
    {"ip-permission.group-id", peer<kIngress, Peer::group>},
    {"ip-permission.protocol", protocol<kIngress>},
    {"ip-permission.from-port", port<kIngress, &SecurityGroupRule::from>},
    {"ip-permission.to-port", port<kIngress, &SecurityGroupRule::to>},
    {"egress.ip-permission.cidr", peer<kEgress, Peer::ipv4>},
    {"egress.ip-permission.ipv6-cidr", peer<kEgress, Peer::ipv6>},
    {"egress.ip-permission.group-id", peer<kEgress, Peer::group>},
    {"egress.ip-permission.protocol", protocol<kEgress>},
    {"egress.ip-permission.from-port", port<kEgress, &SecurityGroupRule::from>},
    {"egress.ip-permission.to-port", port<kEgress, &SecurityGroupRule::to>},
};

// Ids of the groups that one filter on an exact tag can accept; the smallest such set of the request. Absent if no
// filter is of that form: every group has to be looked at.
std::optional<std::set<std::string>> narrow(const Network& network, const std::vector<aws::Filter>& filters) {
  constexpr std::string_view kTag = "tag:";
  std::optional<std::set<std::string>> smallest;
  for (const aws::Filter& filter : filters) {
    if (!filter.Name.starts_with(kTag)) continue;
    std::set<std::string> ids;
    bool exact = true;
    for (const std::string& value : filter.Values) {
      exact = exact && value.find_first_of("*?") == value.npos;
      const auto tagged = network.tagged_groups.find({filter.Name.substr(kTag.size()), value});
      if (exact && tagged != network.tagged_groups.end()) ids.insert(tagged->second.begin(), tagged->second.end());
    }
    if (exact && (!smallest || ids.size() < smallest->size())) smallest = std::move(ids);
    if (smallest && smallest->empty()) break;
  }
  return smallest;
}

}  // namespace

template <>
Answer<ec2::DescribeSecurityGroups> act<ec2::DescribeSecurityGroups>(
    const ActionContext& context, const ec2::DescribeSecurityGroups::Request& request) {
  const Network& network = context.state.network;
  ec2::DescribeSecurityGroups::Response response;
  const auto add = [&](const SecurityGroupEntry& entry) { response.SecurityGroups.push_back(describe(entry)); };
  const Selection selection{request.GroupIds, request.Filters, request.MaxResults, request.NextToken};
  const auto candidates = narrow(network, request.Filters);
  auto next = select<SecurityGroupEntry>(network.security_groups, selection, kGroupId, kFields, add,
                                         candidates ? &*candidates : nullptr);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
