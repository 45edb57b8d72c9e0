// Runs C++20 coroutines on a clock that the program itself turns, and lets any of their owners be paused or dropped.
//
// A Scheduler is an Asio execution context of our own: a queue of ready Ops and a heap of deadlines. `step()` runs one
// ready Op, or moves the clock to the next deadline. Every task belongs to an Actor (a user, one controller replica,
// the API server, the AWS account). Whatever waits is an Op: it owns its handler, the handler owns the suspended
// coroutine frames, and an actor lists its Ops; so dropping an actor is deleting its Ops, wherever they queue, and
// their frames die before `drop` returns, children before parents.
//
// The world is quiescent when nothing is ready and no `pending` timer is armed: something will come of a pending timer;
// a periodic one (resync, lease renewal) goes on for ever and does not count. One thread; the Scheduler must be
// destroyed before anything that the destructors of its coroutines' locals touch (declare it last).
//
// Under `serve` the same Scheduler is turned by the machine's clock instead: see sim/wall/wall_driver.h.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "sim/choice.h"
#include "sim/time.h"

namespace nlbsim::sim {

namespace asio = boost::asio;
namespace intrusive = boost::intrusive;

class Actor;
class Scheduler;
struct Canceller;

using ActorId = std::uint32_t;  // index of an incarnation in its scheduler; stable for the run

enum class TimerKind : std::uint8_t { pending, periodic };
// What a drop does with the actor's requests that have not taken effect yet.
enum class OpenCalls : std::uint8_t { finish, abandon };

namespace detail {
using AutoUnlink = intrusive::link_mode<intrusive::auto_unlink>;
using OwnerHook = intrusive::list_base_hook<intrusive::tag<struct OwnerTag>, AutoUnlink>;
using QueueHook = intrusive::list_base_hook<intrusive::tag<struct QueueTag>, AutoUnlink>;
using DeadlineHook = intrusive::set_base_hook<intrusive::tag<struct DeadlineTag>, AutoUnlink>;
using Unsized = intrusive::constant_time_size<false>;
}  // namespace detail

// One thing that waits: a posted handler, a timer, a waiter of an Event, a request on its way. Deleting it destroys
// what it holds without running it; its hooks take it out of every queue.
class Op : public detail::OwnerHook, public detail::QueueHook, public detail::DeadlineHook {
 public:
  Op(const Op&) = delete;
  Op& operator=(const Op&) = delete;
  virtual ~Op();
  virtual void complete() = 0;  // frees the Op, then runs its handler
  Scheduler& scheduler() const;

  friend bool operator<(const Op& a, const Op& b) { return a.deadline_ < b.deadline_; }

 protected:
  explicit Op(Actor& owner);
  boost::system::error_code error_;

 private:
  friend class Scheduler;
  friend struct Canceller;
  Actor& owner_;
  Instant deadline_;
  TimerKind kind_ = TimerKind::pending;
  bool waiting_ = false;  // not yet ready: may still be cancelled
  Canceller* canceller_ = nullptr;
};

using OpQueue = intrusive::list<Op, intrusive::base_hook<detail::QueueHook>, detail::Unsized>;

template <class Handler>
class HandlerOp final : public Op {
 public:
  HandlerOp(Actor& owner, Handler&& handler) : Op(owner), handler_(std::move(handler)) {}
  void complete() override {
    Handler handler(std::move(handler_));
    [[maybe_unused]] const boost::system::error_code error = error_;
    delete this;  // from here on the stack owns the coroutine
    if constexpr (std::is_invocable_v<Handler&&>) std::move(handler)();
    else std::move(handler)(error);
  }

 private:
  Handler handler_;
};

// Lives in a cancellation slot. The slot and the Op may die in either order, so each end unhooks the other.
struct Canceller {
  explicit Canceller(Op* target) : op(target) { op->canceller_ = this; }
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;
  ~Canceller() {
    if (op) op->canceller_ = nullptr;
  }
  void operator()(asio::cancellation_type type);
  Op* op;
};

// A call listed by its caller until it takes effect (sim/call.h).
struct OpenCall : intrusive::list_base_hook<detail::AutoUnlink> {
  Op* trip = nullptr;  // the server's: the request on its way
  OpQueue waiter;      // 0 or 1, the caller's
};

// The Asio executor: a pointer to the actor. Spawned children, && and || inherit it.
class ActorExecutor {
 public:
  ActorExecutor() = default;  // Asio needs it; using one is undefined
  explicit ActorExecutor(Actor& actor) : actor_(&actor) {}
  bool operator==(const ActorExecutor&) const noexcept = default;
  Actor& actor() const { return *actor_; }

  Scheduler& query(asio::execution::context_t) const noexcept;
  static constexpr auto query(asio::execution::blocking_t) noexcept { return asio::execution::blocking.never; }
  ActorExecutor require(asio::execution::blocking_t::never_t) const noexcept { return *this; }
  template <class F>
  void execute(F f) const;

 private:
  Actor* actor_ = nullptr;
};

// One incarnation of somebody who acts. Freed with the Scheduler only, so that a stale executor does no harm: what it
// is given after the drop is destroyed at once.
class Actor {
 public:
  Actor(Scheduler& scheduler, std::string name, ActorId id) : scheduler_(scheduler), name_(std::move(name)), id_(id) {}
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  Scheduler& scheduler() const { return scheduler_; }
  const std::string& name() const { return name_; }
  ActorId id() const { return id_; }
  ActorExecutor executor() { return ActorExecutor(*this); }
  bool paused() const { return paused_; }
  bool dropped() const { return dropped_; }
  std::size_t coroutines() const { return coroutines_; }  // spawned ones that have not ended

 private:
  friend class Op;
  friend class Scheduler;
  friend class ActorExecutor;
  friend struct SpawnedCoroutine;
  friend struct CallTrip;
  Scheduler& scheduler_;
  const std::string name_;
  const ActorId id_;
  bool paused_ = false;
  bool dropped_ = false;
  bool draining_ = false;
  std::optional<OpenCalls> doomed_;  // dropped by its own step: carried out when the step has ended
  std::size_t coroutines_ = 0;
  std::size_t pending_ = 0;  // armed pending timers
  intrusive::list<Op, intrusive::base_hook<detail::OwnerHook>, detail::Unsized> ops_;
  intrusive::list<OpenCall, detail::Unsized> open_calls_;
  OpQueue parked_;  // what became ready while paused
};

// Told when work appears while no step is running; the wall driver then arranges for a turn.
class Waker {
 public:
  virtual ~Waker() = default;
  virtual void wake() = 0;
};

class Scheduler : public asio::execution_context {
 public:
  explicit Scheduler(Chooser& chooser, Instant start = kWorldStart) : chooser_(chooser), now_(start) {}
  ~Scheduler();

  Instant now() const { return now_; }
  Chooser& chooser() const { return chooser_; }
  Actor* current() const { return running_; }  // whose step it is; null between steps
  std::uint64_t steps() const { return steps_; }

  Actor& start(std::string name);
  // Like a stopped process: time goes by, what falls due is parked, nothing of it counts as pending.
  void pause(Actor& actor);
  void resume(Actor& actor);
  // Destroys all that the actor has waiting, here and now, or at the end of its own step. Returns how many of its
  // coroutines are left: more than 0 means that one waits in something that is not an Op, which is a bug.
  std::size_t drop(Actor& actor, OpenCalls open_calls);

  // Runs one ready Op, or moves the clock to the next deadline. False: nothing is left to do, ever.
  bool step();
  bool quiescent() const { return ready_.empty() && pending_ == 0; }
  // Steps until quiescence, `limit` at most. False: the limit was reached.
  bool settle(std::uint64_t limit);
  // Runs everything due up to and including `until`, then sets the clock to it.
  bool run_until(Instant until, std::uint64_t limit);

  // For drivers: the two halves of step().
  bool run_one_ready();
  bool has_ready() const { return !ready_.empty(); }
  std::optional<Instant> next_deadline() const;
  void advance_to(Instant now);  // never backwards; readies what is due
  void set_waker(Waker* waker) { waker_ = waker; }
  // Lets the chooser pick which ready Op runs next ("sim/ready/order"); otherwise the oldest does.
  void explore_order(bool on) { explore_order_ = on; }

  // For primitives (sim/task.h, sim/call.h).
  void ready(Op& op);
  void arm(Op& op, Duration delay, TimerKind kind);
  void disarm(Op& op);
  static void enqueue(Op& op, OpQueue& waiters) {
    op.waiting_ = true;
    waiters.push_back(op);
  }
  void drain(Actor& actor);
  // A plain function as one step of `owner`, after `delay`. Null if the owner is dropped. f takes no argument.
  template <class F>
  Op* after(Actor& owner, Duration delay, TimerKind kind, F f) {
    if (owner.dropped_) return nullptr;
    Op* op = new HandlerOp<F>(owner, std::move(f));
    arm(*op, delay, kind);
    return op;
  }

 private:
  struct StepEnd;
  void count_pending(Actor& actor, bool more);
  Op& choose_ready();

  Chooser& chooser_;
  Instant now_;
  std::uint64_t steps_ = 0;
  std::size_t pending_ = 0;  // of actors that are not paused
  bool explore_order_ = false;
  Actor* running_ = nullptr;
  Waker* waker_ = nullptr;
  std::deque<Actor> actors_;
  OpQueue ready_;
  intrusive::multiset<Op, intrusive::base_hook<detail::DeadlineHook>, detail::Unsized> timers_;
};

inline Scheduler& Op::scheduler() const { return owner_.scheduler(); }
inline Scheduler& ActorExecutor::query(asio::execution::context_t) const noexcept { return actor_->scheduler(); }

template <class F>
void ActorExecutor::execute(F f) const {
  Op* op = new HandlerOp<F>(*actor_, std::move(f));
  // What the destructors of a dropped actor post goes to the end of its list and is destroyed in its turn, not nested.
  if (actor_->dropped_) actor_->scheduler_.drain(*actor_);
  else actor_->scheduler_.ready(*op);
}

}  // namespace nlbsim::sim
