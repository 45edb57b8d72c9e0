#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "api/aws/tagging.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace tagging = aws::tagging;
namespace code = aws::code;

namespace {

using Request = tagging::GetResources::Request;

constexpr std::size_t kMaxFilters = 50;
constexpr std::size_t kMaxValues = 20;
constexpr std::int32_t kMaxPage = 100;

struct Resource {
  std::string type;  // "elasticloadbalancing:loadbalancer"
  const aws::TagMap* tags = nullptr;
};

// By ARN, which is the order of pages. Only what has tags, or once had: here, what has.
std::map<std::string, Resource> tagged_resources(const ActionContext& context) {
  std::map<std::string, Resource> all;
  const auto add = [&all](const std::string& arn, std::string type, const aws::TagMap& tags) {
    if (!tags.empty()) all[arn] = {std::move(type), &tags};
  };
  const LoadBalancing& load_balancing = context.state.load_balancing;
  for (const auto& [arn, entry] : load_balancing.load_balancers)
    add(arn, "elasticloadbalancing:loadbalancer", entry.tags);
  for (const auto& [arn, entry] : load_balancing.target_groups)
    add(arn, "elasticloadbalancing:targetgroup", entry.tags);
  for (const auto& [arn, entry] : load_balancing.listeners) {
    add(arn, "elasticloadbalancing:listener", entry.tags);
    add(entry.rule_arn, "elasticloadbalancing:listener-rule", entry.rule_tags);
  }
  for (const auto& [arn, entry] : context.state.certificates.by_arn) add(arn, "acm:certificate", entry.tags);
  const std::string ec2 = "arn:aws:ec2:" + context.settings.region + ":" + context.settings.account + ":";
  for_each_tagged(context.state.network, [&](const std::string& id, std::string_view type, const aws::TagMap& tags) {
    add(ec2 + std::string(type) + "/" + id, "ec2:" + std::string(type), tags);
  });
  return all;
}

Result<void> check(const Request& request) {
  const auto wrong = [](std::string message) { return refuse(code::kInvalidParameterException, std::move(message)); };
  if (request.TagFilters.size() > kMaxFilters) return wrong("At most 50 tag filters can be given");
  for (const tagging::TagFilter& filter : request.TagFilters) {
    if (filter.Key.empty()) return wrong("A tag filter needs a key");
    if (filter.Values.size() > kMaxValues) return wrong("At most 20 values can be given for tag key " + filter.Key);
  }
  if (request.ResourcesPerPage && (*request.ResourcesPerPage < 1 || *request.ResourcesPerPage > kMaxPage))
    return wrong("ResourcesPerPage must be from 1 to 100");
  if (!request.ResourceARNList.empty() &&
      (!request.TagFilters.empty() || !request.ResourceTypeFilters.empty() || request.ResourcesPerPage))
    return wrong("ResourceARNList cannot be combined with other filters or with paging");
  return {};
}

bool has_type(const std::vector<std::string>& wanted, const std::string& type) {
  return wanted.empty() || std::ranges::any_of(wanted, [&type](const std::string& filter) {
           return filter == type || (filter.find(':') == filter.npos && type.starts_with(filter + ":"));
         });
}

// AND across keys, OR within one; a filter without values asks for the key.
bool passes(const aws::TagMap& tags, const std::vector<tagging::TagFilter>& filters) {
  return std::ranges::all_of(filters, [&tags](const tagging::TagFilter& filter) {
    const auto tag = tags.find(filter.Key);
    if (tag == tags.end()) return false;
    return filter.Values.empty() || std::ranges::find(filter.Values, tag->second) != filter.Values.end();
  });
}

}  // namespace

// A PaginationToken is the last ARN of the page before.
template <>
Answer<tagging::GetResources> act<tagging::GetResources>(const ActionContext& context, const Request& request) {
  if (auto valid = check(request); !valid) return sim::forward(valid.error());
  tagging::GetResources::Response response;
  const auto all = tagged_resources(context);
  std::int32_t room = request.ResourcesPerPage.value_or(kMaxPage);
  for (auto at = all.upper_bound(request.PaginationToken); at != all.end(); ++at) {
    const auto& [arn, resource] = *at;
    const auto& list = request.ResourceARNList;
    if (!list.empty() && std::ranges::find(list, arn) == list.end()) continue;
    if (!has_type(request.ResourceTypeFilters, resource.type) || !passes(*resource.tags, request.TagFilters)) continue;
    if (room-- == 0) {
      response.PaginationToken = response.ResourceTagMappingList.back().ResourceARN;
      break;
    }
    response.ResourceTagMappingList.push_back({arn, aws::to_tags(*resource.tags)});
  }
  return response;
}

// All keys, and all values of a key, are few enough for one page.
template <>
Answer<tagging::GetTagKeys> act<tagging::GetTagKeys>(const ActionContext& context,
                                                     const tagging::GetTagKeys::Request&) {
  std::set<std::string> keys;
  for (const auto& [arn, resource] : tagged_resources(context))
    for (const auto& [key, value] : *resource.tags) keys.insert(key);
  return tagging::GetTagKeys::Response{{}, {keys.begin(), keys.end()}};
}

template <>
Answer<tagging::GetTagValues> act<tagging::GetTagValues>(const ActionContext& context,
                                                         const tagging::GetTagValues::Request& request) {
  if (request.Key.empty()) return refuse(code::kInvalidParameterException, "A tag key must be given");
  std::set<std::string> values;
  for (const auto& [arn, resource] : tagged_resources(context))
    if (const auto tag = resource.tags->find(request.Key); tag != resource.tags->end()) values.insert(tag->second);
  return tagging::GetTagValues::Response{{}, {values.begin(), values.end()}};
}

}  // namespace nlbsim::fake_aws
