// The example from nothing to converged, in the two ways of telling it: everything applied at once, and the Gateway
// first with the route once the load balancer is active. Each is a scenario, read and prepared once. Timed are a
// fresh world, the run to quiescence, the hash over its journal, and the destruction of it all.
#include <benchmark/benchmark.h>

#include "bench/allocations.h"
#include "bench/scenario_runs.h"

namespace nlbsim::bench {
namespace {

void play(benchmark::State& state, const std::string& id) {
  const scenarios::Player player = prepared(id);
  scenarios::RunRecord last = player.play({});
  if (last.outcome == scenarios::Outcome::failed) return state.SkipWithError(last.reason.c_str());
  const Figures counted = figures(last.journal->records());
  const std::uint64_t hash = last.journal_hash;
  const AllocationCounter allocations;
  for (auto _ : state) {
    const scenarios::RunRecord run = player.play({});
    if (run.journal_hash != hash) state.SkipWithError("two runs differ");
  }
  allocations.report(state);
  state.counters["runs/s"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["calls"] = static_cast<double>(counted.calls);
  state.counters["reconciles"] = static_cast<double>(counted.reconciles);
  state.counters["steps"] = static_cast<double>(last.scheduler_steps);
  state.counters["records"] = static_cast<double>(last.journal->last());
  state.counters["virtual_s"] = std::chrono::duration<double>(last.virtual_duration).count();
}

void BM_AllAtOnce(benchmark::State& state) { play(state, "bench-all-at-once"); }
BENCHMARK(BM_AllAtOnce)->Unit(benchmark::kMicrosecond);
void BM_GatewayThenRoute(benchmark::State& state) { play(state, "bench-gateway-then-route"); }
BENCHMARK(BM_GatewayThenRoute)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace nlbsim::bench
