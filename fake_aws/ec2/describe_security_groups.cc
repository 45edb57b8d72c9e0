#include <algorithm>
#include <optional>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/security_group_rules.h"

namespace nlbsim::fake_aws {

namespace {

template <class Predicate>
bool any_rule(const Rules& rules, Predicate predicate) {
  return std::ranges::any_of(rules, [&](const auto& item) { return predicate(item.first); });
}

constexpr FilterField<SecurityGroupEntry> kFields[] = {
    {"group-id", [](const SecurityGroupEntry& g, const aws::Filter& f) { return accepts(f, g.description.GroupId); }},
    {"group-name",
     [](const SecurityGroupEntry& g, const aws::Filter& f) { return accepts(f, g.description.GroupName); }},
    {"vpc-id", [](const SecurityGroupEntry& g, const aws::Filter& f) { return accepts(f, g.description.VpcId); }},
    {"description",
     [](const SecurityGroupEntry& g, const aws::Filter& f) { return accepts(f, g.description.Description); }},
    {"owner-id", [](const SecurityGroupEntry& g, const aws::Filter& f) { return accepts(f, g.description.OwnerId); }},
    {"ip-permission.cidr",
     [](const SecurityGroupEntry& g, const aws::Filter& f) {
       return any_rule(g.ingress, [&f](const SecurityGroupRule& rule) {
         return rule.peer_kind == SecurityGroupRule::Peer::ipv4 && accepts(f, rule.peer);
       });
     }},
    {"ip-permission.group-id",
     [](const SecurityGroupEntry& g, const aws::Filter& f) {
       return any_rule(g.ingress, [&f](const SecurityGroupRule& rule) {
         return rule.peer_kind == SecurityGroupRule::Peer::group && accepts(f, rule.peer);
       });
     }},
    {"ip-permission.protocol",
     [](const SecurityGroupEntry& g, const aws::Filter& f) {
       return any_rule(g.ingress, [&f](const SecurityGroupRule& rule) { return accepts(f, rule.protocol); });
     }},
    {"ip-permission.from-port",
     [](const SecurityGroupEntry& g, const aws::Filter& f) {
       return any_rule(g.ingress,
                       [&f](const SecurityGroupRule& rule) { return accepts(f, std::to_string(rule.from)); });
     }},
    {"ip-permission.to-port",
     [](const SecurityGroupEntry& g, const aws::Filter& f) {
       return any_rule(g.ingress, [&f](const SecurityGroupRule& rule) { return accepts(f, std::to_string(rule.to)); });
     }},
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
