#include "engine/deploy/security_group_synthesizer.h"

#include "engine/deploy/repeat.h"

namespace nlbsim::engine {
namespace {

constexpr RepeatLimits kWhileInUse{std::chrono::seconds{2}, std::chrono::seconds{10}};

bool rules_changed_meanwhile(const sim::Error& error) {
  return error.code == aws::code::kPermissionDuplicate || error.code == aws::code::kPermissionNotFound;
}

}  // namespace

sim::Task<sim::Result<DeployedSecurityGroups>> SecurityGroupSynthesizer::synthesize(StackRef stack,
                                                                                    sim::RecordId cause) {
  auto found = co_await tracked_.security_groups(stack->id(), cause);
  if (!found) co_return sim::forward(std::move(found.error()));
  const auto replaced = [](const DesiredSecurityGroup&, const TrackedSecurityGroup&) { return false; };
  const std::span<const DesiredSecurityGroup> desired(stack->security_groups);
  const std::span<const TrackedSecurityGroup> actual(*found);
  const auto matching = match(desired, actual, replaced);
  if (!matching) co_return sim::forward(matching.error());
  DeployedSecurityGroups deployed;
  for (const std::size_t at : matching->unmatched) deployed.unmatched.push_back(actual[at].resource.GroupId);
  for (std::size_t at = 0; at < desired.size(); ++at) {
    if (matching->matched[at]) {
      TrackedSecurityGroup there = actual[*matching->matched[at]];
      deployed.ids[desired[at].id] = there.resource.GroupId;
      auto updated = co_await update(stack, desired[at], std::move(there), cause);
      if (!updated) co_return sim::forward(std::move(updated.error()));
    } else {
      auto created = co_await create(stack, desired[at], cause);
      if (!created) co_return sim::forward(std::move(created.error()));
      deployed.ids[desired[at].id] = *created;
    }
  }
  co_return deployed;
}

sim::Task<sim::Result<std::string>> SecurityGroupSynthesizer::create(StackRef stack, DesiredSecurityGroup desired,
                                                                     sim::RecordId cause) {
  tracked_.known_security_groups().creating(stack->id(), desired.name);
  auto planned = plan_security_group_create(desired);
  const api::CallRef call = planned.call;
  auto created = co_await execute(context_, std::move(planned), cause);
  if (!created && created.error().code == aws::code::kGroupDuplicate) {
    // An earlier answer was lost: the group is there, and ours if it carries our tags.
    auto adopted = co_await tracked_.adopt<SecurityGroups>(stack->id(), desired.name, cause);
    if (!adopted) co_return sim::forward(std::move(adopted.error()));
    const std::string group_id = adopted->resource.GroupId;
    tracked_.known_security_groups().created(stack->id(), desired.name, group_id);
    auto updated = co_await update(stack, std::move(desired), std::move(*adopted), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
    co_return group_id;
  }
  if (!created) co_return sim::forward(std::move(created.error()));
  const std::string group_id = api::as<aws::ec2::CreateSecurityGroup>(*call).response.GroupId;
  tracked_.known_security_groups().created(stack->id(), desired.name, group_id);
  auto fresh = co_await read(group_id, cause);
  if (!fresh) co_return sim::forward(std::move(fresh.error()));
  auto plan = plan_ingress(desired, *fresh, stack->frozen_ports);
  auto done = co_await execute_all(context_, std::move(plan), cause);
  if (!done) co_return sim::forward(std::move(done.error()));
  co_return group_id;
}

sim::Task<sim::Result<void>> SecurityGroupSynthesizer::update(StackRef stack, DesiredSecurityGroup desired,
                                                              TrackedSecurityGroup actual, sim::RecordId cause) {
  auto plan = plan_security_group_update(desired, actual, stack->frozen_ports, context_.config.cluster_name);
  auto done = co_await execute_all(context_, std::move(plan), cause);
  if (done || !rules_changed_meanwhile(done.error())) co_return done;
  // The rules are not what they were when they were read (or our own change went through, and its answer was lost):
  // read again and try once more.
  auto fresh = co_await read(actual.resource.GroupId, cause);
  if (!fresh) co_return sim::forward(std::move(fresh.error()));
  auto again = plan_ingress(desired, *fresh, stack->frozen_ports);
  co_return co_await execute_all(context_, std::move(again), cause);
}

sim::Task<sim::Result<aws::ec2::SecurityGroup>> SecurityGroupSynthesizer::read(std::string group_id,
                                                                               sim::RecordId cause) {
  std::vector<std::string> ids;
  ids.push_back(group_id);
  auto groups = co_await describe_all<SecurityGroups>(context_, SecurityGroups::by_ids(std::move(ids)), cause);
  if (!groups) co_return sim::forward(std::move(groups.error()));
  if (groups->empty()) co_return sim::fail(std::string(aws::code::kGroupNotFound), group_id + " is not there yet");
  co_return std::move(groups->front());
}

sim::Task<sim::Result<void>> SecurityGroupSynthesizer::post_synthesize(StackRef stack,
                                                                       std::vector<std::string> unmatched,
                                                                       sim::RecordId cause) {
  for (const std::string& group_id : unmatched) {
    Repeat repeat(context_.scheduler, kWhileInUse);
    while (true) {
      aws::ec2::DeleteSecurityGroup::Request request;
      request.GroupId = group_id;
      auto planned =
          plan_call<aws::ec2::DeleteSecurityGroup>(group_id, "the stack does not ask for it", std::move(request));
      auto done = co_await execute(context_, std::move(planned), cause);
      if (done || done.error().code == aws::code::kGroupNotFound) break;
      const bool again = done.error().code == aws::code::kDependencyViolation && repeat.again();
      if (!again) co_return done;
      co_await sim::sleep_for(kWhileInUse.interval);
    }
    tracked_.known_security_groups().deleted(stack->id(), group_id);
  }
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
