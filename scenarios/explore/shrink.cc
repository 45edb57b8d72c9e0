#include "scenarios/explore/shrink.h"

#include <algorithm>
#include <numeric>

namespace nlbsim::scenarios {

namespace {

// All but the piece.
Indices without(const Indices& all, std::size_t begin, std::size_t end) {
  Indices rest(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(begin));
  rest.insert(rest.end(), all.begin() + static_cast<std::ptrdiff_t>(end), all.end());
  return rest;
}

// The steps that were written by somebody, reduced; those that the explorer added stay.
Scenario with_steps(const Scenario& scenario, const Indices& written) {
  Scenario out = scenario;
  out.steps.clear();
  for (const std::size_t i : written) out.steps.push_back(scenario.steps[i]);
  for (const Step& step : scenario.steps)
    if (!step.written) out.steps.push_back(step);
  return out;
}

std::vector<FaultSpec> select(const std::vector<FaultSpec>& faults, const Indices& wanted) {
  std::vector<FaultSpec> out;
  for (const std::size_t i : wanted) out.push_back(faults[i]);
  return out;
}

}  // namespace

Indices ddmin(std::size_t size, const std::function<bool(const Indices&)>& fails) {
  Indices needed(size);
  std::iota(needed.begin(), needed.end(), std::size_t{0});
  std::size_t pieces = 2;
  while (!needed.empty()) {
    pieces = std::min(pieces, needed.size());
    bool smaller = false;
    for (std::size_t piece = 0; piece < pieces && !smaller; ++piece) {
      Indices rest = without(needed, piece * needed.size() / pieces, (piece + 1) * needed.size() / pieces);
      if (!fails(rest)) continue;
      needed = std::move(rest);
      smaller = true;
    }
    if (smaller) pieces = std::max<std::size_t>(2, pieces - 1);
    else if (pieces >= needed.size()) break;
    else pieces *= 2;
  }
  return needed;
}

bool leads_to(const ExploredScenario& scenario, const std::vector<FaultSpec>& faults, const Finding& finding) {
  const PlanResult result = scenario.run(faults);
  return std::ranges::any_of(result.findings, [&](const Violation& violation) {
    return violation.invariant == finding.oracle && object_kind_of(violation) == finding.object_kind;
  });
}

Case shrink(Case found, const Finding& finding, std::size_t replays) {
  const auto whole = ExploredScenario::prepare(found.scenario);
  const bool held = whole && whole->holds();
  const bool possible = whole && whole->possible(found.faults);
  const auto try_case = [&](const Scenario& scenario, const std::vector<FaultSpec>& faults) {
    if (replays == 0) return false;
    --replays;
    const auto explored = ExploredScenario::prepare(scenario);
    if (!explored || !leads_to(*explored, faults, finding)) return false;
    // What no right controller could pass says nothing of this one.
    return (!held || explored->holds()) && (!possible || explored->possible(faults));
  };
  const auto fewer_faults = [&](const Indices& wanted) {
    return try_case(found.scenario, select(found.faults, wanted));
  };
  found.faults = select(found.faults, ddmin(found.faults.size(), fewer_faults));
  const auto written = static_cast<std::size_t>(
      std::ranges::count_if(found.scenario.steps, [](const Step& step) { return step.written != nullptr; }));
  const auto fewer_steps = [&](const Indices& wanted) {
    return try_case(with_steps(found.scenario, wanted), found.faults);
  };
  found.scenario = with_steps(found.scenario, ddmin(written, fewer_steps));
  return found;
}

}  // namespace nlbsim::scenarios
