#include "engine/targets/target_registry.h"

#include <algorithm>
#include <utility>

#include "api/aws/error_codes.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

constexpr sim::Duration kCacheTtl = std::chrono::minutes{5};

// Whether the answer is about single targets. A ValidationError is where it names one: an address that is not private,
// or whose zone AWS cannot tell.
bool refuses_targets(const sim::Error& error, const std::vector<aws::TargetDescription>& batch) {
  if (error.code == aws::code::kInvalidTarget) return true;
  return error.code == aws::code::kValidationError && names_any(error.message, batch);
}

}  // namespace

sim::Task<sim::Result<std::vector<ListedTarget>>> TargetRegistry::list(std::string target_group, sim::RecordId cause) {
  aws::DescribeTargetHealth::Request request;
  request.TargetGroupArn = target_group;
  std::vector<ListedTarget> known;
  const auto cached = cache_.find(target_group);
  const bool hit = cached != cache_.end() && context_.scheduler.now() < cached->second.expires;
  if (hit) {
    known = cached->second.targets;
    request.Targets = to_describe_again(known);
    if (request.Targets.empty()) co_return known;
  }
  auto answer = co_await api::call<aws::DescribeTargetHealth>(context_.elbv2, context_.call(cause), std::move(request));
  if (!answer) {
    forget(target_group);
    co_return sim::forward(std::move(answer.error()));
  }
  if (hit) {
    known = refreshed(known, answer->TargetHealthDescriptions);
    cache_[target_group].targets = known;
  } else {
    known = listed_from(answer->TargetHealthDescriptions);
    cache_.insert_or_assign(target_group, CachedGroup{context_.scheduler.now() + kCacheTtl, known});
  }
  co_return known;
}

sim::Task<sim::Result<void>> TargetRegistry::deregister(std::string target_group,
                                                        std::vector<aws::TargetDescription> targets,
                                                        sim::RecordId cause) {
  const auto calls = batches(targets);
  for (const auto& batch : calls) {
    aws::DeregisterTargets::Request request;
    request.TargetGroupArn = target_group;
    request.Targets = batch;
    auto answer = co_await api::call<aws::DeregisterTargets>(context_.elbv2, context_.call(cause), std::move(request));
    if (!answer) {
      forget(target_group);
      co_return sim::forward(std::move(answer.error()));
    }
    note_deregistered(target_group, batch);
  }
  co_return sim::Result<void>();
}

sim::Task<sim::Result<std::vector<aws::TargetDescription>>> TargetRegistry::register_(
    std::string target_group, std::vector<aws::TargetDescription> targets, sim::RecordId cause) {
  std::vector<aws::TargetDescription> refused;
  auto calls = batches(targets);
  std::ranges::reverse(calls);  // a stack, the first batch on top
  while (!calls.empty()) {
    const std::vector<aws::TargetDescription> batch = std::move(calls.back());
    calls.pop_back();
    aws::RegisterTargets::Request request;
    request.TargetGroupArn = target_group;
    request.Targets = batch;
    auto answer = co_await api::call<aws::RegisterTargets>(context_.elbv2, context_.call(cause), std::move(request));
    if (answer) {
      note_registered(target_group, batch);
      continue;
    }
    if (!refuses_targets(answer.error(), batch) || !context_.config.profile->refused_target_is_skipped) {
      forget(target_group);
      co_return sim::forward(std::move(answer.error()));
    }
    RefusedBatch split = split_refused(batch, answer.error().message);
    std::ranges::move(split.refused, std::back_inserter(refused));
    for (std::size_t i = split.retry.size(); i-- > 0;) calls.push_back(std::move(split.retry[i]));
  }
  co_return refused;
}

sim::Task<sim::Result<aws::TargetGroup>> TargetRegistry::describe(std::string target_group, std::string name,
                                                                  sim::RecordId cause) {
  aws::DescribeTargetGroups::Request request;
  if (target_group.empty()) request.Names.push_back(std::move(name));
  else request.TargetGroupArns.push_back(std::move(target_group));
  auto answer = co_await api::call<aws::DescribeTargetGroups>(context_.elbv2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  if (answer->TargetGroups.empty())
    co_return sim::fail(std::string(aws::code::kTargetGroupNotFound), "One or more target groups not found");
  co_return std::move(answer->TargetGroups.front());
}

sim::Task<sim::Result<bool>> TargetRegistry::in_use(std::string target_group, sim::RecordId cause) {
  auto group = co_await describe(std::move(target_group), std::string(), cause);
  if (!group) co_return sim::forward(std::move(group.error()));
  co_return !group->LoadBalancerArns.empty();
}

void TargetRegistry::note_registered(const std::string& target_group,
                                     const std::vector<aws::TargetDescription>& targets) {
  const auto cached = cache_.find(target_group);
  if (cached == cache_.end()) return;
  auto& listed = cached->second.targets;
  for (const aws::TargetDescription& target : targets) {
    std::erase_if(listed, [&](const ListedTarget& entry) {
      return entry.target.Id == target.Id && entry.target.Port == target.Port;
    });
    listed.push_back({target, std::nullopt});
  }
}

void TargetRegistry::note_deregistered(const std::string& target_group,
                                       const std::vector<aws::TargetDescription>& targets) {
  const auto cached = cache_.find(target_group);
  if (cached == cache_.end()) return;
  for (ListedTarget& entry : cached->second.targets)
    if (std::ranges::find(targets, entry.target) != targets.end()) entry.health.reset();
}

}  // namespace nlbsim::engine
