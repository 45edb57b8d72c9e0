#include "scenarios/faults/fault_injector.h"

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "scenarios/faults/fault_errors.h"
#include "scenarios/faults/stale_list.h"

namespace nlbsim::scenarios {

using fake_apiserver::WatchDelivery;
using fake_apiserver::WatchFilter;

namespace {

constexpr std::string_view kCaller = "controller";  // in `crash` and `pause`: whoever called

std::string subject_of(const api::AnyCall& call) {
  const std::string subject = call.subject();
  return std::string(call.operation().name) + (subject.empty() ? "" : " " + subject);
}

Occasion occasion_of(const api::Passage& passage, sim::Instant now) {
  return {now, passage.context.actor->id(), passage.context.call, passage.context.attempt};
}

std::string subject_of(const WatchDelivery& delivery) {
  std::string out = std::string(kube::name(delivery.event.type)) + " of " + std::string(delivery.target.kind);
  return delivery.event.object ? out + " " + delivery.event.object->meta().key().text() : out;
}

}  // namespace

void FaultInjector::attach(World& world, std::vector<api::Pipeline*> more, sim::Chooser& chooser) {
  world_ = &world;
  begin_ = world.scheduler().now();
  chooser_ = &chooser;
  more_ = std::move(more);
}

void FaultInjector::hook() {
  hook_calls(true);
  if (std::exchange(watches_hooked_, true)) return;
  for (ClusterSlot& cluster : world_->clusters()) cluster.server->add(static_cast<fake_apiserver::WatchHook&>(*this));
}

void FaultInjector::hook_calls(bool on) {
  if (std::exchange(calls_hooked_, on) == on) return;
  const auto change = [&](api::Pipeline& pipeline) { on ? pipeline.add(*this) : pipeline.remove(*this); };
  change(world_->aws());
  for (ClusterSlot& cluster : world_->clusters()) change(*cluster.kube);
  for (api::Pipeline* pipeline : more_) change(*pipeline);
}

void FaultInjector::add(const FaultSpec& fault) {
  hook();
  faults_.emplace_back(fault, begin_);
}

void FaultInjector::clear() {
  heal_all();
  hook_calls(false);
  faults_.clear();
}

bool FaultInjector::heal(std::string_view id) {
  const auto found = std::ranges::find_if(faults_, [&](const StandingFault& fault) { return fault.spec().id == id; });
  if (found == faults_.end()) return false;
  found->heal();
  return true;
}

void FaultInjector::heal_all() {
  for (StandingFault& fault : faults_) fault.heal();
  for (const WatchFilter& filter : std::exchange(held_, {}))
    for (ClusterSlot& cluster : world_->clusters()) cluster.server->release(filter);
  while (!partitions_.empty()) end_partition(partitions_.back().number);
}

void FaultInjector::hold(WatchFilter filter) {
  for (ClusterSlot& cluster : world_->clusters()) cluster.server->hold(filter);
  held_.push_back(std::move(filter));
}

bool FaultInjector::release(const WatchFilter& filter) {
  const auto meant = [&](const WatchFilter& held) {
    return (filter.kind.empty() || filter.kind == held.kind) && (filter.actor.empty() || filter.actor == held.actor);
  };
  std::vector<WatchFilter> released;
  std::ranges::copy_if(held_, std::back_inserter(released), meant);
  std::erase_if(held_, meant);
  for (const WatchFilter& held : released)
    for (ClusterSlot& cluster : world_->clusters()) cluster.server->release(held);
  return !released.empty();
}

// ---- partitions ----

bool FaultInjector::Partition::cuts(const api::Passage& passage) const {
  const FaultPlane plane = passage.call.operation().plane == api::Plane::aws ? FaultPlane::aws : FaultPlane::k8s;
  return (!from || *from == plane) && passage.context.actor->name() == actor;
}

void FaultInjector::cut_off(const Partition& partition, bool on) {
  if (partition.from && *partition.from != FaultPlane::k8s) return;
  const WatchFilter filter{"", partition.actor};
  for (ClusterSlot& cluster : world_->clusters()) {
    if (on) {
      cluster.server->hold(filter);
    } else {
      cluster.server->end(filter);  // what stood still in them is lost; the watcher asks anew from where it was
      cluster.server->release(filter);
    }
  }
}

bool FaultInjector::partition(const PartitionStep& step) {
  const ReplicaSlot* slot = world_->replica(step.actor);
  if (!slot) return false;
  hook();
  const std::uint64_t number = ++partition_count_;
  partitions_.push_back({slot->name, step.from, number});
  cut_off(partitions_.back(), true);
  const auto over = [this, number] { end_partition(number); };
  world_->scheduler().after(world_->user(), step.lasts, sim::TimerKind::pending, over);
  return true;
}

void FaultInjector::end_partition(std::uint64_t number) {
  const auto found = std::ranges::find(partitions_, number, &Partition::number);
  if (found == partitions_.end()) return;
  const Partition partition = *found;
  partitions_.erase(found);
  cut_off(partition, false);
}

bool FaultInjector::in_force() const {
  if (!held_.empty() || !partitions_.empty()) return true;
  const sim::Instant now = world_ ? world_->scheduler().now() : sim::kWorldStart;
  return std::ranges::any_of(faults_, [&](const StandingFault& fault) { return fault.goes_on(now); });
}

// ---- hooks ----

sim::RecordId FaultInjector::note(const FaultSpec& fault, sim::ActorId actor, sim::RecordId cause,
                                  std::string_view subject) {
  auto injected = std::make_shared<api::FaultInjected>();
  injected->fault = fault.id;
  injected->what = describe_strike(fault, subject);
  return world_->journal().append(world_->scheduler().now(), actor, cause, sim::RecordKind::fault, std::move(injected));
}

std::optional<sim::Error> FaultInjector::before(api::Passage& passage) {
  for (const Partition& partition : partitions_)
    if (partition.cuts(passage)) return injected_error(passage.call, {"ConnectionRefused", 0, ""});
  const Occasion occasion = occasion_of(passage, world_->scheduler().now());
  for (StandingFault& fault : faults_) {
    const FaultSpec& spec = fault.spec();
    if (spec.phase != FaultPhase::before || spec.effect.stale_for || spec.effect.stale_revisions) continue;
    if (fault.healed() || !fits(spec.on, passage.call, passage.context.actor->name())) continue;
    if (!fault.strikes(occasion, *chooser_)) continue;
    if (auto error = strike_before(spec, passage)) return error;
  }
  return std::nullopt;
}

std::optional<sim::Error> FaultInjector::strike_before(const FaultSpec& fault, api::Passage& passage) {
  const FaultEffect& effect = fault.effect;
  const sim::RecordId record = note(fault, passage.context.actor->id(), passage.sent, subject_of(passage.call));
  if (effect.latency) passage.there += *effect.latency;
  if (!effect.crash.empty()) crash_soon(fault, passage.context.actor->name(), record);
  if (!effect.pause.empty()) pause_soon(fault, passage.context.actor->name(), record);
  if (effect.conflict) return injected_conflict(passage.call);
  if (effect.throttle_rate) return injected_throttling(passage.call);
  if (effect.drop == "reply") return api::lost_reply(passage.call.operation());
  if (effect.error) return injected_error(passage.call, {*effect.error, effect.status, effect.message});
  return std::nullopt;
}

std::optional<sim::Error> FaultInjector::after(api::Passage& passage, const Result<void>& answer) {
  const Occasion occasion = occasion_of(passage, world_->scheduler().now());
  std::optional<sim::Error> replaced;
  for (StandingFault& fault : faults_) {
    const FaultSpec& spec = fault.spec();
    const bool lags = spec.effect.stale_for || spec.effect.stale_revisions;
    if ((spec.phase != FaultPhase::after && !lags) || fault.healed()) continue;
    if (lags && (!answer || &passage.call.operation() != &kube::List::info())) continue;
    if (!fits(spec.on, passage.call, passage.context.actor->name())) continue;
    if (!fault.strikes(occasion, *chooser_)) continue;
    if (lags && !stale(spec, passage)) continue;
    if (auto error = strike_after(spec, passage)) replaced = std::move(error);
  }
  return replaced;
}

std::optional<sim::Error> FaultInjector::strike_after(const FaultSpec& fault, api::Passage& passage) {
  const FaultEffect& effect = fault.effect;
  const sim::Actor& caller = *passage.context.actor;
  const sim::RecordId record = note(fault, caller.id(), passage.sent, subject_of(passage.call));
  if (effect.latency) passage.back += *effect.latency;
  if (!effect.crash.empty()) crash(fault, caller.name(), record);
  if (!effect.pause.empty()) pause_soon(fault, caller.name(), record);
  if (effect.conflict) return injected_conflict(passage.call);
  if (effect.throttle_rate) return injected_throttling(passage.call);
  if (effect.drop == "reply") return api::lost_reply(passage.call.operation());
  if (effect.error) return injected_error(passage.call, {*effect.error, effect.status, effect.message});
  return std::nullopt;
}

bool FaultInjector::stale(const FaultSpec& fault, api::Passage& passage) {
  auto& list = api::as<kube::List>(passage.call);
  for (ClusterSlot& cluster : world_->clusters()) {
    const ReplicaSlot* slot = world_->replica(passage.context.actor->name());
    if (slot ? slot->cluster != cluster.name : &cluster != &world_->clusters().front()) continue;
    Lag lag;
    lag.server = cluster.server->actor().id();
    if (fault.effect.stale_for) lag.after = world_->scheduler().now() - *fault.effect.stale_for;
    if (fault.effect.stale_revisions) {
      const auto hidden = static_cast<std::uint64_t>(*fault.effect.stale_revisions);
      const std::uint64_t newest = cluster.core.store().revision();
      lag.revision = newest - std::min(newest, hidden);
    }
    return make_stale(list, world_->journal(), lag);
  }
  return false;
}

void FaultInjector::deliver(WatchDelivery& delivery) {
  const Occasion occasion{world_->scheduler().now(), delivery.target.actor.id(), ++events_, 1};
  for (StandingFault& fault : faults_) {
    if (fault.healed()) continue;
    if (!fits(fault.spec().on, delivery.event, delivery.target.kind, delivery.target.actor.name())) continue;
    if (fault.strikes(occasion, *chooser_)) strike_event(fault.spec(), delivery);
  }
}

void FaultInjector::strike_event(const FaultSpec& fault, WatchDelivery& delivery) {
  const FaultEffect& effect = fault.effect;
  const sim::Actor& reader = delivery.target.actor;
  const sim::RecordId record = note(fault, reader.id(), delivery.event.cause, subject_of(delivery));
  if (effect.drop == "event") delivery.copies = 0;
  if (effect.delay) delivery.delay += *effect.delay;
  if (delivery.copies > 0) delivery.copies += static_cast<std::uint32_t>(effect.duplicate);
  if (!effect.crash.empty()) crash_soon(fault, reader.name(), record);
  if (!effect.pause.empty()) pause_soon(fault, reader.name(), record);
}

// ---- crashes and pauses ----

ReplicaSlot* FaultInjector::replica(const std::string& wanted, std::string_view caller) {
  return world_->replica(wanted == kCaller ? std::string(caller) : wanted);
}

void FaultInjector::crash(const FaultSpec& fault, std::string_view caller, sim::RecordId cause) {
  ReplicaSlot* slot = replica(fault.effect.crash, caller);
  if (!slot) return;  // the caller is no controller
  const sim::OpenCalls open = fault.phase == FaultPhase::after ? sim::OpenCalls::finish : sim::OpenCalls::abandon;
  world_->crash(*slot, cause, open);
  if (fault.effect.restart_after) world_->start_after(*slot, *fault.effect.restart_after);
}

// The caller's own step is running: what it still does in it happens, but none of its calls arrives.
void FaultInjector::crash_soon(const FaultSpec& fault, std::string_view caller, sim::RecordId cause) {
  const auto due = [this, fault, name = std::string(caller), cause] { crash(fault, name, cause); };
  world_->scheduler().after(world_->user(), sim::Duration::zero(), sim::TimerKind::pending, due);
}

void FaultInjector::pause_soon(const FaultSpec& fault, std::string_view caller, sim::RecordId cause) {
  ReplicaSlot* slot = replica(fault.effect.pause, caller);
  if (!slot) return;
  sim::Scheduler& scheduler = world_->scheduler();
  const sim::Actor* incarnation = slot->actor;
  const auto due = [this, slot, cause] { world_->pause(*slot, cause); };
  scheduler.after(world_->user(), sim::Duration::zero(), sim::TimerKind::pending, due);
  if (!fault.effect.resume_after) return;
  const auto over = [this, slot, incarnation, cause] {
    if (slot->actor == incarnation) world_->resume(*slot, cause);
  };
  scheduler.after(world_->user(), *fault.effect.resume_after, sim::TimerKind::pending, over);
}

}  // namespace nlbsim::scenarios
