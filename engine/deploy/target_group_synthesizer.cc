#include "engine/deploy/target_group_synthesizer.h"

#include "engine/deploy/repeat.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

constexpr RepeatLimits kWhileInUse{std::chrono::seconds{2}, std::chrono::seconds{20}};

}  // namespace

sim::Task<sim::Result<DeployedTargetGroups>> TargetGroupSynthesizer::synthesize(StackRef stack, sim::RecordId cause) {
  auto found = co_await tracked_.target_groups(stack->id(), cause);
  if (!found) co_return sim::forward(std::move(found.error()));
  const std::span<const DesiredTargetGroup> desired(stack->target_groups);
  const std::span<const TrackedTargetGroup> actual(*found);
  const auto matching = match(desired, actual, target_group_replaced);
  if (!matching) co_return sim::forward(matching.error());
  DeployedTargetGroups deployed;
  for (const std::size_t at : matching->unmatched) deployed.unmatched.push_back(actual[at].resource.TargetGroupArn);
  for (std::size_t at = 0; at < desired.size(); ++at) {
    if (matching->matched[at]) continue;
    auto created = co_await create(stack, desired[at], cause);
    if (!created) co_return sim::forward(std::move(created.error()));
    deployed.arns[desired[at].id] = *created;
  }
  for (std::size_t at = 0; at < desired.size(); ++at) {
    if (!matching->matched[at]) continue;
    TrackedTargetGroup there = actual[*matching->matched[at]];
    deployed.arns[desired[at].id] = there.resource.TargetGroupArn;
    auto updated = co_await update(desired[at], std::move(there), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
  }
  co_return deployed;
}

sim::Task<sim::Result<std::string>> TargetGroupSynthesizer::create(StackRef stack, DesiredTargetGroup desired,
                                                                   sim::RecordId cause) {
  KnownStacks& known = tracked_.known_target_groups();
  known.creating(stack->id(), desired.name);
  auto planned = plan_target_group_create(desired);
  const api::CallRef call = planned.call;
  auto created = co_await execute(context_, std::move(planned), cause);
  if (!created && created.error().code == aws::code::kDuplicateTargetGroupName) {
    auto adopted = co_await tracked_.adopt<TargetGroups>(stack->id(), desired.name, cause);
    if (!adopted) co_return sim::forward(std::move(adopted.error()));
    const std::string arn = adopted->resource.TargetGroupArn;
    known.created(stack->id(), desired.name, arn);
    auto updated = co_await update(std::move(desired), std::move(*adopted), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
    co_return arn;
  }
  if (!created) co_return sim::forward(std::move(created.error()));
  const auto& response = api::as<aws::CreateTargetGroup>(*call).response;
  if (response.TargetGroups.empty()) co_return sim::fail("EmptyAnswer", "CreateTargetGroup answered no target group");
  const std::string arn = response.TargetGroups.front().TargetGroupArn;
  known.created(stack->id(), desired.name, arn);
  tags_.put(arn, std::move(desired.tags));
  auto read = co_await read_attributes(arn, cause);
  if (!read) co_return sim::forward(std::move(read.error()));
  co_return arn;
}

sim::Task<sim::Result<void>> TargetGroupSynthesizer::update(DesiredTargetGroup desired, TrackedTargetGroup actual,
                                                            sim::RecordId cause) {
  const std::string arn = actual.resource.TargetGroupArn;
  auto plan = plan_target_group_update(desired, actual, context_.config.cluster_name);
  tags_.drop_changed(plan);
  auto done = co_await execute_all(context_, std::move(plan), cause);
  if (!done) co_return done;
  co_return co_await read_attributes(arn, cause);
}

// No attribute is ever desired, so none is changed.
sim::Task<sim::Result<void>> TargetGroupSynthesizer::read_attributes(std::string arn, sim::RecordId cause) {
  if (!context_.config.profile->reads_without_use) co_return sim::Result<void>();
  aws::DescribeTargetGroupAttributes::Request request;
  request.TargetGroupArn = std::move(arn);
  auto planned =
      plan_call<aws::DescribeTargetGroupAttributes>(request.TargetGroupArn, "to compare attributes", request);
  co_return co_await execute(context_, std::move(planned), cause);
}

sim::Task<sim::Result<void>> TargetGroupSynthesizer::post_synthesize(StackRef stack, std::vector<std::string> unmatched,
                                                                     sim::RecordId cause) {
  for (const std::string& arn : unmatched) {
    Repeat repeat(context_.scheduler, kWhileInUse);
    while (true) {
      aws::DeleteTargetGroup::Request request;
      request.TargetGroupArn = arn;
      auto planned = plan_call<aws::DeleteTargetGroup>(arn, "the stack does not ask for it", std::move(request));
      auto done = co_await execute(context_, std::move(planned), cause);
      if (done || done.error().code == aws::code::kTargetGroupNotFound) break;
      const bool again = done.error().code == aws::code::kResourceInUse && repeat.again();
      if (!again) co_return done;
      co_await sim::sleep_for(kWhileInUse.interval);
    }
    tracked_.known_target_groups().deleted(stack->id(), arn);
    tags_.drop(arn);
  }
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
