#include "engine/reconcilers/target_group_binding_reconciler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "api/aws/error_codes.h"
#include "engine/profile.h"
#include "engine/targets/checkpoint.h"
#include "engine/targets/target_diff.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kSuccessfullyReconciled = "SuccessfullyReconciled";
constexpr std::string_view kSkippedNode = "SkippedNode";
constexpr std::string_view kFailedReconcile = "FailedReconcile";
constexpr std::string_view kInvalidBinding = "InvalidBinding";

// From finding an old checkpoint in order to dropping it: 30 minutes and up to 15 more, so that the bindings of a
// cluster are not all looked at in one moment.
constexpr sim::Duration kHealthInterval = std::chrono::seconds{15};
constexpr sim::Duration kDeferral = std::chrono::minutes{30};
constexpr std::array<sim::Duration, 3> kDeferralJitter{std::chrono::seconds{450}, std::chrono::seconds{0},
                                                       std::chrono::minutes{15}};

const kube::TargetGroupBindingSpec& spec_of(const kube::ObjectRef& binding) {
  return binding->view<kube::TargetGroupBinding>().spec;
}

bool has_addresses(const kube::ObjectRef& binding) { return spec_of(binding).targetType == "ip"; }

std::string why_refused(bool addresses, const std::vector<aws::TargetDescription>& targets) {
  std::string ids;
  for (const aws::TargetDescription& target : targets) {
    if (!ids.empty()) ids += ", ";
    ids += target.Id;
  }
  if (addresses)
    return fmt::format(
        "AWS does not accept these addresses as targets: {}; they must be private, and of the target "
        "group's VPC or of a network that is connected with it",
        ids);
  return fmt::format(
      "AWS does not accept these instances as targets: {}; they must exist, run and be in the target group's VPC", ids);
}

// Errors of the binding or its backend that only a change of theirs can heal; that change wakes us up.
bool waits_for_change(const sim::Error& error) {
  return error.code == kInvalidBackend || error.code == kUnsupportedTargetType || error.code == "InvalidNetworking" ||
         error.code == kInvalidBinding;
}

}  // namespace

TargetGroupBindingReconciler::TargetGroupBindingReconciler(const Context& context, BindingListers listers,
                                                           BindingEvents events, EndpointsKnown endpoints_known)
    : context_(context),
      listers_(listers),
      events_(std::move(events)),
      endpoints_known_(std::move(endpoints_known)),
      writer_(context, listers.bindings),
      targets_(context),
      zones_(context),
      gates_(context, listers.pods),
      shared_(context),
      networking_(context, listers) {}

sim::Task<Outcome> TargetGroupBindingReconciler::reconcile(Request request) {
  const kube::ObjectRef binding = writer_.current(request.key);
  sim::Result<Outcome> result = Done{};
  if (binding && has_addresses(binding) && !endpoints_known_()) co_return Done{};
  if (!binding) result = co_await forget(request.key, request.cause);
  else if (binding->meta().deleting()) result = co_await remove(binding, request.cause);
  else result = co_await reconcile_live(binding, request.cause);
  if (result) co_return *std::move(result);
  co_return failed(request.key, std::move(result.error()), request.cause);
}

Outcome TargetGroupBindingReconciler::failed(const kube::ObjectKey& key, sim::Error error, sim::RecordId cause) {
  const kube::ObjectRef binding = writer_.current(key);
  const bool worth_telling = error.code != "Conflict" && error.code != "NotFound";
  if (binding && worth_telling && context_.config.profile->binding_failures_reported)
    events_(binding, EventType::warning, kFailedReconcile,
            fmt::format("Failed to reconcile targets due to {}: {}", error.code, error.describe()), cause);
  if (waits_for_change(error)) return Done{};
  return Failed{std::move(error)};
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::reconcile_live(kube::ObjectRef binding,
                                                                             sim::RecordId cause) {
  auto finalized = co_await writer_.add_finalizer(std::move(binding), cause);
  if (!finalized) co_return sim::forward(std::move(finalized.error()));
  auto filled = co_await fill_in(*std::move(finalized), cause);
  if (!filled) co_return sim::forward(std::move(filled.error()));
  binding = *std::move(filled);
  if (has_addresses(binding) && !endpoints_known_()) co_return Done{};
  auto resolved = resolve_endpoints(binding, listers_, *context_.config.profile);
  if (!resolved) {
    if (resolved.error().code == kBackendNotFound)
      co_return co_await backend_missing(std::move(binding), std::move(resolved.error()), cause);
    co_return sim::forward(std::move(resolved.error()));
  }
  report_skipped_nodes(binding, *resolved, cause);
  std::string wanted = checkpoint(resolved->endpoints, api::member(binding->document(), "spec"));
  if (stored_checkpoint(binding->meta()) == wanted && networking_.covers(binding->meta().key(), wanted))
    co_return co_await skip(std::move(binding), *std::move(resolved), cause);
  co_return co_await converge(std::move(binding), *std::move(resolved), std::move(wanted), cause);
}

sim::Task<sim::Result<kube::ObjectRef>> TargetGroupBindingReconciler::fill_in(kube::ObjectRef binding,
                                                                              sim::RecordId cause) {
  const kube::TargetGroupBindingSpec& spec = spec_of(binding);
  if (!spec.targetType.empty() && !spec.targetGroupARN.empty()) co_return binding;
  std::string name(api::text(api::at(binding->document(), "spec", "targetGroupName")));
  if (spec.targetGroupARN.empty() && name.empty())
    co_return sim::fail(std::string(kInvalidBinding),
                        "the binding names no target group: set spec.targetGroupARN or spec.targetGroupName");
  auto group = co_await targets_.describe(spec.targetGroupARN, std::move(name), cause);
  if (!group) co_return sim::forward(std::move(group.error()));
  api::Json missing = api::Json::object();
  if (spec.targetGroupARN.empty()) missing["targetGroupARN"] = group->TargetGroupArn;
  if (spec.targetType.empty()) missing["targetType"] = group->TargetType;
  if (spec.ipAddressType.empty() && !group->IpAddressType.empty()) missing["ipAddressType"] = group->IpAddressType;
  if (spec.vpcID.empty() && !group->VpcId.empty()) missing["vpcID"] = group->VpcId;
  co_return co_await writer_.fill_in(std::move(binding), std::move(missing), cause);
}

sim::Task<sim::Result<TargetGroupBindingReconciler::Moves>> TargetGroupBindingReconciler::plan_moves(
    kube::ObjectRef binding, std::vector<Endpoint> wanted, sim::RecordId cause) {
  auto listed = co_await targets_.list(spec_of(binding).targetGroupARN, cause);
  if (!listed) co_return sim::forward(std::move(listed.error()));
  Moves moves;
  moves.diff = diff_targets(wanted, *listed);
  if (has_shared_target_group(*binding)) {
    auto own = co_await shared_.load(binding->meta().key(), cause);
    if (!own) co_return sim::forward(std::move(own.error()));
    moves.diff = without_foreign(std::move(moves.diff), *own);
    moves.own = *std::move(own);
  }
  const auto is_gone = [&](const aws::TargetDescription& target) {
    return target_is_gone(binding, target.Id, target.Port.value_or(0), listers_);
  };
  moves.diff = hold_last_healthy(std::move(moves.diff), *listed, is_gone);
  moves.pending = health_is_pending(moves.diff, *listed);
  co_return moves;
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::converge(kube::ObjectRef binding,
                                                                       ResolvedEndpoints resolved, std::string wanted,
                                                                       sim::RecordId cause) {
  const std::int64_t generation = binding->meta().generation;
  auto moves = co_await plan_moves(binding, resolved.endpoints, cause);
  if (!moves) co_return sim::forward(std::move(moves.error()));
  const bool holds = !moves->diff.held.empty();
  const bool pending = moves->pending;

  auto share = make_share(binding, resolved, wanted);
  if (!share) co_return sim::forward(std::move(share.error()));
  auto cleared = co_await writer_.store_checkpoint(binding, std::string(), cause);
  if (!cleared) co_return sim::forward(std::move(cleared.error()));
  auto opened = co_await networking_.reconcile(*std::move(share), cause);
  // A Pod may be reachable by rules that are none of ours; a node port hardly ever is.
  const bool goes_on = opened || has_addresses(binding);
  if (!goes_on) co_return sim::forward(std::move(opened.error()));
  auto moved = co_await move_targets(*cleared, *std::move(moves), resolved, cause);
  if (!moved) co_return sim::forward(std::move(moved.error()));
  if (!opened) co_return sim::forward(std::move(opened.error()));
  auto gates = co_await tell_gates(*cleared, std::move(resolved), cause);
  if (!gates) co_return sim::forward(std::move(gates.error()));
  Awaited awaited;
  if (*gates != Gates::open) awaited = {*gates == Gates::pending, "Pods wait for the health of their targets"};
  if (holds) awaited = {pending, "the last healthy targets stay until others are"};
  if (!awaited.reason.empty())
    co_return co_await wait_for_health(*std::move(cleared), std::move(awaited), generation, cause);
  co_return co_await finish(*std::move(cleared), std::move(wanted), generation, cause);
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::wait_for_health(kube::ObjectRef binding, Awaited awaited,
                                                                              std::int64_t generation,
                                                                              sim::RecordId cause) {
  auto observed = co_await writer_.observe(std::move(binding), generation, cause);
  if (!observed) co_return sim::forward(std::move(observed.error()));
  const auto kind = awaited.pending ? sim::TimerKind::pending : sim::TimerKind::periodic;
  co_return RequeueAfter{kHealthInterval, std::move(awaited.reason), kind};
}

sim::Task<sim::Result<Gates>> TargetGroupBindingReconciler::tell_gates(kube::ObjectRef binding,
                                                                       ResolvedEndpoints resolved,
                                                                       sim::RecordId cause) {
  const std::string gate = readiness_gate_of(binding->meta().name);
  const auto waits = [&](const EndpointPod& each) {
    const kube::ObjectRef pod = listers_.pods.get(each.pod);
    return pod && has_gate(*pod, gate);
  };
  if (std::ranges::none_of(resolved.pods, waits)) co_return Gates::open;
  auto listed = co_await targets_.list(spec_of(binding).targetGroupARN, cause);
  if (!listed) co_return sim::forward(std::move(listed.error()));
  co_return co_await gates_.tell(binding->meta().name, std::move(resolved), *std::move(listed), cause);
}

sim::Task<sim::Result<void>> TargetGroupBindingReconciler::open_gates(kube::ObjectRef binding, sim::RecordId cause) {
  if (!has_addresses(binding)) co_return sim::Result<void>();
  auto resolved = resolve_endpoints(binding, listers_, *context_.config.profile);
  if (!resolved) co_return sim::Result<void>();  // without a Service no Pod is a target of it
  co_return co_await gates_.open(binding->meta().name, *std::move(resolved), cause);
}

sim::Task<sim::Result<void>> TargetGroupBindingReconciler::move_targets(kube::ObjectRef binding, Moves moves,
                                                                        ResolvedEndpoints resolved,
                                                                        sim::RecordId cause) {
  const kube::ObjectKey key = binding->meta().key();
  TargetTexts wanted = texts_of(resolved.endpoints);
  if (moves.own) {
    moves.own->insert(wanted.begin(), wanted.end());
    auto noted = co_await shared_.store(key, *moves.own, cause);
    if (!noted) co_return noted;
  }
  auto deregistered =
      co_await targets_.deregister(spec_of(binding).targetGroupARN, std::move(moves.diff.deregister), cause);
  if (!deregistered) co_return deregistered;
  auto refused = co_await register_targets(binding, std::move(moves.diff.register_), std::move(resolved), cause);
  if (!refused) co_return sim::forward(std::move(refused.error()));
  if (moves.own) {
    for (const aws::TargetDescription& held : moves.diff.held)
      wanted.insert(fmt::format("{}:{}", held.Id, held.Port.value_or(0)));
    auto noted = co_await shared_.store(key, std::move(wanted), cause);
    if (!noted) co_return noted;
  }
  if (refused->empty()) co_return sim::Result<void>();
  co_return sim::fail(std::string(aws::code::kInvalidTarget), why_refused(has_addresses(binding), *refused));
}

sim::Task<sim::Result<std::vector<aws::TargetDescription>>> TargetGroupBindingReconciler::register_targets(
    kube::ObjectRef binding, std::vector<aws::TargetDescription> targets, ResolvedEndpoints resolved,
    sim::RecordId cause) {
  const std::string target_group = spec_of(binding).targetGroupARN;
  if (!has_addresses(binding)) co_return co_await targets_.register_(target_group, std::move(targets), cause);
  auto placed = co_await zones_.place(std::move(targets), cause);
  if (!placed) co_return sim::forward(std::move(placed.error()));
  auto refused = co_await targets_.register_(target_group, *std::move(placed), cause);
  if (!refused || refused->empty()) co_return refused;
  std::vector<aws::TargetDescription> elsewhere = in_zones_of_nodes(*refused, resolved);
  std::erase_if(*refused, [&](const aws::TargetDescription& target) {
    const auto same = [&](const aws::TargetDescription& other) {
      return other.Id == target.Id && other.Port == target.Port;
    };
    return std::ranges::any_of(elsewhere, same);
  });
  auto refused_again = co_await targets_.register_(target_group, std::move(elsewhere), cause);
  if (!refused_again) co_return refused_again;
  std::ranges::move(*refused_again, std::back_inserter(*refused));
  co_return refused;
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::finish(kube::ObjectRef binding, std::string checkpoint,
                                                                     std::int64_t generation, sim::RecordId cause) {
  deferred_until_.erase(binding->meta().key());
  auto stored = co_await writer_.store_checkpoint(std::move(binding), std::move(checkpoint), cause);
  if (!stored) co_return sim::forward(std::move(stored.error()));
  auto observed = co_await writer_.observe(*std::move(stored), generation, cause);
  if (!observed) co_return sim::forward(std::move(observed.error()));
  events_(*observed, EventType::normal, kSuccessfullyReconciled, "Successfully reconciled", cause);
  co_return Done{};
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::skip(kube::ObjectRef binding, ResolvedEndpoints resolved,
                                                                   sim::RecordId cause) {
  const kube::ObjectKey key = binding->meta().key();
  // The checkpoint is written before the status; a crash between the two leaves this to do.
  auto observed = co_await writer_.observe(binding, binding->meta().generation, cause);
  if (!observed) co_return sim::forward(std::move(observed.error()));
  if (*observed != binding)
    events_(*observed, EventType::normal, kSuccessfullyReconciled, "Successfully reconciled", cause);

  const sim::Instant now = context_.scheduler.now();
  const auto looked = looked_at_.find(key);
  const sim::Instant stored = checkpoint_time(binding->meta());
  const sim::Instant known = looked == looked_at_.end() ? stored : std::max(stored, looked->second);
  if (now - known <= context_.config.resync_period) {
    deferred_until_.erase(key);
    co_return Done{};
  }
  auto due = deferred_until_.find(key);
  if (due == deferred_until_.end()) {
    const sim::Duration jitter =
        sim::pick(context_.scheduler.chooser(), kDeferralJitter, {"sim", "TargetGroupBinding", "deferral"});
    due = deferred_until_.emplace(key, now + kDeferral + jitter).first;
  }
  if (now < due->second)
    co_return RequeueAfter{due->second - now, "look at the targets again", sim::TimerKind::periodic};
  deferred_until_.erase(due);
  co_return co_await look_again(*std::move(observed), std::move(resolved), cause);
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::look_again(kube::ObjectRef binding,
                                                                         ResolvedEndpoints resolved,
                                                                         sim::RecordId cause) {
  targets_.forget(spec_of(binding).targetGroupARN);
  auto moves = co_await plan_moves(binding, resolved.endpoints, cause);
  if (!moves) co_return sim::forward(std::move(moves.error()));
  if (moves->diff.empty() && moves->diff.held.empty()) {
    looked_at_[binding->meta().key()] = context_.scheduler.now();
    co_return Done{};
  }
  auto dropped = co_await writer_.store_checkpoint(std::move(binding), std::string(), cause);
  if (!dropped) co_return sim::forward(std::move(dropped.error()));
  // Own writes do not wake their writer.
  co_return RequeueAfter{sim::Duration::zero(), "look at the targets now", sim::TimerKind::pending};
}

sim::Task<sim::Result<Outcome>> TargetGroupBindingReconciler::backend_missing(kube::ObjectRef binding, sim::Error error,
                                                                              sim::RecordId cause) {
  const std::int64_t generation = binding->meta().generation;
  events_(binding, EventType::warning, kBackendNotFound, std::move(error.message), cause);
  auto cleared = co_await writer_.store_checkpoint(std::move(binding), std::string(), cause);
  if (!cleared) co_return sim::forward(std::move(cleared.error()));
  auto deregistered = co_await deregister_all(*cleared, cause);
  if (!deregistered) co_return sim::forward(std::move(deregistered.error()));
  auto closed = co_await close_rules(*cleared, cause);
  if (!closed) co_return sim::forward(std::move(closed.error()));
  co_return co_await finish(*std::move(cleared), std::string(), generation, cause);
}

void TargetGroupBindingReconciler::report_skipped_nodes(const kube::ObjectRef& binding,
                                                        const ResolvedEndpoints& resolved, sim::RecordId cause) {
  std::string text;
  for (const SkippedNode& skipped : resolved.skipped) {
    if (!text.empty()) text += "; ";
    text += fmt::format("node {} {}", skipped.node, skipped.reason);
  }
  const auto told = told_skipped_.find(binding->meta().key());
  if (text.empty()) {
    if (told != told_skipped_.end()) told_skipped_.erase(told);
    return;
  }
  if (told != told_skipped_.end() && told->second == text) return;
  told_skipped_.insert_or_assign(binding->meta().key(), text);
  events_(binding, EventType::warning, kSkippedNode, "Not registered as targets: " + text, cause);
}

}  // namespace nlbsim::engine
