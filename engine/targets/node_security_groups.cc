#include "engine/targets/node_security_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "engine/profile.h"
#include "engine/runtime/aws/sdk_client.h"

namespace nlbsim::engine {
namespace {

namespace ec2 = aws::ec2;

constexpr sim::Duration kGroupsKnownFor = std::chrono::minutes{10};

const ec2::InstanceNetworkInterface* primary(const ec2::Instance& instance) {
  const auto index = [](const ec2::InstanceNetworkInterface& each) { return each.Attachment.DeviceIndex; };
  const auto found = std::ranges::find(instance.NetworkInterfaces, 0, index);
  return found == instance.NetworkInterfaces.end() ? nullptr : &*found;
}

std::vector<std::string> groups_on(const ec2::InstanceNetworkInterface& interface) {
  std::vector<std::string> groups;
  for (const ec2::GroupIdentifier& group : interface.Groups) groups.push_back(group.GroupId);
  return groups;
}

// One of the same identity.
bool holds(std::span<const ec2::IpPermission> permissions, const ec2::IpPermission& permission) {
  const auto same = [&](const ec2::IpPermission& other) { return identity(other) == identity(permission); };
  return std::ranges::any_of(permissions, same);
}

// Neither asked for, nor is what stands in their place revoked.
void leave_out(IngressChange& change, std::span<const ec2::IpPermission> unasked) {
  for (const ec2::IpPermission& permission : unasked) {
    const auto same = [&](const ec2::IpPermission& other) { return identity(other) == identity(permission); };
    if (std::erase_if(change.authorize, same) == 0) continue;
    std::erase_if(change.revoke, [&](const ec2::IpPermission& other) { return same_lane(other, permission); });
  }
}

// What makes room in a full group and shuts nobody out: rules that no wanted one follows. One that a wider or narrower
// one is to replace serves until that is there.
IngressChange take_obsolete(IngressChange& change) {
  IngressChange obsolete;
  const auto replaced = [&](const ec2::IpPermission& permission) {
    return std::ranges::any_of(change.authorize, [&](const auto& wanted) { return overlap(wanted, permission); });
  };
  const auto kept = std::ranges::partition(change.revoke, replaced);
  obsolete.revoke.assign(kept.begin(), kept.end());
  change.revoke.erase(kept.begin(), kept.end());
  return obsolete;
}

// Codes after which the rules we believed in were not the ones there are.
bool rules_were_stale(const sim::Error& error) {
  return error.code == aws::code::kPermissionDuplicate || error.code == aws::code::kPermissionNotFound ||
         error.code == aws::code::kRulesPerSecurityGroupLimitExceeded;
}

}  // namespace

bool NodeSecurityGroups::fresh(const std::string& instance) const {
  const auto found = instances_.find(instance);
  return found != instances_.end() && context_.scheduler.now() < found->second.expires;
}

const NodeSecurityGroups::CachedGroup* NodeSecurityGroups::cached_group(const std::string& group) const {
  const auto found = groups_.find(group);
  const bool fresh = found != groups_.end() && context_.scheduler.now() < found->second.expires;
  return fresh ? &found->second : nullptr;
}

void NodeSecurityGroups::remember(const ec2::Instance& instance) {
  CachedInstance entry;
  entry.expires = context_.scheduler.now() + kGroupsKnownFor;
  if (const auto* interface = primary(instance)) entry.groups = groups_on(*interface);
  for (const ec2::InstanceNetworkInterface& interface : instance.NetworkInterfaces)
    for (const ec2::PrivateIpAddress& address : interface.PrivateIpAddresses)
      entry.by_address.emplace(address.PrivateIpAddress_, groups_on(interface));
  instances_.insert_or_assign(instance.InstanceId, std::move(entry));
}

void NodeSecurityGroups::remember(const ec2::SecurityGroup& group) {
  groups_.insert_or_assign(group.GroupId, CachedGroup{context_.scheduler.now() + kGroupsKnownFor, group});
}

sim::Task<sim::Result<void>> NodeSecurityGroups::load_instances(std::vector<std::string> instances,
                                                                sim::RecordId cause) {
  std::erase_if(instances, [this](const std::string& id) { return fresh(id); });
  for (const std::string& id : instances) instances_.erase(id);
  // One id that EC2 does not know fails the whole call: then the list is halved until that id stands alone.
  std::vector<std::vector<std::string>> todo;
  if (!instances.empty()) todo.push_back(std::move(instances));
  while (!todo.empty()) {
    std::vector<std::string> ids = std::move(todo.back());
    todo.pop_back();
    ec2::DescribeInstances::Request request;
    request.InstanceIds = ids;
    auto answer = co_await api::call<ec2::DescribeInstances>(context_.ec2, context_.call(cause), std::move(request));
    if (answer) {
      for (const ec2::Reservation& reservation : answer->Reservations)
        for (const ec2::Instance& instance : reservation.Instances) remember(instance);
    } else if (answer.error().code != aws::code::kInstanceIdNotFound) {
      co_return sim::forward(std::move(answer.error()));
    } else if (ids.size() > 1) {
      const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
      todo.emplace_back(middle, ids.end());
      todo.emplace_back(ids.begin(), middle);
    }
  }
  co_return sim::Result<void>();
}

sim::Result<std::string> NodeSecurityGroups::group_of(const std::string& instance) const {
  const auto found = instances_.find(instance);
  if (found == instances_.end())
    return sim::fail(std::string(aws::code::kInstanceIdNotFound),
                     fmt::format("instance {} does not exist; remove its node or correct its providerID", instance));
  return only_group(found->second.groups, fmt::format("instance {}", instance));
}

sim::Result<std::string> NodeSecurityGroups::only_group(const std::vector<std::string>& candidates,
                                                        const std::string& where) const {
  if (candidates.size() == 1) return candidates.front();
  const std::string tag = "kubernetes.io/cluster/" + context_.config.cluster_name;
  std::vector<std::string> tagged;
  for (const std::string& id : candidates) {
    const auto group = groups_.find(id);
    if (group == groups_.end()) continue;
    const auto& tags = group->second.group.Tags;
    if (std::ranges::find(tags, tag, &aws::Tag::Key) != tags.end()) tagged.push_back(id);
  }
  if (tagged.size() == 1) return tagged.front();
  return sim::fail("AmbiguousSecurityGroup",
                   fmt::format("{} has {} security groups on its network interface, {} of them tagged {}; "
                               "exactly one must be",
                               where, candidates.size(), tagged.size(), tag));
}

const std::vector<std::string>* NodeSecurityGroups::groups_on_node(const PodAddress& pod) const {
  const auto node = instances_.find(pod.instance);
  if (node == instances_.end()) return nullptr;
  const auto found = node->second.by_address.find(pod.address);
  return found == node->second.by_address.end() ? nullptr : &found->second;
}

sim::Result<std::vector<std::string>> NodeSecurityGroups::groups_before(const PodAddress& pod) const {
  if (!pod.interface.empty()) return interfaces_.groups_of(pod.interface);
  if (const auto* groups = groups_on_node(pod)) return *groups;
  const auto& elsewhere = interfaces_.groups_of(pod.address);
  if (!elsewhere.empty()) return elsewhere;
  const auto node = instances_.find(pod.instance);
  if (node != instances_.end()) return node->second.groups;
  return sim::fail(
      "NetworkInterfaceNotFound",
      fmt::format("no network interface of VPC {} has the address {} of a Pod, and its node's instance is not known",
                  context_.config.vpc_id, pod.address));
}

sim::Task<sim::Result<void>> NodeSecurityGroups::load_interfaces(std::vector<PodAddress> pods, sim::RecordId cause) {
  std::vector<std::string> instances;
  std::vector<std::string> own;
  for (const PodAddress& pod : pods) {
    if (!pod.interface.empty()) own.push_back(pod.interface);
    else if (!pod.instance.empty()) instances.push_back(pod.instance);
  }
  std::ranges::sort(instances);
  const auto again = std::ranges::unique(instances);
  instances.erase(again.begin(), again.end());
  auto loaded = co_await load_instances(std::move(instances), cause);
  if (!loaded) co_return loaded;
  auto described = co_await interfaces_.load_by_id(std::move(own), cause);
  if (!described) co_return described;
  std::vector<std::string> elsewhere;
  for (const PodAddress& pod : pods)
    if (pod.interface.empty() && !groups_on_node(pod)) elsewhere.push_back(pod.address);
  co_return co_await interfaces_.load_by_address(std::move(elsewhere), cause);
}

sim::Task<sim::Result<std::vector<std::string>>> NodeSecurityGroups::groups_of_pods(std::vector<PodAddress> pods,
                                                                                    sim::RecordId cause) {
  auto loaded = co_await load_interfaces(pods, cause);
  if (!loaded) co_return sim::forward(std::move(loaded.error()));
  std::map<std::string, std::vector<std::string>> candidates;
  std::set<std::string> unclear;
  for (const PodAddress& pod : pods) {
    auto groups = groups_before(pod);
    if (!groups) co_return sim::forward(std::move(groups.error()));
    if (groups->size() > 1) unclear.insert(groups->begin(), groups->end());
    candidates.emplace(pod.address, std::move(*groups));
  }
  std::vector<std::string> wanted(unclear.begin(), unclear.end());
  auto described = co_await load_groups(std::move(wanted), cause);
  if (!described) co_return sim::forward(std::move(described.error()));
  std::set<std::string> groups;
  for (const auto& [address, before] : candidates) {
    auto group = only_group(before, fmt::format("Pod address {}", address));
    if (!group) co_return sim::forward(std::move(group.error()));
    groups.insert(std::move(*group));
  }
  co_return std::vector<std::string>(groups.begin(), groups.end());
}

sim::Task<sim::Result<std::vector<std::string>>> NodeSecurityGroups::groups_of(std::vector<std::string> instances,
                                                                               sim::RecordId cause) {
  auto loaded = co_await load_instances(instances, cause);
  if (!loaded) co_return sim::forward(std::move(loaded.error()));
  std::set<std::string> unclear;
  for (const std::string& id : instances) {
    const auto found = instances_.find(id);
    if (found == instances_.end() || found->second.groups.size() == 1) continue;
    unclear.insert(found->second.groups.begin(), found->second.groups.end());
  }
  std::vector<std::string> candidates(unclear.begin(), unclear.end());
  auto described = co_await load_groups(std::move(candidates), cause);
  if (!described) co_return sim::forward(std::move(described.error()));
  std::set<std::string> groups;
  for (const std::string& id : instances) {
    auto group = group_of(id);
    if (group) {
      groups.insert(std::move(*group));
    } else if (group.error().code != aws::code::kInstanceIdNotFound ||
               !context_.config.profile->refused_target_is_skipped) {
      co_return sim::forward(std::move(group.error()));
    }
  }
  co_return std::vector<std::string>(groups.begin(), groups.end());
}

sim::Task<sim::Result<void>> NodeSecurityGroups::load_groups(std::vector<std::string> groups, sim::RecordId cause) {
  std::erase_if(groups, [this](const std::string& id) { return cached_group(id) != nullptr; });
  if (groups.empty()) co_return sim::Result<void>();
  ec2::DescribeSecurityGroups::Request request;
  request.GroupIds = std::move(groups);
  auto answer = co_await api::call<ec2::DescribeSecurityGroups>(context_.ec2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  for (const ec2::SecurityGroup& group : answer->SecurityGroups) remember(group);
  co_return sim::Result<void>();
}

sim::Task<sim::Result<std::vector<std::string>>> NodeSecurityGroups::tagged_groups(sim::RecordId cause) {
  std::vector<std::string> found;
  std::string token;
  do {
    ec2::DescribeSecurityGroups::Request request;
    request.Filters = {{"tag:kubernetes.io/cluster/" + context_.config.cluster_name, {"owned", "shared"}},
                       {"vpc-id", {context_.config.vpc_id}}};
    request.NextToken = std::move(token);
    auto answer =
        co_await api::call<ec2::DescribeSecurityGroups>(context_.ec2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (const ec2::SecurityGroup& group : answer->SecurityGroups) {
      remember(group);
      found.push_back(group.GroupId);
    }
    token = std::move(answer->NextToken);
  } while (!token.empty());
  co_return found;
}

sim::Task<sim::Result<std::vector<RefusedRule>>> NodeSecurityGroups::reconcile(std::string group,
                                                                               std::vector<ec2::IpPermission> desired,
                                                                               std::vector<ec2::IpPermission> unasked,
                                                                               Revocation revocation,
                                                                               sim::RecordId cause) {
  const std::vector<RefusedRule> nothing;
  bool revoke_first = false;
  for (int attempt = 1;; ++attempt) {
    std::vector<std::string> wanted{group};
    auto loaded = co_await load_groups(std::move(wanted), cause);
    if (!loaded) {
      if (loaded.error().code == aws::code::kGroupNotFound) authorized_.erase(group);
      if (loaded.error().code == aws::code::kGroupNotFound && desired.empty()) co_return nothing;
      co_return sim::forward(std::move(loaded.error()));
    }
    const CachedGroup* cached = cached_group(group);
    IngressChange change;
    if (cached) {
      change = diff_ingress(desired, cached->group.IpPermissions);
      revoke_unseen(group, desired, change);
    }
    leave_out(change, unasked);
    if (revocation == Revocation::withheld) change.revoke.clear();
    if (change.empty()) co_return nothing;
    auto applied = co_await apply(group, std::move(change), revoke_first, cause);
    if (applied || attempt == 2 || !rules_were_stale(applied.error())) co_return applied;
    if (applied.error().code == aws::code::kPermissionNotFound) authorized_.erase(group);  // somebody took one out
    revoke_first = applied.error().code == aws::code::kRulesPerSecurityGroupLimitExceeded;
  }
}

void NodeSecurityGroups::revoke_unseen(const std::string& group, std::span<const ec2::IpPermission> desired,
                                       IngressChange& change) const {
  const auto known = authorized_.find(group);
  if (known == authorized_.end()) return;
  for (const ec2::IpPermission& permission : known->second)
    if (!holds(desired, permission) && !holds(change.revoke, permission)) change.revoke.push_back(permission);
}

sim::Task<sim::Result<std::vector<RefusedRule>>> NodeSecurityGroups::apply(std::string group, IngressChange change,
                                                                           bool revoke_first, sim::RecordId cause) {
  groups_.erase(group);
  if (revoke_first) {
    auto revoked = co_await revoke(group, take_obsolete(change), cause);
    if (!revoked) co_return sim::forward(std::move(revoked.error()));
  }
  auto refused = co_await authorize(group, change, cause);
  if (!refused) co_return refused;
  for (RefusedRule& rule : *refused) {
    const auto same = [&](const ec2::IpPermission& permission) { return same_lane(rule.permission, permission); };
    rule.in_place = std::ranges::any_of(change.revoke, same);
  }
  std::erase_if(change.revoke, [&](const ec2::IpPermission& permission) {
    const auto same = [&](const RefusedRule& rule) { return same_lane(rule.permission, permission); };
    return std::ranges::any_of(*refused, same);
  });
  auto revoked = co_await revoke(std::move(group), std::move(change), cause);
  if (!revoked) co_return sim::forward(std::move(revoked.error()));
  co_return refused;
}

sim::Task<sim::Result<std::vector<RefusedRule>>> NodeSecurityGroups::authorize(std::string group, IngressChange change,
                                                                               sim::RecordId cause) {
  std::vector<RefusedRule> refused;
  if (change.authorize.empty()) co_return refused;
  auto together = co_await authorize_in_one_call(group, change.authorize, cause);
  if (together) co_return refused;
  const bool definite = !rules_were_stale(together.error()) && !sdk_retries(together.error());
  if (!definite) co_return sim::forward(std::move(together.error()));
  if (change.authorize.size() == 1) {
    refused.push_back({change.authorize.front(), std::move(together.error())});
    co_return refused;
  }
  for (const ec2::IpPermission& permission : change.authorize) {
    std::vector<ec2::IpPermission> one(1, permission);
    auto alone = co_await authorize_in_one_call(group, std::move(one), cause);
    if (!alone) refused.push_back({permission, std::move(alone.error())});
  }
  co_return refused;
}

sim::Task<sim::Result<void>> NodeSecurityGroups::authorize_in_one_call(std::string group,
                                                                       std::vector<ec2::IpPermission> permissions,
                                                                       sim::RecordId cause) {
  ec2::AuthorizeSecurityGroupIngress::Request request;
  request.GroupId = group;
  request.IpPermissions = permissions;
  auto answer =
      co_await api::call<ec2::AuthorizeSecurityGroupIngress>(context_.ec2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  auto& known = authorized_[group];
  known.insert(known.end(), permissions.begin(), permissions.end());
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> NodeSecurityGroups::revoke(std::string group, IngressChange change, sim::RecordId cause) {
  if (change.revoke.empty()) co_return sim::Result<void>();
  ec2::RevokeSecurityGroupIngress::Request request;
  request.GroupId = group;
  request.IpPermissions = change.revoke;
  auto answer =
      co_await api::call<ec2::RevokeSecurityGroupIngress>(context_.ec2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  std::erase_if(authorized_[group], [&](const auto& permission) { return holds(change.revoke, permission); });
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
