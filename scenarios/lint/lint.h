// Which expectations of a scenario nothing could break. A `never`, a `none` and a `count: 0` hold in every run that
// does not happen to do what they forbid, and so do patterns that match whatever there is: each is shown to be able to
// fail, by a document or call that would break it, or named.
//
//   LintReport report = lint(scenario);    // plays its ordinary run for documents to begin with
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// One expectation, and what would break it.
struct LintLine {
  SourceLine source;
  std::string expectation;  // "never aws Listener {Port: 443}"
  bool breakable = false;
  std::string how;  // what would break it; or why nothing does
};

struct LintReport {
  std::string scenario;
  std::vector<LintLine> lines;  // in the order of the steps
  std::string unplayed;         // why the scenario could not be played to its end; empty: it was
};

// Error code "InvalidWorld".
Result<LintReport> lint(const Scenario& scenario);

}  // namespace nlbsim::scenarios
