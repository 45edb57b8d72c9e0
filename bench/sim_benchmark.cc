// What the ground floor costs: a wake-up, a woken waiter, a coroutine's start and drop, a call between two actors, a
// choice and a journal record. A wake-up is one step of the scheduler that resumes a coroutine.
#include <benchmark/benchmark.h>

#include <memory>

#include "bench/allocations.h"
#include "sim/call.h"
#include "sim/choice.h"
#include "sim/ids.h"
#include "sim/journal.h"

namespace nlbsim::bench {
namespace {

using namespace std::chrono_literals;
using sim::Actor;
using sim::Duration;
using sim::Event;
using sim::FirstChooser;
using sim::OpenCalls;
using sim::Scheduler;
using sim::Task;
using sim::TimerKind;

Task<void> beats(Duration period) {
  for (;;) co_await sim::sleep_for(period, TimerKind::periodic);
}

// N actors, each asleep most of the time.
void BM_WakeUp(benchmark::State& state) {
  FirstChooser chooser;
  Scheduler scheduler(chooser);
  for (std::int64_t i = 0; i < state.range(0); ++i) spawn(scheduler.start("actor"), beats(1ms + Duration(i * 7919)));
  scheduler.run_until(sim::kWorldStart + 100ms, 1'000'000'000);
  const AllocationCounter allocations;
  for (auto _ : state) {
    const auto before = scheduler.steps();
    while (scheduler.steps() == before) scheduler.step();
  }
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WakeUp)->Arg(1)->Arg(10)->Arg(1'000);

Task<void> answers(Event& mine, Event& theirs) {
  Actor& self = co_await sim::current_actor();
  for (;;) {
    co_await mine.wait();
    theirs.notify(self.scheduler());
  }
}

void BM_EventPingPong(benchmark::State& state) {
  FirstChooser chooser;
  Event ping;
  Event pong;
  Scheduler scheduler(chooser);
  spawn(scheduler.start("one"), answers(ping, pong));
  spawn(scheduler.start("other"), answers(pong, ping));
  scheduler.settle(100);
  ping.notify(scheduler);
  const AllocationCounter allocations;
  for (auto _ : state) scheduler.step();
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_EventPingPong);

Task<void> nested(int depth) {
  if (depth == 0) co_await sim::sleep_for(1h);
  else co_await nested(depth - 1);
}

// An actor with one coroutine three frames deep: started, then dropped where it sleeps.
void BM_SpawnAndDrop(benchmark::State& state) {
  FirstChooser chooser;
  auto scheduler = std::make_unique<Scheduler>(chooser);
  const AllocationCounter allocations;
  for (auto _ : state) {
    Actor& actor = scheduler->start("actor");
    spawn(actor, nested(2));
    scheduler->run_one_ready();
    scheduler->drop(actor, OpenCalls::abandon);
  }
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_SpawnAndDrop)->Iterations(200'000);

Task<void> calls_for_ever(Actor& server, Duration travel, std::uint64_t& effects) {
  for (;;) {
    auto effect = [&effects, travel] { return std::pair(++effects, travel); };
    co_await sim::call(server, travel, std::move(effect));
  }
}

void BM_Call(benchmark::State& state) {
  FirstChooser chooser;
  std::uint64_t effects = 0;
  Scheduler scheduler(chooser);
  Actor& server = scheduler.start("server");
  spawn(scheduler.start("caller"), calls_for_ever(server, Duration(state.range(0)), effects));
  const AllocationCounter allocations;
  for (auto _ : state) {
    const auto before = effects;
    while (effects == before) scheduler.step();
  }
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Call)->Arg(0)->Arg(1'000'000);

void BM_SeededChoice(benchmark::State& state) {
  sim::SeededChooser chooser(1, {"sim/"});
  const AllocationCounter allocations;
  for (auto _ : state) benchmark::DoNotOptimize(chooser.choose(3, {"aws", "CreateLoadBalancer", "reply"}));
  allocations.report(state);
}
BENCHMARK(BM_SeededChoice);

struct Nothing final : sim::Payload {
  void hash(sim::Hasher& hasher) const override { hasher.add("nothing"); }
};

// A hundred records and their hash.
void BM_JournalAppendAndHash(benchmark::State& state) {
  const auto payload = std::make_shared<const Nothing>();
  const AllocationCounter allocations;
  for (auto _ : state) {
    sim::Journal journal;
    for (int i = 0; i < 100; ++i) journal.append(sim::kWorldStart, 1, 0, sim::RecordKind::note, payload);
    benchmark::DoNotOptimize(journal.hash());
  }
  allocations.report(state, 100);
  state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(BM_JournalAppendAndHash);

}  // namespace
}  // namespace nlbsim::bench
