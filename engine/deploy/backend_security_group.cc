#include "engine/deploy/backend_security_group.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deploy/plan.h"
#include "engine/deploy/repeat.h"
#include "engine/model/naming.h"
#include "engine/model/security_group.h"
#include "engine/model/tags.h"
#include "engine/names.h"

namespace nlbsim::engine {
namespace {

constexpr RepeatLimits kWhileInUse{std::chrono::seconds{2}, std::chrono::minutes{2}};

}  // namespace

sim::Task<sim::Result<std::string>> BackendSecurityGroup::acquire(kube::ObjectKey gateway, sim::RecordId cause) {
  holders_.insert(gateway);
  released_.erase(gateway);
  if (!locked_ && !group_id_.empty()) co_return group_id_;
  co_await lock();
  auto group = co_await find_or_create(cause);
  unlock();
  co_return group;
}

sim::Task<sim::Result<void>> BackendSecurityGroup::release(kube::ObjectKey gateway, sim::RecordId cause) {
  holders_.erase(gateway);
  forget_vanished();
  const kube::ObjectRef object = gateways_.get(gateway);
  if (object) released_[gateway] = object->meta().uid;
  co_await lock();
  auto done = co_await remove_if_unused(cause);
  unlock();
  co_return done;
}

sim::Task<void> BackendSecurityGroup::lock() {
  while (locked_) co_await unlocked_.wait();
  locked_ = true;
}

void BackendSecurityGroup::unlock() {
  locked_ = false;
  unlocked_.notify(context_.scheduler);
}

sim::Task<sim::Result<std::string>> BackendSecurityGroup::find_or_create(sim::RecordId cause) {
  if (!group_id_.empty()) co_return group_id_;
  auto found = co_await find(cause);
  if (!found) co_return found;
  if (found->empty()) found = co_await create(cause);
  if (found) group_id_ = *found;
  co_return found;
}

// By its tags; empty when there is none.
sim::Task<sim::Result<std::string>> BackendSecurityGroup::find(sim::RecordId cause) {
  const Config& config = context_.config;
  std::vector<aws::Filter> filters;
  filters.push_back({"vpc-id", {config.vpc_id}});
  filters.push_back({"tag:" + std::string(kClusterTag), {config.cluster_name}});
  filters.push_back({"tag:" + std::string(kSharedResourceTag), {std::string(kBackendSecurityGroup)}});
  auto request = SecurityGroups::by_filters(std::move(filters));
  auto groups = co_await describe_all<SecurityGroups>(context_, std::move(request), cause);
  if (!groups) co_return sim::forward(std::move(groups.error()));
  if (groups->empty()) co_return std::string();
  co_return groups->front().GroupId;
}

sim::Task<sim::Result<std::string>> BackendSecurityGroup::create(sim::RecordId cause) {
  const Config& config = context_.config;
  aws::ec2::CreateSecurityGroup::Request request;
  request.GroupName = backend_security_group_name(config.cluster_name);
  request.Description = kBackendSecurityGroupDescription;
  request.VpcId = config.vpc_id;
  const aws::TagMap tags = backend_security_group_tags(config.cluster_name);
  request.TagSpecifications.push_back({"security-group", aws::to_tags(tags)});
  const std::string name = request.GroupName;
  auto planned =
      plan_call<aws::ec2::CreateSecurityGroup>(name, "no Gateway of this cluster has made it yet", std::move(request));
  const api::CallRef call = planned.call;
  auto created = co_await execute(context_, std::move(planned), cause);
  if (created) co_return api::as<aws::ec2::CreateSecurityGroup>(*call).response.GroupId;
  if (created.error().code != aws::code::kGroupDuplicate) co_return sim::forward(std::move(created.error()));
  // Ours after all, if an earlier answer was lost.
  auto named = co_await describe_named<SecurityGroups>(context_, name, cause);
  if (!named) co_return sim::forward(std::move(named.error()));
  for (const auto& group : *named) {
    const aws::TagMap there = aws::to_map(group.Tags);
    const bool ours = std::ranges::includes(there, tags);
    if (ours) co_return group.GroupId;
  }
  co_return sim::fail(created.error().code,
                      fmt::format("security group {} exists and lacks our tags {} and {}: remove it or tag it", name,
                                  kClusterTag, kSharedResourceTag));
}

sim::Task<sim::Result<void>> BackendSecurityGroup::remove_if_unused(sim::RecordId cause) {
  if (needed()) co_return sim::Result<void>();
  if (group_id_.empty()) {
    auto found = co_await find(cause);
    if (!found) co_return sim::forward(std::move(found.error()));
    group_id_ = *found;
  }
  if (group_id_.empty()) co_return sim::Result<void>();
  Repeat repeat(context_.scheduler, kWhileInUse);
  while (true) {
    aws::ec2::DeleteSecurityGroup::Request request;
    request.GroupId = group_id_;
    auto planned =
        plan_call<aws::ec2::DeleteSecurityGroup>(group_id_, "no Gateway needs it any more", std::move(request));
    auto done = co_await execute(context_, std::move(planned), cause);
    const bool gone = done || done.error().code == aws::code::kGroupNotFound;
    if (gone) break;
    const bool again = done.error().code == aws::code::kDependencyViolation && repeat.again();
    if (!again) co_return done;
    co_await sim::sleep_for(kWhileInUse.interval);
    if (needed()) co_return sim::Result<void>();
  }
  forget();
  co_return sim::Result<void>();
}

bool BackendSecurityGroup::needed() const {
  if (!holders_.empty()) return true;
  const auto left = [&](const kube::ObjectKey& key, const std::string& uid) {
    const auto found = released_.find(key);
    return found != released_.end() && found->second == uid;
  };
  const auto holds = [&](const auto& entry) {
    const kube::ObjectMeta& meta = entry.second->meta();
    return meta.has_finalizer(kGatewayFinalizer) && !left(entry.first, meta.uid);
  };
  return std::ranges::any_of(gateways_.all(), holds);
}

void BackendSecurityGroup::forget_vanished() {
  std::erase_if(released_, [&](const auto& entry) {
    const kube::ObjectRef object = gateways_.get(entry.first);
    return !object || object->meta().uid != entry.second;
  });
}

}  // namespace nlbsim::engine
