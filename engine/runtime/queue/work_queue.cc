#include "engine/runtime/queue/work_queue.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <map>
#include <utility>

#include "engine/runtime/queue/token_bucket.h"

namespace nlbsim::engine {
namespace {

// The bucket that all keys of a queue share: controller-runtime's default rate limiter.
constexpr sim::Duration kSharedInterval = std::chrono::milliseconds{100};
constexpr std::int64_t kSharedBurst = 100;

// base * 2^failures, at most cap.
sim::Duration item_backoff(const RateLimits& limits, std::uint32_t failures) {
  sim::Duration delay = std::min(limits.base, limits.cap);
  for (; failures > 0 && delay < limits.cap; --failures) delay = std::min(delay * 2, limits.cap);
  return delay;
}

}  // namespace

struct WorkQueue::State {
  // A key that is queued, worked on, or both (then it runs once more after done()).
  struct Active {
    bool dirty = false;       // somebody asked for it since it was last handed out
    bool processing = false;  // handed out, not done
    sim::RecordId cause = 0;
  };
  // A key that is added later.
  struct Waiting {
    sim::Instant due;
    sim::Op* timer = nullptr;  // the actor's; gone once it has run
  };

  State(sim::Actor& owner, std::string controller, RateLimits rate_limits)
      : actor(owner), name(std::move(controller)), limits(rate_limits), shared(kSharedInterval, kSharedBurst) {}

  void enqueue(const kube::ObjectKey& key) {
    order.push_back(key);
    added.notify(actor.scheduler());
  }

  sim::Actor& actor;
  const std::string name;
  const RateLimits limits;
  TokenBucket shared;
  std::map<kube::ObjectKey, Active> active;
  std::map<kube::ObjectKey, Waiting> waiting;
  std::map<kube::ObjectKey, std::uint32_t> failures;
  std::deque<kube::ObjectKey> order;
  sim::Event added;
};

WorkQueue::WorkQueue(sim::Actor& actor, std::string name, RateLimits limits)
    : state_(std::make_unique<State>(actor, std::move(name), limits)) {}
WorkQueue::~WorkQueue() = default;

const std::string& WorkQueue::name() const { return state_->name; }

void WorkQueue::add(const kube::ObjectKey& key, sim::RecordId cause) {
  State::Active& entry = state_->active[key];
  entry.cause = cause;
  if (std::exchange(entry.dirty, true) || entry.processing) return;
  state_->enqueue(key);
}

void WorkQueue::add_after(const kube::ObjectKey& key, sim::Duration delay, sim::RecordId cause, sim::TimerKind kind) {
  if (delay <= sim::Duration::zero()) return add(key, cause);
  const sim::Instant due = state_->actor.scheduler().now() + delay;
  const auto [entry, fresh] = state_->waiting.try_emplace(key);
  State::Waiting& wait = entry->second;
  if (!fresh) {
    if (wait.due <= due) return;
    delete wait.timer;  // an Op belongs to nobody until it runs; deleting it is how it is called off
  }
  wait.due = due;
  wait.timer = state_->actor.scheduler().after(state_->actor, delay, kind, [this, key, cause] {
    state_->waiting.erase(key);
    add(key, cause);
  });
}

void WorkQueue::add_rate_limited(const kube::ObjectKey& key, sim::RecordId cause) {
  std::uint32_t& failures = state_->failures[key];
  sim::Duration delay = item_backoff(state_->limits, failures++);
  if (state_->limits.shared_bucket) delay = std::max(delay, state_->shared.reserve(state_->actor.scheduler().now()));
  add_after(key, delay, cause);
}

sim::Task<Request> WorkQueue::get() {
  while (state_->order.empty()) co_await state_->added.wait();
  Request request;
  request.key = std::move(state_->order.front());
  state_->order.pop_front();
  State::Active& entry = state_->active.find(request.key)->second;
  entry.dirty = false;
  entry.processing = true;
  request.cause = entry.cause;
  co_return request;
}

void WorkQueue::done(const kube::ObjectKey& key) {
  const auto entry = state_->active.find(key);
  assert(entry != state_->active.end() && entry->second.processing);
  entry->second.processing = false;
  if (entry->second.dirty) state_->enqueue(key);
  else state_->active.erase(entry);
}

void WorkQueue::forget(const kube::ObjectKey& key) { state_->failures.erase(key); }

std::size_t WorkQueue::depth() const { return state_->order.size(); }

std::uint32_t WorkQueue::retries(const kube::ObjectKey& key) const {
  const auto found = state_->failures.find(key);
  return found == state_->failures.end() ? 0 : found->second;
}

}  // namespace nlbsim::engine
