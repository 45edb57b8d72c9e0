#include "engine/deploy/tracked_resources.h"

#include <algorithm>
#include <tuple>

#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

template <class Kind>
inline constexpr bool kTagsComeAlong = std::is_same_v<Kind, SecurityGroups>;

std::vector<aws::Filter> stack_filters(const Config& config, const std::string& stack, bool legacy) {
  // In the order of the tag keys, as the real controller writes them.
  std::vector<aws::Filter> filters{{"vpc-id", {config.vpc_id}}};
  if (!legacy) filters.push_back({"tag:" + std::string(kClusterTag), {config.cluster_name}});
  filters.push_back({"tag:" + std::string(kStackTag), {stack}});
  if (legacy) filters.push_back({"tag:" + std::string(kLegacyClusterTag), {config.cluster_name}});
  return filters;
}

// The order in which several claims to one resource id are heard.
auto rank(const aws::LoadBalancer& item) { return std::tie(item.CreatedTime, item.LoadBalancerArn); }
auto rank(const aws::TargetGroup& item) {
  return std::tuple<bool, const std::string&>(item.LoadBalancerArns.empty(), item.TargetGroupArn);
}
auto rank(const aws::ec2::SecurityGroup& item) { return std::tie(item.GroupId); }

}  // namespace

void KnownStacks::created(const std::string& stack, const std::string& name, const std::string& id) {
  KnownResources& known = stacks[stack];
  known.names.erase(name);
  known.ids.insert(id);
}

void KnownStacks::deleted(const std::string& stack, const std::string& id) {
  const auto found = stacks.find(stack);
  if (found == stacks.end()) return;
  found->second.ids.erase(id);
  if (found->second.ids.empty() && found->second.names.empty()) stacks.erase(found);
}

sim::Task<sim::Result<FoundResources<aws::LoadBalancer>>> TrackedResources::load_balancers(std::string stack,
                                                                                           sim::RecordId cause) {
  return find<LoadBalancers>(load_balancers_, std::move(stack), cause);
}

sim::Task<sim::Result<FoundResources<aws::TargetGroup>>> TrackedResources::target_groups(std::string stack,
                                                                                         sim::RecordId cause) {
  return find<TargetGroups>(target_groups_, std::move(stack), cause);
}

sim::Task<sim::Result<FoundResources<aws::ec2::SecurityGroup>>> TrackedResources::security_groups(std::string stack,
                                                                                                  sim::RecordId cause) {
  return find<SecurityGroups>(security_groups_, std::move(stack), cause);
}

void TrackedResources::forget(const std::string& stack) {
  for (KnownStacks* known : {&load_balancers_, &target_groups_, &security_groups_}) known->stacks.erase(stack);
}

template <class Kind>
sim::Task<sim::Result<FoundResources<typename Kind::Item>>> TrackedResources::find(KnownStacks& known,
                                                                                   std::string stack,
                                                                                   sim::RecordId cause) {
  using Item = typename Kind::Item;
  const bool full = context_.config.profile->full_scans;
  sim::Result<std::vector<Item>> items;
  if (full) items = co_await list<Kind>(stack, cause);
  else items = co_await describe_stack<Kind>(known, stack, cause);
  if (!items) co_return sim::forward(std::move(items.error()));
  auto tracked = co_await with_tags<Kind>(std::move(*items), cause);
  if (!tracked) co_return sim::forward(std::move(tracked.error()));
  co_return sort_out<Kind>(known, stack, std::move(*tracked));
}

// Whose they are. A name that we asked for and somebody else has is asked for again next time, instead of being made.
template <class Kind>
FoundResources<typename Kind::Item> TrackedResources::sort_out(KnownStacks& known, const std::string& stack,
                                                               std::vector<Tracked<typename Kind::Item>> tracked) {
  FoundResources<typename Kind::Item> found;
  const StackTags owner{context_.config.cluster_name, stack};
  const auto remembered = known.stacks.find(stack);
  for (auto& item : tracked) {
    const std::string& name = Kind::name(item.resource);
    const bool ours = belongs_to(*item.tags, owner);
    if (remembered != known.stacks.end() && remembered->second.names.contains(name)) {
      if (ours) known.created(stack, name, Kind::id(item.resource));
      else found.foreign_names.insert(name);
    }
    if (ours) found.items.push_back(std::move(item));
  }
  std::ranges::sort(found.items, [](const auto& a, const auto& b) { return rank(a.resource) < rank(b.resource); });
  return found;
}

// As the real controller asks: everything of the account, or, for security groups, by the stack's tags, present and
// legacy.
template <class Kind>
sim::Task<sim::Result<std::vector<typename Kind::Item>>> TrackedResources::list(std::string stack,
                                                                                sim::RecordId cause) {
  if constexpr (kTagsComeAlong<Kind>) {
    auto request = SecurityGroups::by_filters(stack_filters(context_.config, stack, false));
    auto items = co_await describe_all<Kind>(context_, std::move(request), cause);
    if (!items) co_return items;
    auto legacy_request = SecurityGroups::by_filters(stack_filters(context_.config, stack, true));
    auto legacy = co_await describe_all<Kind>(context_, std::move(legacy_request), cause);
    if (!legacy) co_return legacy;
    for (auto& item : *legacy) {
      const auto same = [&](const auto& other) { return Kind::id(other) == Kind::id(item); };
      if (std::ranges::none_of(*items, same)) items->push_back(std::move(item));
    }
    co_return items;
  } else {
    co_return co_await describe_all<Kind>(context_, Kind::by_ids(std::vector<std::string>()), cause);
  }
}

template <class Kind>
sim::Task<sim::Result<std::vector<typename Kind::Item>>> TrackedResources::describe_stack(KnownStacks& known,
                                                                                          std::string stack,
                                                                                          sim::RecordId cause) {
  auto scanned = co_await scan_once<Kind>(known, cause);
  if (!scanned) co_return sim::forward(std::move(scanned.error()));
  const auto found = known.stacks.find(stack);
  if (found == known.stacks.end()) co_return std::vector<typename Kind::Item>();
  const KnownResources of_stack = found->second;
  std::vector<std::string> ids(of_stack.ids.begin(), of_stack.ids.end());
  auto items = co_await describe_known<Kind>(context_, std::move(ids), cause);
  if (!items) co_return items;
  for (const std::string& id : of_stack.ids) {
    const auto same = [&](const auto& item) { return Kind::id(item) == id; };
    if (std::ranges::none_of(*items, same)) known.deleted(stack, id);
  }
  for (const std::string& name : of_stack.names) {
    auto named = co_await describe_named<Kind>(context_, name, cause);
    if (!named) co_return named;
    if (named->empty()) known.stacks[stack].names.erase(name);
    for (auto& item : *named) {
      const auto same = [&](const auto& other) { return Kind::id(other) == Kind::id(item); };
      if (std::ranges::any_of(*items, same)) continue;
      tags_.drop(Kind::id(item));
      items->push_back(std::move(item));
    }
  }
  co_return items;
}

template <class Kind>
sim::Task<sim::Result<void>> TrackedResources::scan_once(KnownStacks& known, sim::RecordId cause) {
  while (known.scanning) co_await known.scan_ended.wait();
  if (known.scanned) co_return sim::Result<void>();
  known.scanning = true;
  auto done = co_await scan<Kind>(known, cause);
  known.scanning = false;
  known.scanned = done.has_value();
  known.scan_ended.notify(context_.scheduler);
  co_return done;
}

template <class Kind>
sim::Task<sim::Result<void>> TrackedResources::scan(KnownStacks& known, sim::RecordId cause) {
  typename Kind::Op::Request request;
  if constexpr (kTagsComeAlong<Kind>) {
    const Config& config = context_.config;
    request.Filters.push_back({"vpc-id", {config.vpc_id}});
    request.Filters.push_back({"tag:" + std::string(kClusterTag), {config.cluster_name}});
  }
  auto items = co_await describe_all<Kind>(context_, std::move(request), cause);
  if (!items) co_return sim::forward(std::move(items.error()));
  auto tracked = co_await with_tags<Kind>(std::move(*items), cause);
  if (!tracked) co_return sim::forward(std::move(tracked.error()));
  for (const auto& item : *tracked) {
    const auto stack = item.tags->find(std::string(kStackTag));
    const bool ours = belongs_to_cluster(*item.tags, context_.config.cluster_name);
    if (ours && stack != item.tags->end()) known.stacks[stack->second].ids.insert(Kind::id(item.resource));
  }
  co_return sim::Result<void>();
}

template <class Kind>
sim::Task<sim::Result<std::vector<Tracked<typename Kind::Item>>>> TrackedResources::with_tags(
    std::vector<typename Kind::Item> items, sim::RecordId cause) {
  std::erase_if(items, [&](const auto& item) { return Kind::vpc(item) != context_.config.vpc_id; });
  std::vector<Tracked<typename Kind::Item>> tracked;
  tracked.reserve(items.size());
  if constexpr (kTagsComeAlong<Kind>) {
    for (auto& item : items) {
      auto tags = std::make_shared<const aws::TagMap>(aws::to_map(item.Tags));
      tracked.push_back({std::move(item), std::move(tags)});
    }
  } else {
    std::vector<std::string> arns;
    arns.reserve(items.size());
    for (const auto& item : items) arns.push_back(Kind::id(item));
    auto tags = co_await tags_.get(std::move(arns), cause);
    if (!tags) co_return sim::forward(std::move(tags.error()));
    for (std::size_t at = 0; at < items.size(); ++at) tracked.push_back({std::move(items[at]), std::move((*tags)[at])});
  }
  co_return tracked;
}

}  // namespace nlbsim::engine
