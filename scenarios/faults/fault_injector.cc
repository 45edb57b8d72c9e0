#include "scenarios/faults/fault_injector.h"

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "scenarios/faults/stale_list.h"
#include "scenarios/language/effects/injected_errors.h"

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
  return (!from || *from == plane_of(passage.call)) && passage.context.actor->name() == actor;
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

// What effects ask for while their fault strikes somebody's call or event.
class FaultInjector::Access final : public Striking {
 public:
  Access(FaultInjector& injector, const FaultSpec& fault, std::string_view caller)
      : injector_(injector), fault_(fault), caller_(caller) {}
  sim::RecordId cause = 0;
  // Of the call that is at its server right now; null: none is.
  api::AnyCall* answer = nullptr;

  void crash(const std::string& replica, std::optional<sim::Duration> restart_after) override {
    const sim::OpenCalls open = fault_.phase == FaultPhase::after ? sim::OpenCalls::finish : sim::OpenCalls::abandon;
    Crash crash{named(replica), restart_after, open, cause};
    answer ? injector_.crash(crash) : injector_.crash_soon(std::move(crash));
  }
  void pause(const std::string& replica, std::optional<sim::Duration> resume_after) override {
    injector_.pause_soon(named(replica), resume_after, cause);
  }
  bool make_older(std::optional<sim::Duration> by, std::optional<std::int64_t> revisions) override {
    return answer && injector_.make_older(api::as<kube::List>(*answer), caller_, by, revisions);
  }

 private:
  std::string named(const std::string& replica) const { return replica == kCaller ? std::string(caller_) : replica; }
  FaultInjector& injector_;
  const FaultSpec& fault_;
  std::string_view caller_;
};

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
    if (spec.phase != FaultPhase::before || changes_answers(spec)) continue;
    if (fault.healed() || !fits(spec.on, passage.call, passage.context.actor->name())) continue;
    if (!fault.strikes(occasion, *chooser_)) continue;
    Access access(*this, spec, passage.context.actor->name());
    if (auto error = strike(spec, FaultPhase::before, passage, access)) return error;
  }
  return std::nullopt;
}

std::optional<sim::Error> FaultInjector::strike(const FaultSpec& fault, FaultPhase phase, api::Passage& passage,
                                                Access& access) {
  access.cause = note(fault, passage.context.actor->id(), passage.sent, subject_of(passage.call));
  std::optional<sim::Error> told;
  for (const EffectRef& effect : fault.effects)
    if (auto error = effect->strike(passage, phase, access); error && !told) told = std::move(error);
  return told;
}

std::optional<sim::Error> FaultInjector::after(api::Passage& passage, const Result<void>& answer) {
  const Occasion occasion = occasion_of(passage, world_->scheduler().now());
  std::optional<sim::Error> replaced;
  for (StandingFault& fault : faults_) {
    const FaultSpec& spec = fault.spec();
    const bool lags = changes_answers(spec);
    if ((spec.phase != FaultPhase::after && !lags) || fault.healed()) continue;
    if (lags && (!answer || &passage.call.operation() != &kube::List::info())) continue;
    if (!fits(spec.on, passage.call, passage.context.actor->name())) continue;
    if (!fault.strikes(occasion, *chooser_)) continue;
    Access access(*this, spec, passage.context.actor->name());
    access.answer = &passage.call;
    const auto hides = [&](const EffectRef& effect) { return effect->change_answer(access); };
    if (lags && !std::ranges::all_of(spec.effects, hides)) continue;
    if (auto error = strike(spec, FaultPhase::after, passage, access)) replaced = std::move(error);
  }
  return replaced;
}

bool FaultInjector::make_older(api::TypedCall<kube::List>& list, std::string_view caller,
                               std::optional<sim::Duration> by, std::optional<std::int64_t> revisions) {
  for (ClusterSlot& cluster : world_->clusters()) {
    const ReplicaSlot* slot = world_->replica(std::string(caller));
    if (slot ? slot->cluster != cluster.name : &cluster != &world_->clusters().front()) continue;
    Lag lag;
    lag.server = cluster.server->actor().id();
    if (by) lag.after = world_->scheduler().now() - *by;
    if (revisions) {
      const std::uint64_t newest = cluster.core.store().revision();
      lag.revision = newest - std::min(newest, static_cast<std::uint64_t>(*revisions));
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
  const sim::Actor& reader = delivery.target.actor;
  Access access(*this, fault, reader.name());
  access.cause = note(fault, reader.id(), delivery.event.cause, subject_of(delivery));
  for (const EffectRef& effect : fault.effects) effect->strike(delivery, access);
}

// ---- crashes and pauses ----

void FaultInjector::crash(const Crash& crash) {
  ReplicaSlot* slot = world_->replica(crash.replica);
  if (!slot) return;  // the caller is no controller
  world_->crash(*slot, crash.cause, crash.open);
  if (crash.restart_after) world_->start_after(*slot, *crash.restart_after);
}

// The caller's own step is running: what it still does in it happens, but none of its calls arrives.
void FaultInjector::crash_soon(Crash wanted) {
  const auto due = [this, wanted = std::move(wanted)] { crash(wanted); };
  world_->scheduler().after(world_->user(), sim::Duration::zero(), sim::TimerKind::pending, due);
}

void FaultInjector::pause_soon(const std::string& replica, std::optional<sim::Duration> resume_after,
                               sim::RecordId cause) {
  ReplicaSlot* slot = world_->replica(replica);
  if (!slot) return;
  sim::Scheduler& scheduler = world_->scheduler();
  const sim::Actor* incarnation = slot->actor;
  const auto due = [this, slot, cause] { world_->pause(*slot, cause); };
  scheduler.after(world_->user(), sim::Duration::zero(), sim::TimerKind::pending, due);
  if (!resume_after) return;
  const auto over = [this, slot, incarnation, cause] {
    if (slot->actor == incarnation) world_->resume(*slot, cause);
  };
  scheduler.after(world_->user(), *resume_after, sim::TimerKind::pending, over);
}

}  // namespace nlbsim::scenarios
