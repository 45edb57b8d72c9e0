// One busy replica is dropped after each of its steps, in many orders, with open calls finished or abandoned, paused
// before or not. After each drop none of its frames is alive and nothing of it waits; its neighbours go on; and a
// second incarnation runs the same scenario to its end.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <memory>
#include <set>

#include "sim/call.h"

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

constexpr std::uint64_t kManySteps = 10'000;

// What the actors share. The scheduler is last: the locals of its coroutines use all the rest when they die.
struct World {
  explicit World(Chooser& chooser) : scheduler(chooser) {}
  std::map<ActorId, int> residents;  // live locals by actor
  std::set<int> sent, applied;       // calls by number
  int finished = 0;
  Event tick;
  Event unlocked;
  bool locked = false;
  Scheduler scheduler;
  Actor& server = scheduler.start("server");
  Actor& neighbour = scheduler.start("neighbour");
};

Task<void> must_not_run() {
  ADD_FAILURE() << "a dropped actor started something";
  co_return;
}

// A local that knows whose it is. Dying, it looks at its parent, posts, spawns and wakes.
class Resident {
 public:
  explicit Resident(World& world, Resident* parent = nullptr)
      : world_(world), actor_(*world.scheduler.current()), parent_(parent) {
    ++world_.residents[actor_.id()];
  }
  Resident(const Resident&) = delete;
  Resident& operator=(const Resident&) = delete;
  ~Resident() {
    if (parent_) {
      EXPECT_EQ(parent_->mark_, kAlive) << "a parent died before its child";
    }
    mark_ = 0;
    --world_.residents[actor_.id()];
    if (&actor_ == &world_.neighbour) return;
    world_.tick.notify(world_.scheduler);
    asio::post(actor_.executor(), [actor = &actor_] { EXPECT_FALSE(actor->dropped()); });
    if (!actor_.dropped()) return;
    spawn(actor_, must_not_run());
    asio::co_spawn(actor_.executor(), must_not_run(), asio::detached);
  }
  Actor& actor() const { return actor_; }

 private:
  static constexpr int kAlive = 42;
  World& world_;
  Actor& actor_;
  Resident* parent_;
  int mark_ = kAlive;
};

Task<void> doze(World& world, Resident* parent, Duration delay, int depth) {
  Resident local(world, parent);
  if (depth == 0) co_await sleep_for(delay);
  else co_await doze(world, &local, delay, depth - 1);
  EXPECT_EQ(world.scheduler.current(), &local.actor());
}

Task<void> request(World& world, Resident* parent, Duration there) {
  Resident local(world, parent);
  const int number = static_cast<int>(world.sent.size());
  world.sent.insert(number);
  auto effect = [&world, number] {
    EXPECT_TRUE(world.applied.insert(number).second);
    return std::pair(number, Duration(2ms));
  };
  const auto answer = co_await call(world.server, there, std::move(effect));
  EXPECT_EQ(answer, number);
  EXPECT_EQ(world.scheduler.current(), &local.actor());
}

struct Unlock {
  World& world;
  ~Unlock() {
    world.locked = false;
    world.unlocked.notify(world.scheduler);
  }
};

// Everybody who finds it locked is woken when it is unlocked: the first may be dropped before it runs.
Task<void> with_lock(World& world, Resident* parent) {
  Resident local(world, parent);
  while (world.locked) co_await world.unlocked.wait();
  world.locked = true;
  const Unlock unlock{world};
  co_await doze(world, &local, 1ms, 1);
}

Task<void> locks_at_every_tick(World& world) {
  for (;;) {
    co_await world.tick.wait();
    co_await with_lock(world, nullptr);
  }
}

Task<void> resync(World& world) {
  const Resident local(world);
  for (;;) co_await sleep_for(3ms, TimerKind::periodic);
}

// A detached child holds no reference into its parent: what they share is shared.
Task<void> detached_child(World& world, std::shared_ptr<Event> stop) {
  const Resident local(world);
  co_await stop->wait();
}

Task<void> replica(World& world) {
  Resident local(world);
  const auto stop = std::make_shared<Event>();
  spawn(local.actor(), resync(world));
  spawn(local.actor(), detached_child(world, stop));
  co_await (doze(world, &local, 2ms, 2) || request(world, &local, 3ms));  // a call that times out
  co_await (request(world, &local, 2ms) && (with_lock(world, &local) && doze(world, &local, 1ms, 0)));
  co_await (world.tick.wait()(asio::use_awaitable_t<ActorExecutor>()) || doze(world, &local, 5ms, 0));
  co_await request(world, &local, 1ms);
  asio::cancellation_signal hurry;  // a drop destroys it before or after the Op that it would cancel
  asio::co_spawn(local.actor().executor(), doze(world, nullptr, 1h, 1),
                 asio::bind_cancellation_slot(hurry.slot(), asio::detached));
  co_await sleep_for(1ms);
  hurry.emit(asio::cancellation_type::terminal);
  stop->notify(world.scheduler);
  co_await sleep_for(1ms);
  ++world.finished;
}

struct Drop {
  std::uint64_t at = 0;    // after how many steps
  std::uint64_t seed = 0;  // of the order of ready work; 0: the ordinary order
  OpenCalls open_calls = OpenCalls::finish;
  bool pause_first = false;
};

std::unique_ptr<Chooser> chooser_of(std::uint64_t seed) {
  if (seed == 0) return std::make_unique<FirstChooser>();
  return std::make_unique<SeededChooser>(seed);
}

// Paused, the replica neither sends nor changes; the others go on.
void expect_nothing_while_paused(World& world, Actor& actor) {
  const auto sent = world.sent;
  const int residents = world.residents[actor.id()];
  world.scheduler.pause(actor);
  for (int i = 0; i < 20; ++i) world.scheduler.step();
  EXPECT_EQ(world.sent, sent);
  EXPECT_EQ(world.residents[actor.id()], residents);
}

void expect_second_incarnation_finishes(World& world) {
  Actor& second = world.scheduler.start("replica#2");
  spawn(second, replica(world));
  EXPECT_TRUE(world.scheduler.settle(kManySteps));
  EXPECT_EQ(world.finished, 1);
  EXPECT_EQ(world.residents[second.id()], 1) << "resync alone goes on";
}

// False: the replica had finished before.
bool survives(const Drop& drop) {
  const auto chooser = chooser_of(drop.seed);
  World world(*chooser);
  world.scheduler.explore_order(true);
  Actor& first = world.scheduler.start("replica#1");
  spawn(world.neighbour, locks_at_every_tick(world));
  spawn(world.neighbour, locks_at_every_tick(world));
  spawn(first, replica(world));
  for (std::uint64_t i = 0; i < drop.at; ++i) world.scheduler.step();
  if (world.finished != 0) return false;
  if (drop.pause_first) {
    expect_nothing_while_paused(world, first);
    if (drop.seed % 2 != 0) world.scheduler.resume(first);
  }
  std::set<int> under_way = world.sent;
  for (const int number : world.applied) under_way.erase(number);

  EXPECT_EQ(world.scheduler.drop(first, drop.open_calls), 0U);
  EXPECT_EQ(world.residents[first.id()], 0);
  EXPECT_TRUE(world.scheduler.settle(kManySteps));
  EXPECT_FALSE(world.unlocked.has_waiters()) << "a wake-up was lost with the actor";
  for (const int number : under_way) EXPECT_EQ(world.applied.contains(number), drop.open_calls == OpenCalls::finish);
  expect_second_incarnation_finishes(world);
  EXPECT_EQ(world.residents[first.id()], 0);
  return true;
}

class DropEverywhere : public testing::TestWithParam<std::tuple<OpenCalls, bool>> {};

TEST_P(DropEverywhere, LeavesNothingBehind) {
  const auto [open_calls, pause_first] = GetParam();
  std::uint64_t drops = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (Drop drop{0, seed, open_calls, pause_first}; survives(drop); ++drop.at) {
      ++drops;
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", dropped after step " << drop.at;
    }
  }
  EXPECT_GT(drops, 1'000U);  // the scenario is as long as it should be
}

INSTANTIATE_TEST_SUITE_P(FinishAndAbandon, DropEverywhere,
                         testing::Combine(testing::Values(OpenCalls::finish, OpenCalls::abandon), testing::Bool()));

}  // namespace
}  // namespace nlbsim::sim
