#include "engine/targets/node_networking.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/profile.h"
#include "engine/targets/checkpoint.h"

namespace nlbsim::engine {

namespace {

constexpr std::string_view kRuleStays = "RuleStays";

// Every number that a target's port of that name has: the targets' own ports, which come from the slices.
NamedPorts ports_by_name(const kube::TargetGroupBindingSpec& spec, const ResolvedEndpoints& resolved) {
  NamedPorts named;
  if (spec.targetType != "ip") return named;
  named.emplace();
  for (const Endpoint& endpoint : resolved.endpoints) named->insert(endpoint.port);
  return named;
}

}  // namespace

sim::Result<BindingShare> make_share(const kube::ObjectRef& binding, const ResolvedEndpoints& resolved,
                                     std::string checkpoint) {
  const auto& spec = binding->view<kube::TargetGroupBinding>().spec;
  auto rules = rules_of(spec.networking, ports_by_name(spec, resolved));
  if (!rules) return sim::forward(std::move(rules.error()));
  BindingShare share;
  share.binding = binding->meta().key();
  share.checkpoint = std::move(checkpoint);
  share.rules = std::move(*rules);
  if (share.rules.empty()) return share;
  for (std::size_t at = 0; at < resolved.pods.size(); ++at) {
    const EndpointPod& pod = resolved.pods[at];
    share.pods.push_back({resolved.endpoints[at].target_id, pod.interface, pod.instance});
    if (!pod.instance.empty()) share.instances.push_back(pod.instance);
  }
  if (!share.pods.empty()) return share;
  share.instances.reserve(resolved.endpoints.size());
  for (const Endpoint& endpoint : resolved.endpoints) share.instances.push_back(endpoint.target_id);
  return share;
}

sim::Result<BindingShare> share_of(const kube::ObjectRef& binding, const BindingListers& listers,
                                   const Profile& profile) {
  auto resolved = resolve_endpoints(binding, listers, profile);
  if (resolved) {
    std::string state = checkpoint(resolved->endpoints, api::member(binding->document(), "spec"));
    return make_share(binding, *resolved, std::move(state));
  }
  if (resolved.error().code != kBackendNotFound) return sim::forward(std::move(resolved.error()));
  BindingShare nothing;
  nothing.binding = binding->meta().key();
  return nothing;
}

NodeNetworking::NodeNetworking(const Context& context, BindingListers listers)
    : context_(context), listers_(listers), security_groups_(context) {}

bool NodeNetworking::covers(const kube::ObjectKey& binding, const std::string& checkpoint) const {
  if (!computed_others_) return true;
  const auto found = shares_.find(binding);
  return found != shares_.end() && found->second.checkpoint == checkpoint;
}

sim::Task<void> NodeNetworking::lock() {
  while (busy_) {
    auto freed = free_.wait();
    co_await std::move(freed);
  }
  busy_ = true;
}

void NodeNetworking::unlock() {
  busy_ = false;
  free_.notify(context_.scheduler);
}

sim::Task<sim::Result<void>> NodeNetworking::reconcile(BindingShare share, sim::RecordId cause) {
  co_await lock();
  auto result = co_await reconcile_locked(std::move(share), cause);
  unlock();
  co_return result;
}

sim::Task<sim::Result<void>> NodeNetworking::remove(BindingShare share, sim::RecordId cause) {
  co_await lock();
  auto result = co_await remove_locked(std::move(share), cause);
  unlock();
  co_return result;
}

sim::Task<sim::Result<void>> NodeNetworking::reconcile_locked(BindingShare share, sim::RecordId cause) {
  const kube::ObjectKey key = share.binding;
  auto others = co_await compute_others(key, share.instances, cause);
  if (!others) co_return others;
  std::string checkpoint = share.checkpoint;
  auto demand = co_await demand_of(std::move(share), cause);
  if (!demand) {
    not_computed_.insert(key);
    co_return sim::forward(std::move(demand.error()));
  }
  Asker asker;
  asker.demand = *demand;
  put(key, {std::move(checkpoint), std::move(*demand)});
  co_return co_await apply(std::move(asker), cause);
}

sim::Task<sim::Result<void>> NodeNetworking::remove_locked(BindingShare going, sim::RecordId cause) {
  const kube::ObjectKey key = going.binding;
  Asker asker;
  asker.leaves = true;
  if (!knows(key)) {
    // A process that finds the binding on its way out: rules may be in any group that its nodes have now.
    going.rules.clear();
    auto others = co_await compute_others(key, going.instances, cause);
    if (!others) co_return others;
    auto demand = co_await demand_of(std::move(going), cause);
    if (demand) tracked_.insert(demand->groups.begin(), demand->groups.end());
    if (demand) asker.demand = std::move(*demand);
  }
  const auto found = shares_.find(key);
  std::optional<Share> share;
  if (found != shares_.end()) share = found->second;
  if (share) asker.demand = share->demand;
  drop(key);
  auto applied = co_await apply(std::move(asker), cause);
  // What it had asked for is open still.
  if (!applied && applied.error().code == kRuleStays && share) put(key, *std::move(share));
  co_return applied;
}

sim::Task<sim::Result<void>> NodeNetworking::compute_others(kube::ObjectKey own, std::vector<std::string> own_instances,
                                                            sim::RecordId cause) {
  std::erase_if(not_computed_, [this](const kube::ObjectKey& key) { return !listers_.bindings.get(key); });
  if (computed_others_ && not_computed_.empty()) co_return sim::Result<void>();
  std::vector<BindingShare> others;
  std::set<kube::ObjectKey> failed;
  std::set<std::string> instances(own_instances.begin(), own_instances.end());
  for (const auto& [key, binding] : listers_.bindings.all()) {
    if (key == own || knows(key)) continue;
    auto share = share_of(binding, listers_, *context_.config.profile);
    if (!share) {
      failed.insert(key);
      continue;
    }
    instances.insert(share->instances.begin(), share->instances.end());
    others.push_back(std::move(*share));
  }
  // One description for all of them.
  std::vector<std::string> ids(instances.begin(), instances.end());
  auto loaded = co_await security_groups_.load_instances(std::move(ids), cause);
  if (!loaded) co_return loaded;
  for (BindingShare& other : others) {
    const kube::ObjectKey key = other.binding;
    std::string checkpoint = other.checkpoint;
    auto demand = co_await demand_of(std::move(other), cause);
    // Gone while EC2 was asked: its own reconcile found no share to take back, and none may appear after that.
    if (!listers_.bindings.get(key)) continue;
    if (demand) put(key, {std::move(checkpoint), std::move(*demand)});
    else failed.insert(key);
  }
  not_computed_ = std::move(failed);
  computed_others_ = true;
  co_return sim::Result<void>();
}

sim::Task<sim::Result<RuleDemand>> NodeNetworking::demand_of(BindingShare share, sim::RecordId cause) {
  sim::Result<std::vector<std::string>> groups;
  if (share.pods.empty()) groups = co_await security_groups_.groups_of(std::move(share.instances), cause);
  else groups = co_await security_groups_.groups_of_pods(std::move(share.pods), cause);
  if (!groups) co_return sim::forward(std::move(groups.error()));
  RuleDemand demand;
  demand.groups = std::move(*groups);
  demand.rules = std::move(share.rules);
  co_return demand;
}

sim::Task<sim::Result<void>> NodeNetworking::apply(Asker asker, sim::RecordId cause) {
  const Revocation revocation = not_computed_.empty() ? Revocation::allowed : Revocation::withheld;
  const std::vector<std::string> needed = rules_.groups();
  sim::Result<void> outcome;
  for (const std::string& group : needed) {
    tracked_.insert(group);
    auto desired = rules_.desired(group);
    auto unasked = unasked_for(asker, group);
    auto refused =
        co_await security_groups_.reconcile(group, std::move(desired), std::move(unasked), revocation, cause);
    const bool needs_group = std::ranges::binary_search(asker.demand.groups, group);
    sim::Result<void> told;
    if (refused) told = note_refused(asker, group, *refused);
    else if (needs_group) told = sim::forward(std::move(refused.error()));
    if (outcome && !told) outcome = std::move(told);
  }
  if (!outcome || revocation == Revocation::withheld) co_return outcome;
  co_return co_await sweep(cause);
}

std::vector<aws::ec2::IpPermission> NodeNetworking::unasked_for(const Asker& asker, const std::string& group) const {
  const bool needs_group = std::ranges::binary_search(asker.demand.groups, group);
  std::vector<aws::ec2::IpPermission> unasked;
  for (aws::ec2::IpPermission& permission : rules_.desired(group)) {
    const auto known = refused_.find({group, identity(permission)});
    if (known == refused_.end()) continue;
    const auto asks = [&](const IngressRule& rule) { return serves(permission, rule); };
    const bool concerned = std::ranges::any_of(asker.demand.rules, asks) || (asker.leaves && known->second);
    if (!needs_group || !concerned) unasked.push_back(std::move(permission));
  }
  return unasked;
}

sim::Result<void> NodeNetworking::note_refused(const Asker& asker, const std::string& group,
                                               const std::vector<RefusedRule>& refused) {
  const std::vector<aws::ec2::IpPermission> unasked = unasked_for(asker, group);
  std::erase_if(refused_, [&](const auto& entry) {
    const auto same = [&](const aws::ec2::IpPermission& rule) { return identity(rule) == entry.first.second; };
    return entry.first.first == group && std::ranges::none_of(unasked, same);
  });
  const bool needs_group = std::ranges::binary_search(asker.demand.groups, group);
  sim::Result<void> outcome;
  for (const RefusedRule& rule : refused) {
    refused_[{group, identity(rule.permission)}] = rule.in_place;
    const auto asks = [&](const IngressRule& wanted) { return serves(rule.permission, wanted); };
    if (outcome && needs_group && std::ranges::any_of(asker.demand.rules, asks)) outcome = sim::forward(rule.error);
    if (outcome && needs_group && asker.leaves && rule.in_place)
      outcome =
          sim::fail(std::string(kRuleStays),
                    fmt::format("a rule of security group {} cannot be narrowed: AuthorizeSecurityGroupIngress: {}",
                                group, rule.error.describe()));
  }
  return outcome;
}

// Groups that no binding needs: those used earlier in this process, and at first all that carry the cluster's tag.
sim::Task<sim::Result<void>> NodeNetworking::sweep(sim::RecordId cause) {
  if (!listed_tagged_groups_) {
    auto tagged = co_await security_groups_.tagged_groups(cause);
    if (!tagged) co_return sim::forward(std::move(tagged.error()));
    tracked_.insert(tagged->begin(), tagged->end());
    listed_tagged_groups_ = true;
  }
  std::vector<std::string> unused;
  const std::vector<std::string> used = rules_.groups();
  std::ranges::set_difference(tracked_, used, std::back_inserter(unused));
  for (const std::string& group : unused) {
    std::vector<aws::ec2::IpPermission> nothing;
    std::vector<aws::ec2::IpPermission> none_unasked;
    auto done = co_await security_groups_.reconcile(group, std::move(nothing), std::move(none_unasked),
                                                    Revocation::allowed, cause);
    if (!done) co_return sim::forward(std::move(done.error()));
    tracked_.erase(group);
  }
  co_return sim::Result<void>();
}

void NodeNetworking::put(const kube::ObjectKey& binding, Share share) {
  drop(binding);
  rules_.add(share.demand);
  shares_.emplace(binding, std::move(share));
}

void NodeNetworking::drop(const kube::ObjectKey& binding) {
  not_computed_.erase(binding);
  const auto found = shares_.find(binding);
  if (found == shares_.end()) return;
  rules_.remove(found->second.demand);
  shares_.erase(found);
}

}  // namespace nlbsim::engine
