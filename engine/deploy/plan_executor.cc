#include "engine/deploy/plan_executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/aws/elbv2_more.h"
#include "api/kube/kube.h"
#include "engine/runtime/aws/sdk_client.h"

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kBindingInterval = 200ms;
constexpr sim::Duration kBindingLimit = 60s;
// Registration is a matter of a second; what takes longer is refused, and told where it is.
constexpr sim::Duration kTargetsLimit = 10s;
// So many calls running without an answer, each tried again by the SDK for minutes: the rest waits for the next deploy.
constexpr int kUnansweredLimit = 2;

// What an answer means beyond success and refusal.
struct AnswerRow {
  const api::OperationInfo& (*operation)();
  std::string_view done;    // nothing is left to do
  std::string_view in_use;  // to be tried again, `limit` at most
  sim::Duration limit;
  std::string_view outdated;  // what was read is not so any more
};

const AnswerRow* answers_of(const api::OperationInfo& operation) {
  namespace code = aws::code;
  static constexpr std::array kRows = std::to_array<AnswerRow>({
      {aws::ec2::CreateSecurityGroup::info, {}, {}, 0s, code::kGroupDuplicate},
      {aws::ec2::AuthorizeSecurityGroupIngress::info, {}, {}, 0s, code::kPermissionDuplicate},
      {aws::ec2::RevokeSecurityGroupIngress::info, {}, {}, 0s, code::kPermissionNotFound},
      {aws::ec2::DeleteSecurityGroup::info, code::kGroupNotFound, code::kDependencyViolation, 10s, {}},
      {aws::CreateTargetGroup::info, {}, {}, 0s, code::kDuplicateTargetGroupName},
      {aws::ModifyTargetGroup::info, {}, {}, 0s, code::kTargetGroupNotFound},
      {aws::DeleteTargetGroup::info, code::kTargetGroupNotFound, code::kResourceInUse, 20s, {}},
      {aws::CreateLoadBalancer::info, {}, {}, 0s, code::kDuplicateLoadBalancerName},
      {aws::DeleteLoadBalancer::info, code::kLoadBalancerNotFound, {}, 0s, code::kOperationNotPermitted},
      {aws::CreateListener::info, {}, {}, 0s, code::kDuplicateListener},
      {aws::ModifyListener::info, {}, {}, 0s, code::kListenerNotFound},
      {aws::DeleteListener::info, code::kListenerNotFound, {}, 0s, {}},
      // A listener that was made a moment ago may not be seen everywhere.
      {aws::AddListenerCertificates::info, {}, code::kListenerNotFound, 20s, {}},
      {aws::RemoveListenerCertificates::info, code::kListenerNotFound, {}, 0s, {}},
      {kube::Create::info, {}, {}, 0s, "AlreadyExists"},
      {kube::Patch::info, {}, {}, 0s, "NotFound"},
      {kube::Delete::info, "NotFound", {}, 0s, {}},
  });
  const auto found = std::ranges::find_if(kRows, [&](const AnswerRow& row) { return &row.operation() == &operation; });
  return found == kRows.end() ? nullptr : &*found;
}

std::string key_of(const PlannedCall& planned) { return fmt::format("{} {}", planned.operation->name, planned.object); }

void add_ports(DeployFailure& failure, const PlannedCall& planned) {
  failure.whole = failure.whole || planned.whole;
  std::vector<std::int32_t> ports;
  std::ranges::set_union(failure.ports, planned.ports, std::back_inserter(ports));
  failure.ports = std::move(ports);
}

}  // namespace

struct PlanExecutor::Progress {
  explicit Progress(const StackPlan& plan) : references(plan.known), failed(plan.calls.size()) {}

  // The failure that keeps a call from being made; none: it may go.
  std::optional<std::size_t> obstacle(const PlannedCall& planned) const {
    for (const std::size_t place : planned.after)
      if (failed[place]) return failed[place];
    return std::nullopt;
  }
  std::size_t fail(const PlannedCall& planned, sim::Error error) {
    const AnswerRow* row = answers_of(*planned.operation);
    const bool old = row && !row->outdated.empty() && error.code == row->outdated;
    execution.outdated = execution.outdated || old;
    unanswered = sdk_retries(error) ? unanswered + 1 : 0;
    if (!old) execution.refusals[key_of(planned)] = error;
    DeployFailure failure;
    failure.object = planned.object;
    failure.error = std::move(error);
    add_ports(failure, planned);
    execution.failures.push_back(std::move(failure));
    return execution.failures.size() - 1;
  }

  References references;
  std::vector<std::optional<std::size_t>> failed;  // by place: which failure
  int unanswered = 0;
  std::optional<sim::Instant> bindings_until;  // so long bindings are waited for, all of them together
  std::optional<sim::Instant> targets_until;   // and so long the targets of theirs
  Execution execution;
};

sim::Task<Execution> PlanExecutor::execute(std::shared_ptr<const Stack> stack, std::shared_ptr<const StackPlan> plan,
                                           Refusals refused_before, sim::RecordId cause) {
  auto progress = std::make_shared<Progress>(*plan);
  for (std::size_t place = 0; place < plan->calls.size(); ++place) {
    const PlannedCall& planned = plan->calls[place];
    std::optional<std::size_t> obstacle = progress->obstacle(planned);
    if (!obstacle && progress->unanswered >= kUnansweredLimit) obstacle = progress->execution.failures.size() - 1;
    if (obstacle) {
      add_ports(progress->execution.failures[*obstacle], planned);
      progress->failed[place] = obstacle;
      continue;
    }
    const auto before = refused_before.find(key_of(planned));
    if (before != refused_before.end()) progress->failed[place] = progress->fail(planned, before->second);
    else co_await carry_out(stack, plan, place, progress, cause);
  }
  co_return std::move(progress->execution);
}

sim::Task<void> PlanExecutor::carry_out(std::shared_ptr<const Stack> stack, std::shared_ptr<const StackPlan> plan,
                                        std::size_t place, std::shared_ptr<Progress> progress, sim::RecordId cause) {
  const PlannedCall& planned = plan->calls[place];
  if (planned.binding_gone) {
    auto gone = co_await wait_gone(planned.binding_gone, progress);
    if (!gone) {
      progress->failed[place] = progress->fail(planned, gone.error());
      co_return;
    }
    memory_.bindings.deleted(stack->gateway, planned.binding_gone->meta().key());
  }
  if (planned.binding_served) co_await wait_served(*planned.binding_served, progress);
  const api::CallRef call = planned.request(progress->references);
  auto done = co_await send_one(stack, call, cause);
  if (done) {
    progress->unanswered = 0;
    std::string id = memory_.done(*stack, *call);
    if (call->operation().name == aws::CreateLoadBalancer::info().name && !id.empty())
      progress->execution.load_balancer = api::as<aws::CreateLoadBalancer>(*call).response.LoadBalancers.front();
    if (!planned.gives.empty()) progress->references.set(planned.gives, std::move(id));
    co_return;
  }
  const bool definite = !sdk_retries(done.error());
  const AnswerRow* row = answers_of(*planned.operation);
  const bool old = row && done.error().code == row->outdated;
  if (planned.parts.empty() || !definite || old) {
    progress->failed[place] = progress->fail(planned, done.error());
    co_return;
  }
  for (const PlannedCall& part : planned.parts) {
    const api::CallRef alone = part.request(progress->references);
    auto told = co_await send_one(stack, alone, cause);
    if (!told) progress->failed[place] = progress->fail(part, told.error());
  }
}

sim::Task<sim::Result<void>> PlanExecutor::send_one(std::shared_ptr<const Stack> stack, api::CallRef call,
                                                    sim::RecordId cause) {
  memory_.sending(*stack, *call);
  const AnswerRow* row = answers_of(call->operation());
  sim::Result<void> done;
  if (row && !row->in_use.empty()) {
    Patience patience{row->in_use, row->done, row->limit, {}};
    const auto gone = co_await delete_until_free(context_, call, std::move(patience), cause);
    if (!gone) done = sim::forward(gone.error());
  } else {
    done = co_await send(context_, call, cause);
    const bool nothing_left = !done && row && !row->done.empty() && done.error().code == row->done;
    if (nothing_left) done = sim::Result<void>();
  }
  if (!done) memory_.note_refusal(*call, done.error());
  co_return done;
}

sim::Task<sim::Result<void>> PlanExecutor::wait_gone(kube::ObjectRef binding, std::shared_ptr<Progress> progress) {
  const kube::ObjectKey key = binding->meta().key();
  const std::string uid = binding->meta().uid;
  if (!progress->bindings_until) progress->bindings_until = context_.scheduler.now() + kBindingLimit;
  while (!memory_.bindings.gone(key, uid)) {
    if (context_.scheduler.now() + kBindingInterval > *progress->bindings_until) {
      co_return sim::fail("Timeout",
                          fmt::format("TargetGroupBinding {} was not gone within 60 s: see its events", key.text()));
    }
    co_await sim::sleep_for(kBindingInterval);
  }
  co_return sim::Result<void>();
}

sim::Task<void> PlanExecutor::wait_served(kube::ObjectKey binding, std::shared_ptr<Progress> progress) {
  if (!progress->targets_until) progress->targets_until = context_.scheduler.now() + kTargetsLimit;
  while (!memory_.bindings.served(binding) && context_.scheduler.now() + kBindingInterval <= *progress->targets_until)
    co_await sim::sleep_for(kBindingInterval);
}

}  // namespace nlbsim::engine
