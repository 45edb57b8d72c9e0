// What the Describe operations of EC2 share: filters, ids and pages.
//
// Filters are AND-ed, the values of one OR-ed; `*` and `?` are wildcards, case counts. Ids must all exist, or the call
// fails; then the filters narrow them. Without MaxResults the answer is one page. A NextToken is the id of the last
// entry of the page before.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

bool matches_pattern(std::string_view pattern, std::string_view text);
// Whether a value satisfies one of the filter's.
bool accepts(const aws::Filter& filter, std::string_view value);

// A field that can be filtered by, other than tags.
template <class Entry>
struct FilterField {
  std::string_view name;
  bool (*accepted)(const Entry& entry, const aws::Filter& filter);
};

// How a kind of resource is named, and what is said of a name that is none.
struct IdKind {
  std::string_view prefix;  // "subnet-"
  std::string_view what;    // "subnet ID"
  std::string_view not_found;
  std::string_view malformed;
};
inline constexpr IdKind kVpcId{"vpc-", "vpc ID", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed"};
inline constexpr IdKind kSubnetId{"subnet-", "subnet ID", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed"};
inline constexpr IdKind kGroupId{"sg-", "security group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed"};
inline constexpr IdKind kInstanceId{"i-", "instance ID", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"};
inline constexpr IdKind kRouteTableId{"rtb-", "routeTable ID", "InvalidRouteTableID.NotFound",
                                      "InvalidRouteTableID.Malformed"};

inline constexpr IdKind kInternetGatewayId{"igw-", "internetGateway ID", "InvalidInternetGatewayID.NotFound",
                                           "InvalidInternetGatewayID.Malformed"};
inline constexpr IdKind kAllocationId{"eipalloc-", "allocation ID", "InvalidAllocationID.NotFound",
                                      "InvalidAllocationID.Malformed"};
inline constexpr IdKind kNetworkInterfaceId{"eni-", "networkInterface ID", "InvalidNetworkInterfaceID.NotFound",
                                            "InvalidNetworkInterfaceID.Malformed"};
inline constexpr IdKind kNetworkAclId{"acl-", "networkAcl ID", "InvalidNetworkAclID.NotFound",
                                      "InvalidNetworkAclID.Malformed"};
inline constexpr IdKind kSecurityGroupRuleId{"sgr-", "security group rule ID", "InvalidSecurityGroupRuleId.NotFound",
                                             "InvalidSecurityGroupRuleId.Malformed"};

tl::unexpected<sim::Error> no_such_id(const IdKind& kind, std::string_view id);
// The kind's ....Malformed unless the id is its prefix and 8 or 17 hexadecimal digits.
Result<void> check_id(const IdKind& kind, std::string_view id);
tl::unexpected<sim::Error> missing_parameter(std::string_view name);
// The entry of that id: MissingParameter if it is empty (`parameter` is its name), the kind's errors.
template <class Entries>
auto find_by_id(Entries& all, const IdKind& kind, const std::string& id, std::string_view parameter)
    -> Result<decltype(&all.begin()->second)> {
  if (id.empty()) return missing_parameter(parameter);
  if (auto valid = check_id(kind, id); !valid) return sim::forward(valid.error());
  const auto found = all.find(id);
  if (found == all.end()) return no_such_id(kind, id);
  return &found->second;
}

// What is shown of a resource, where filters read that and not the state.
template <class T>
struct Described {
  T description;
  aws::TagMap tags;
};

// What a Describe request selects.
struct Selection {
  const std::vector<std::string>& ids;
  const std::vector<aws::Filter>& filters;
  std::optional<std::int32_t> max_results;
  const std::string& next_token;
  std::int32_t max_page = 1000;
};

// InvalidParameterValue, InvalidParameterCombination.
Result<void> check_paging(const Selection& selection);
Result<void> check_filter(const aws::Filter& filter, bool known);
bool tags_accepted(const aws::TagMap& tags, const aws::Filter& filter);
bool is_tag_filter(std::string_view name);

template <class Entry>
const FilterField<Entry>* find_field(std::span<const FilterField<Entry>> fields, std::string_view name) {
  for (const FilterField<Entry>& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

template <class Entry>
Result<void> check_filters(const std::vector<aws::Filter>& filters, std::span<const FilterField<Entry>> fields) {
  for (const aws::Filter& filter : filters) {
    const bool known = is_tag_filter(filter.Name) || find_field(fields, filter.Name);
    if (auto valid = check_filter(filter, known); !valid) return valid;
  }
  return {};
}

template <class Entry>
bool passes(const Entry& entry, const std::vector<aws::Filter>& filters, std::span<const FilterField<Entry>> fields) {
  for (const aws::Filter& filter : filters) {
    if (is_tag_filter(filter.Name)) {
      if (!tags_accepted(entry.tags, filter)) return false;
    } else if (!find_field(fields, filter.Name)->accepted(entry, filter)) {
      return false;
    }
  }
  return true;
}

// Calls add(entry) for each selected entry, in the order of ids, and returns the next token. `candidates`, if given,
// holds every id that the filters can accept.
template <class Entry, class Add>
Result<std::string> select(const ById<Entry>& all, const Selection& selection, const IdKind& kind,
                           std::span<const FilterField<Entry>> fields, Add add,
                           const std::set<std::string>* candidates = nullptr) {
  if (auto valid = check_filters(selection.filters, fields); !valid) return sim::forward(valid.error());
  if (auto valid = check_paging(selection); !valid) return sim::forward(valid.error());
  const std::set<std::string> ids(selection.ids.begin(), selection.ids.end());
  for (const std::string& id : ids) {
    if (auto valid = check_id(kind, id); !valid) return sim::forward(valid.error());
    if (!all.contains(id)) return no_such_id(kind, id);
  }
  std::int32_t room = selection.max_results.value_or(std::numeric_limits<std::int32_t>::max());
  std::string last;
  const auto visit = [&](const std::string& id, const Entry& entry) {
    if (!passes(entry, selection.filters, fields)) return true;
    if (room-- == 0) return false;
    if (selection.max_results) last = id;
    add(entry);
    return true;
  };
  if (!ids.empty()) candidates = &ids;
  if (candidates) {
    for (auto at = candidates->upper_bound(selection.next_token); at != candidates->end(); ++at)
      if (!visit(*at, all.find(*at)->second)) return last;
  } else {
    for (auto at = all.upper_bound(selection.next_token); at != all.end(); ++at)
      if (!visit(at->first, at->second)) return last;
  }
  return std::string();
}

}  // namespace nlbsim::fake_aws
