// Makes a finding small: as few faults as lead to it, then as few steps.
//
// Both by ddmin (Zeller): halves first, then smaller pieces, until no piece can be left out. A smaller case counts only
// if it leads to the same signature, holds without its faults if the whole did, and could be passed. Every run is made
// anew from nothing; a step that is left out changes the run without faults too, so that is made again as well.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/explore/campaign.h"

namespace nlbsim::scenarios {

struct Case {
  Scenario scenario;  // in exploration form
  std::vector<FaultSpec> faults;
};

// Whether some finding of the case has that oracle and object kind.
bool leads_to(const ExploredScenario& scenario, const std::vector<FaultSpec>& faults, const Finding& finding);

// `replays` bounds how many smaller cases are tried.
Case shrink(Case found, const Finding& finding, std::size_t replays = 2000);

// The indices below `size` that are needed: a smallest set, in the sense of ddmin, for which `fails` holds. It holds
// for all of them.
using Indices = std::vector<std::size_t>;
Indices ddmin(std::size_t size, const std::function<bool(const Indices&)>& fails);

}  // namespace nlbsim::scenarios
