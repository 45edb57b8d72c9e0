// The whole shipped library, each scenario once per iteration: what `nlbsim conformance` does, without its reports.
#include <benchmark/benchmark.h>

#include "bench/allocations.h"
#include "bench/scenario_runs.h"

namespace nlbsim::bench {
namespace {

void BM_Library(benchmark::State& state) {
  const std::vector<scenarios::Player> players = whole_library();
  std::uint64_t calls = 0;
  sim::Duration simulated{0};
  for (const scenarios::Player& player : players) {
    const scenarios::RunRecord run = player.play({});
    if (run.outcome == scenarios::Outcome::failed) state.SkipWithError(run.full_id().c_str());
    if (run.journal) calls += figures(run.journal->records()).calls;
    simulated += run.virtual_duration;
  }
  const AllocationCounter allocations;
  for (auto _ : state)
    for (const scenarios::Player& player : players) benchmark::DoNotOptimize(player.play({}));
  const auto count = static_cast<double>(players.size());
  allocations.report(state, count);
  state.counters["scenarios"] = count;
  state.counters["calls/run"] = static_cast<double>(calls) / count;
  const double rounds = static_cast<double>(state.iterations());
  state.counters["runs/s"] = benchmark::Counter(rounds * count, benchmark::Counter::kIsRate);
  state.counters["virtual_s/s"] =
      benchmark::Counter(rounds * std::chrono::duration<double>(simulated).count(), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Library)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nlbsim::bench
