#include "engine/deploy/binding_synthesizer.h"

#include <fmt/format.h>

#include "api/kube/views.h"
#include "engine/deploy/repeat.h"
#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

constexpr RepeatLimits kWait{std::chrono::milliseconds{200}, std::chrono::seconds{60}};
constexpr std::string_view kNotFound = "NotFound";
constexpr std::string_view kAlreadyExists = "AlreadyExists";

sim::Error timed_out(const kube::ObjectKey& key, std::string_view what) {
  sim::Error error;
  error.code = "Timeout";
  error.message = fmt::format("TargetGroupBinding {} was not {} within 60 s: see its events", key.text(), what);
  return error;
}

}  // namespace

sim::Task<sim::Result<std::vector<kube::ObjectKey>>> BindingSynthesizer::synthesize(
    StackRef stack, ResolvedReferences references, std::vector<std::string> frozen_target_groups, sim::RecordId cause) {
  auto existing = co_await find(stack, cause);
  if (!existing) co_return sim::forward(std::move(existing.error()));
  BindingPlan plan = plan_bindings(*stack, *existing, references, frozen_target_groups);
  for (std::size_t at = 0; at < plan.steps.size(); ++at) {
    auto done = co_await carry_out(stack, stack->bindings[at], std::move(plan.steps[at]), references, cause);
    if (!done) co_return sim::forward(std::move(done.error()));
  }
  co_return std::move(plan.unmatched);
}

sim::Task<sim::Result<void>> BindingSynthesizer::post_synthesize(StackRef stack, std::vector<kube::ObjectKey> unmatched,
                                                                 sim::RecordId cause) {
  for (const kube::ObjectKey& key : unmatched) {
    auto removed = co_await remove(stack, key, "its target group is not desired", cause);
    if (!removed) co_return removed;
  }
  co_return sim::Result<void>();
}

void BindingSynthesizer::load() {
  if (loaded_) return;
  loaded_ = true;
  for (const auto& [key, object] : lister_.all()) {
    const auto& labels = object->meta().labels;
    const auto name_space = labels.find(std::string(kStackNamespaceLabel));
    const auto name = labels.find(std::string(kStackNameLabel));
    if (name_space == labels.end() || name == labels.end()) continue;
    stacks_[{name_space->second, name->second}].insert(key);
  }
}

// Those of the stack that are there. One that the cache does not show (it was made a moment ago, or somebody deleted
// it) is asked for.
sim::Task<sim::Result<std::vector<kube::ObjectRef>>> BindingSynthesizer::find(StackRef stack, sim::RecordId cause) {
  load();
  std::vector<kube::ObjectRef> existing;
  const auto found = stacks_.find(stack->gateway);
  if (found == stacks_.end()) co_return existing;
  const Keys keys = found->second;
  for (const kube::ObjectKey& key : keys) {
    kube::ObjectRef object = lister_.get(key);
    if (!object) {
      auto asked = co_await get(key, cause);
      if (!asked) co_return sim::forward(std::move(asked.error()));
      object = std::move(*asked);
    }
    if (object && binding_belongs_to(*object, stack->gateway)) existing.push_back(std::move(object));
    else stacks_[stack->gateway].erase(key);
  }
  if (stacks_[stack->gateway].empty()) stacks_.erase(stack->gateway);
  co_return existing;
}

sim::Task<sim::Result<void>> BindingSynthesizer::carry_out(StackRef stack, DesiredTargetGroupBinding desired,
                                                           BindingPlan::Step step, ResolvedReferences references,
                                                           sim::RecordId cause) {
  if (step.remove_first) {
    auto removed = co_await remove(stack, *step.remove_first, "it holds the name for another target group", cause);
    if (!removed) co_return removed;
  }
  if (!step.write) co_return sim::Result<void>();
  if (step.write->call->operation().name == kube::Patch::info().name) {
    co_return co_await patch(std::move(*step.write), cause);
  }
  stacks_[stack->gateway].insert(desired.key);
  auto created = co_await execute(context_, std::move(*step.write), cause);
  if (created || created.error().code != kAlreadyExists) co_return created;
  co_return co_await resolve_conflict(stack, std::move(desired), std::move(references), cause);
}

// The name is taken by an object that the cache has not shown. Ours: it is brought in line, or replaced.
sim::Task<sim::Result<void>> BindingSynthesizer::resolve_conflict(StackRef stack, DesiredTargetGroupBinding desired,
                                                                  ResolvedReferences references, sim::RecordId cause) {
  auto there = co_await get(desired.key, cause);
  if (!there) co_return sim::forward(std::move(there.error()));
  if (*there && !binding_belongs_to(**there, stack->gateway)) {
    stacks_[stack->gateway].erase(desired.key);
    co_return sim::fail("ForeignResource",
                        fmt::format("TargetGroupBinding {} exists and lacks the labels of Gateway {}: "
                                    "remove it",
                                    desired.key.text(), stack->gateway.text()));
  }
  std::vector<kube::ObjectRef> existing;
  if (*there) existing.push_back(*there);
  Stack alone;
  alone.gateway = stack->gateway;
  alone.bindings.push_back(desired);
  BindingPlan plan = plan_bindings(alone, existing, references, {});
  BindingPlan::Step step = std::move(plan.steps.front());
  if (step.remove_first) {
    auto removed = co_await remove(stack, *step.remove_first, "it holds the name for another target group", cause);
    if (!removed) co_return removed;
    stacks_[stack->gateway].insert(desired.key);
  }
  if (!step.write) co_return sim::Result<void>();
  if (step.write->call->operation().name == kube::Patch::info().name) {
    co_return co_await patch(std::move(*step.write), cause);
  }
  co_return co_await execute(context_, std::move(*step.write), cause);
}

sim::Task<sim::Result<void>> BindingSynthesizer::patch(PlannedCall planned, sim::RecordId cause) {
  const api::CallRef call = planned.call;
  auto done = co_await execute(context_, std::move(planned), cause);
  if (!done) co_return done;
  co_return co_await wait_observed(api::as<kube::Patch>(*call).response.object);
}

sim::Task<sim::Result<void>> BindingSynthesizer::remove(StackRef stack, kube::ObjectKey key, std::string reason,
                                                        sim::RecordId cause) {
  auto planned = plan_binding_delete(key, std::move(reason));
  const api::CallRef call = planned.call;
  auto done = co_await execute(context_, std::move(planned), cause);
  const bool absent = !done && done.error().code == kNotFound;
  if (!done && !absent) co_return done;
  const auto& response = api::as<kube::Delete>(*call).response;
  if (!absent && !response.removed && response.object) {
    auto gone = co_await wait_gone(response.object);
    if (!gone) co_return gone;
  }
  const auto found = stacks_.find(stack->gateway);
  if (found != stacks_.end()) found->second.erase(key);
  co_return sim::Result<void>();
}

// Null when there is none.
sim::Task<sim::Result<kube::ObjectRef>> BindingSynthesizer::get(kube::ObjectKey key, sim::RecordId cause) {
  kube::Get::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = std::move(key);
  auto answer = co_await api::call<kube::Get>(context_.kube, context_.call(cause), std::move(request));
  if (answer) co_return std::move(answer->object);
  if (answer.error().code == kNotFound) co_return kube::ObjectRef();
  co_return sim::forward(std::move(answer.error()));
}

sim::Task<sim::Result<void>> BindingSynthesizer::wait_observed(kube::ObjectRef patched) {
  const kube::ObjectKey key = patched->meta().key();
  const std::int64_t generation = patched->meta().generation;
  Repeat repeat(context_.scheduler, kWait);
  while (true) {
    const kube::ObjectRef seen = lister_.get(key);
    const bool observed = seen && seen->view<kube::TargetGroupBinding>().status.observedGeneration >= generation;
    if (observed) co_return sim::Result<void>();
    if (!repeat.again()) co_return sim::forward(timed_out(key, "observed"));
    co_await sim::sleep_for(kWait.interval);
  }
}

sim::Task<sim::Result<void>> BindingSynthesizer::wait_gone(kube::ObjectRef last) {
  const kube::ObjectKey key = last->meta().key();
  Repeat repeat(context_.scheduler, kWait);
  while (true) {
    const kube::ObjectRef seen = lister_.get(key);
    const bool gone = !seen || seen->meta().uid != last->meta().uid;
    if (gone) co_return sim::Result<void>();
    if (!repeat.again()) co_return sim::forward(timed_out(key, "gone"));
    co_await sim::sleep_for(kWait.interval);
  }
}

}  // namespace nlbsim::engine
