// A finding on its own: one YAML file that needs nothing but nlbsim to show it again.
//
//   apiVersion: nlbsim/v1
//   kind: Reproducer
//   metadata: {id: i-27-gateway-createlisten-3f, title: "I-27 Gateway: CreateListener"}
//   spec:
//     nlbsim: 0.1.0
//     finding: {oracle: I-27, objectKind: Gateway, operation: CreateListener, plan: ..., message: ...}
//     hash: "0x..."            of the run's journal, in that version
//     choices: []              "label#n=option", what was not ordinary
//     scenario: {...}          a whole scenario, its faults included
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/explore/campaign.h"

namespace nlbsim::scenarios {

struct Reproducer {
  std::string id;  // also a file name
  std::string version;
  Finding finding;
  std::uint64_t hash = 0;
  sim::ChoiceLog choices;
  Scenario scenario;  // in exploration form, without its faults
  std::vector<FaultSpec> faults;
};

// The finding of that campaign's plan, shrunk, written out, read back and run; what is written is what then happened.
// Error code "NotReproducible" if it did not happen.
Result<std::string> make_reproducer(const Campaign& campaign, const Finding& finding);

// "i-27-gateway-createlistener-1f0a...": legal in any file system.
std::string reproducer_id(const Finding& finding);

std::string write_reproducer(const Reproducer& reproducer);
// Errors as of load_scenario.
Result<Reproducer> read_reproducer(std::string_view text, const std::string& file);

struct Replay {
  RunRecord run;  // its violations are what was found
  bool same_version = false;
  bool same_hash = false;
  bool found = false;  // the finding is there again
};
Result<Replay> replay(const Reproducer& reproducer);

}  // namespace nlbsim::scenarios
