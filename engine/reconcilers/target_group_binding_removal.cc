// How the TargetGroupBinding controller lets a binding go: targets, rules, readiness gates, and then its finalizer.
#include <utility>

#include "api/aws/error_codes.h"
#include "engine/profile.h"
#include "engine/reconcilers/target_group_binding_reconciler.h"
#include "engine/targets/target_diff.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kStackNameLabel = "gateway.k8s.aws.nlb/stack-name";  // on a binding that a Gateway made

// Answers that say that there is nothing left to deregister from.
bool target_group_is_gone(const sim::Error& error) {
  return error.code == aws::code::kTargetGroupNotFound || error.code == aws::code::kValidationError;
}

}  // namespace

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::remove(kube::ObjectRef binding, sim::RecordId cause) {
  const kube::ObjectKey key = binding->meta().key();
  deferred_until_.erase(key);
  looked_at_.erase(key);
  told_skipped_.erase(key);
  if (!binding->meta().has_finalizer(kBindingFinalizer)) co_return Done{};
  auto deregistered = co_await deregister_unless_live(binding, cause);
  if (!deregistered) co_return sim::forward(std::move(deregistered.error()));
  auto closed = co_await close_rules(binding, cause);
  if (!closed) co_return sim::forward(std::move(closed.error()));
  auto opened = co_await open_gates(binding, cause);
  if (!opened) co_return sim::forward(std::move(opened.error()));
  if (has_shared_target_group(*binding)) {
    auto struck = co_await shared_.remove(key, cause);
    if (!struck) co_return sim::forward(std::move(struck.error()));
  }
  targets_.forget(binding->view<kube::TargetGroupBinding>().spec.targetGroupARN);
  auto removed = co_await writer_.remove_finalizer(binding, cause);
  if (!removed) co_return sim::forward(std::move(removed.error()));
  co_return Done{};
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::forget(kube::ObjectKey key, sim::RecordId cause) {
  deferred_until_.erase(key);
  looked_at_.erase(key);
  told_skipped_.erase(key);
  if (!networking_.knows(key)) co_return Done{};
  BindingShare nothing;
  nothing.binding = std::move(key);
  auto removed = co_await networking_.remove(std::move(nothing), cause);
  if (!removed) co_return sim::forward(std::move(removed.error()));
  co_return Done{};
}

sim::Task<sim::Result<void>> TargetGroupBindingReconciler::close_rules(kube::ObjectRef binding, sim::RecordId cause) {
  BindingShare nothing;
  nothing.binding = binding->meta().key();
  nothing.instances = serving_instances(binding->view<kube::TargetGroupBinding>().spec, listers_.nodes.all());
  co_return co_await networking_.remove(std::move(nothing), cause);
}

// A Gateway takes its listener off a target group before it deletes the binding. So a binding of a Gateway that goes
// while a listener still forwards to its group was deleted by somebody else: it will be made again, and its targets
// keep serving until then. If not, they go with the target group.
sim::Task<sim::Result<void>> TargetGroupBindingReconciler::deregister_unless_live(kube::ObjectRef binding,
                                                                                  sim::RecordId cause) {
  const std::string target_group = binding->view<kube::TargetGroupBinding>().spec.targetGroupARN;
  if (context_.config.profile->bindings_watched && binding->meta().labels.contains(std::string(kStackNameLabel))) {
    auto live = co_await targets_.in_use(target_group, cause);
    if (live && *live) co_return sim::Result<void>();
    if (!live && !target_group_is_gone(live.error())) co_return sim::forward(std::move(live.error()));
  }
  co_return co_await deregister_all(std::move(binding), cause);
}

sim::Task<sim::Result<void>> TargetGroupBindingReconciler::deregister_all(kube::ObjectRef binding,
                                                                          sim::RecordId cause) {
  std::string target_group = binding->view<kube::TargetGroupBinding>().spec.targetGroupARN;
  auto listed = co_await targets_.list(target_group, cause);
  if (!listed) {
    if (target_group_is_gone(listed.error())) co_return sim::Result<void>();
    co_return sim::forward(std::move(listed.error()));
  }
  TargetDiff diff = diff_targets({}, *listed);  // those that drain already are on their way out
  if (has_shared_target_group(*binding)) {
    auto own = co_await shared_.load(binding->meta().key(), cause);
    if (!own) co_return sim::forward(std::move(own.error()));
    diff = without_foreign(std::move(diff), *own);
  }
  if (diff.deregister.empty()) co_return sim::Result<void>();
  auto deregistered = co_await targets_.deregister(std::move(target_group), std::move(diff.deregister), cause);
  if (deregistered || target_group_is_gone(deregistered.error()) ||
      deregistered.error().code == aws::code::kInvalidTarget)
    co_return sim::Result<void>();
  co_return deregistered;
}

}  // namespace nlbsim::engine
