#include "scenarios/explore/seed_sweep.h"

#include "scenarios/explore/exploration_form.h"
#include "scenarios/explore/explored_scenario.h"
#include "scenarios/runner/wave.h"

namespace nlbsim::scenarios {

namespace {

void add(SweepResult& into, const Scenario& scenario, std::uint64_t seed, PlanResult run) {
  ++into.runs;
  into.cut_short += run.cut_short ? 1 : 0;
  for (Violation& violation : run.findings)
    into.alarms.push_back({scenario.full_id(), scenario.file, seed, std::move(violation)});
}

}  // namespace

Result<SweepResult> sweep_seeds(const std::vector<Scenario>& scenarios, const SweepOptions& options) {
  SweepResult result;
  const auto each = static_cast<std::size_t>(options.seeds.last - options.seeds.first + 1);
  const std::size_t total = scenarios.size() * each;
  std::size_t done = 0;
  for (const Scenario& scenario : scenarios) {
    done += each;
    if (scenario.verdict == Outcome::not_achievable) continue;
    const auto explored = ExploredScenario::prepare(exploration_form(scenario));
    if (!explored) return sim::forward(explored.error());
    std::vector<PlanResult> runs(each);
    const auto play = [&](std::size_t first, std::size_t count) {
      std::vector<PlanRun> wave;
      for (std::size_t i = first; i < first + count; ++i) wave.push_back(explored->begin_calm(options.seeds.first + i));
      turn_in_step(wave);
      for (std::size_t i = 0; i < count; ++i) runs[first + i] = wave[i].result();
    };
    for_each_wave(each, options.jobs, play);
    for (std::size_t i = 0; i < each; ++i) add(result, scenario, options.seeds.first + i, std::move(runs[i]));
    if (options.progress) options.progress(done, total, result.alarms.size());
  }
  return result;
}

}  // namespace nlbsim::scenarios
