#include "sim/scheduler.h"

#include <boost/asio/error.hpp>
#include <cassert>
#include <iterator>

namespace nlbsim::sim {

using detail::DeadlineHook;
using detail::QueueHook;

Op::Op(Actor& owner) : owner_(owner) { owner.ops_.push_back(*this); }

Op::~Op() {
  owner_.scheduler_.disarm(*this);
  if (canceller_) canceller_->op = nullptr;
}

void Canceller::operator()(asio::cancellation_type) {
  if (!op || !op->waiting_) return;
  op->error_ = asio::error::operation_aborted;
  op->owner_.scheduler().ready(*op);
}

Scheduler::~Scheduler() {
  waker_ = nullptr;
  // By index: what dies here may start further actors.
  for (std::size_t i = 0; i < actors_.size(); ++i) drop(actors_[i], OpenCalls::abandon);
  shutdown();  // services of Asio let go of their handlers while the actors still exist
  destroy();
}

Actor& Scheduler::start(std::string name) {
  return actors_.emplace_back(*this, std::move(name), static_cast<ActorId>(actors_.size()));
}

void Scheduler::pause(Actor& actor) {
  if (std::exchange(actor.paused_, true)) return;
  pending_ -= actor.pending_;
  for (auto it = ready_.begin(); it != ready_.end();) {
    Op& op = *it++;
    if (&op.owner_ != &actor) continue;
    op.QueueHook::unlink();
    actor.parked_.push_back(op);
  }
}

void Scheduler::resume(Actor& actor) {
  if (!std::exchange(actor.paused_, false)) return;
  pending_ += actor.pending_;
  ready_.splice(ready_.end(), actor.parked_);
  if (waker_ && !running_) waker_->wake();
}

std::size_t Scheduler::drop(Actor& actor, OpenCalls open_calls) {
  if (&actor == running_) {
    actor.doomed_ = open_calls;
    return 0;
  }
  actor.dropped_ = true;
  if (open_calls == OpenCalls::abandon)
    while (!actor.open_calls_.empty()) delete actor.open_calls_.front().trip;
  drain(actor);
  return actor.coroutines_;
}

void Scheduler::drain(Actor& actor) {
  if (std::exchange(actor.draining_, true)) return;
  while (!actor.ops_.empty()) delete &actor.ops_.front();
  actor.draining_ = false;
}

Op& Scheduler::choose_ready() {
  auto chosen = ready_.begin();
  if (explore_order_ && chooser_.varies() && std::next(chosen) != ready_.end())
    std::advance(chosen, chooser_.choose(static_cast<std::uint32_t>(ready_.size()), {"sim", "ready", "order"}));
  return *chosen;
}

// Ends a step, also when an exception leaves it: the actor's wish to be dropped is carried out.
struct Scheduler::StepEnd {
  Scheduler& scheduler;
  ~StepEnd() {
    Actor& actor = *std::exchange(scheduler.running_, nullptr);
    if (actor.doomed_) scheduler.drop(actor, *std::exchange(actor.doomed_, std::nullopt));
  }
};

bool Scheduler::run_one_ready() {
  assert(!running_);  // a step takes no step
  if (ready_.empty()) return false;
  ++steps_;
  Op& op = choose_ready();
  running_ = &op.owner_;
  const StepEnd end{*this};
  op.complete();
  return true;
}

std::optional<Instant> Scheduler::next_deadline() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->deadline_;
}

void Scheduler::advance_to(Instant now) {
  if (now > now_) now_ = now;
  while (!timers_.empty() && timers_.begin()->deadline_ <= now_) ready(*timers_.begin());
}

bool Scheduler::step() {
  if (run_one_ready()) return true;
  const auto deadline = next_deadline();
  if (!deadline) return false;
  advance_to(*deadline);
  return true;
}

bool Scheduler::settle(std::uint64_t limit) {
  while (!quiescent()) {
    if (limit-- == 0) return false;
    step();
  }
  return true;
}

bool Scheduler::run_until(Instant until, std::uint64_t limit) {
  for (;;) {
    while (has_ready()) {
      if (limit-- == 0) return false;
      run_one_ready();
    }
    const auto deadline = next_deadline();
    if (!deadline || *deadline > until) break;
    advance_to(*deadline);
  }
  advance_to(until);
  return true;
}

void Scheduler::ready(Op& op) {
  disarm(op);
  op.QueueHook::unlink();
  op.waiting_ = false;
  (op.owner_.paused_ ? op.owner_.parked_ : ready_).push_back(op);
  if (waker_ && !running_) waker_->wake();
}

void Scheduler::arm(Op& op, Duration delay, TimerKind kind) {
  assert(delay >= Duration::zero());
  op.deadline_ = now_ + delay;
  op.kind_ = kind;
  op.waiting_ = true;
  timers_.insert(op);  // behind its equals: ties fire in the order of arming
  if (kind == TimerKind::pending) count_pending(op.owner_, true);
  if (waker_ && !running_) waker_->wake();
}

void Scheduler::disarm(Op& op) {
  if (!op.DeadlineHook::is_linked()) return;
  if (op.kind_ == TimerKind::pending) count_pending(op.owner_, false);
  op.DeadlineHook::unlink();
}

void Scheduler::count_pending(Actor& actor, bool more) {
  const std::size_t change = more ? 1 : static_cast<std::size_t>(-1);  // unsigned arithmetic wraps as wanted
  actor.pending_ += change;
  if (!actor.paused_) pending_ += change;
}

}  // namespace nlbsim::sim
