// Tier T1 of exploration over the example: every plan of it, each run to rest and judged.
#include <benchmark/benchmark.h>

#include "bench/allocations.h"
#include "bench/scenario_runs.h"

namespace nlbsim::bench {
namespace {

void BM_PlansOfTheExample(benchmark::State& state) {
  const scenarios::ExploredScenario explored = bench::explored("bench-all-at-once");
  const std::size_t plans = explored.plans().size();
  const AllocationCounter allocations;
  for (auto _ : state)
    for (std::size_t i = 0; i < plans; ++i)
      if (!explored.run(explored.plans().at(i).faults).findings.empty()) state.SkipWithError("a plan found something");
  allocations.report(state, static_cast<double>(plans));
  state.counters["plans"] = static_cast<double>(plans);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plans));
}
BENCHMARK(BM_PlansOfTheExample)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nlbsim::bench
