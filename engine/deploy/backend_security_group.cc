#include "engine/deploy/backend_security_group.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deploy/outcome.h"
#include "engine/deploy/plan_note.h"
#include "engine/deploy/send.h"
#include "engine/model/naming.h"
#include "engine/model/security_group.h"
#include "engine/model/tags.h"
#include "engine/names.h"

namespace nlbsim::engine {
namespace {

constexpr sim::Duration kWhileInUse = std::chrono::minutes{2};

// Whose plan it is.
constexpr std::string_view kSharedByGateways = "shared by all Gateways";

aws::ec2::CreateSecurityGroup::Request create_request(const Config& config) {
  aws::ec2::CreateSecurityGroup::Request request;
  request.GroupName = backend_security_group_name(config.cluster_name);
  request.Description = kBackendSecurityGroupDescription;
  request.VpcId = config.vpc_id;
  const aws::TagMap tags = backend_security_group_tags(config.cluster_name);
  request.TagSpecifications.push_back({"security-group", aws::to_tags(tags)});
  return request;
}

Patience patience_of(sim::Duration limit) {
  return {aws::code::kDependencyViolation, aws::code::kGroupNotFound, limit, {}};
}

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
  if (found->empty() && context_.config.plan_only) found = plan_create(cause);
  else if (found->empty()) found = co_await create(cause);
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

std::string BackendSecurityGroup::plan_create(sim::RecordId cause) const {
  aws::ec2::CreateSecurityGroup::Request request = create_request(context_.config);
  const std::string object = fmt::format("security group {}", request.GroupName);
  const Plan plan{
      plan_call<aws::ec2::CreateSecurityGroup>(object, "targets are to let in what has it", std::move(request))};
  note_plan(context_, std::string(kSharedByGateways), plan, cause);
  return fmt::format("<{}>", object);
}

void BackendSecurityGroup::plan_delete(sim::RecordId cause) const {
  aws::ec2::DeleteSecurityGroup::Request request;
  request.GroupId = group_id_;
  const Plan plan{plan_call<aws::ec2::DeleteSecurityGroup>(fmt::format("security group {}", group_id_),
                                                           "no Gateway needs it any more", std::move(request))};
  note_plan(context_, std::string(kSharedByGateways), plan, cause);
}

sim::Task<sim::Result<std::string>> BackendSecurityGroup::create(sim::RecordId cause) {
  aws::ec2::CreateSecurityGroup::Request request = create_request(context_.config);
  const std::string name = request.GroupName;
  if (name_is_taken_) {
    // Asked for, and not ours: whether it still is so can be seen without asking for it again.
    auto holder = co_await find_named(name, cause);
    if (!holder || !holder->empty()) co_return holder;
    name_is_taken_ = false;
  }
  const api::CallRef call = std::make_shared<api::TypedCall<aws::ec2::CreateSecurityGroup>>(std::move(request));
  auto created = co_await send(context_, call, cause);
  if (created) co_return api::as<aws::ec2::CreateSecurityGroup>(*call).response.GroupId;
  if (created.error().code != aws::code::kGroupDuplicate) co_return sim::forward(std::move(created.error()));
  co_return co_await find_named(name, cause);
}

// Ours after all, if an earlier answer was lost. Empty when nothing has the name.
sim::Task<sim::Result<std::string>> BackendSecurityGroup::find_named(std::string name, sim::RecordId cause) {
  auto named = co_await describe_named<SecurityGroups>(context_, name, cause);
  if (!named) co_return sim::forward(std::move(named.error()));
  if (named->empty()) co_return std::string();
  const aws::TagMap tags = backend_security_group_tags(context_.config.cluster_name);
  for (const auto& group : *named) {
    const aws::TagMap there = aws::to_map(group.Tags);
    if (std::ranges::includes(there, tags)) co_return group.GroupId;
  }
  name_is_taken_ = true;
  co_return sim::fail(kForeignResource,
                      fmt::format("security group {} exists and lacks our tags {} and {}: remove it or tag it", name,
                                  kClusterTag, kSharedResourceTag));
}

sim::Task<sim::Result<void>> BackendSecurityGroup::remove_if_unused(sim::RecordId cause) {
  const sim::Result<void> nothing_left;
  if (needed()) co_return nothing_left;
  if (group_id_.empty()) {
    auto found = co_await find(cause);
    if (!found) co_return sim::forward(std::move(found.error()));
    group_id_ = *found;
  }
  if (group_id_.empty()) co_return nothing_left;
  if (context_.config.plan_only) {
    plan_delete(cause);
    co_return nothing_left;
  }
  aws::ec2::DeleteSecurityGroup::Request request;
  request.GroupId = group_id_;
  const api::CallRef call = std::make_shared<api::TypedCall<aws::ec2::DeleteSecurityGroup>>(std::move(request));
  Patience once = patience_of(sim::Duration::zero());
  auto done = co_await delete_until_free(context_, call, std::move(once), cause);
  if (!done && done.error().code == aws::code::kDependencyViolation) {
    // Its network interfaces go a while after the last load balancer; unless one stands that no Gateway asks for.
    auto used = co_await used_by_load_balancer(group_id_, cause);
    if (!used) co_return sim::forward(std::move(used.error()));
    if (*used) co_return nothing_left;
    Patience patience = patience_of(kWhileInUse);
    patience.wanted = [this] { return needed(); };
    co_await sim::sleep_for(kInUseInterval);
    if (needed()) co_return nothing_left;
    done = co_await delete_until_free(context_, call, std::move(patience), cause);
    if (done && !*done) co_return nothing_left;
  }
  if (!done) co_return sim::forward(std::move(done.error()));
  forget();
  co_return nothing_left;
}

sim::Task<sim::Result<bool>> BackendSecurityGroup::used_by_load_balancer(std::string group_id, sim::RecordId cause) {
  auto all = co_await describe_all<LoadBalancers>(context_, LoadBalancers::by_ids(std::vector<std::string>()), cause);
  if (!all) co_return sim::forward(std::move(all.error()));
  co_return std::ranges::any_of(*all, [&](const aws::LoadBalancer& item) {
    return std::ranges::find(item.SecurityGroups, group_id) != item.SecurityGroups.end();
  });
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
