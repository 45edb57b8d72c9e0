// The requirements that scenarios cover, as scenarios/requirements.yaml lists them:
//
//   groups:
//   - name: product rules
//     requirements:
//     - {id: SEED-PROVISION, text: "A Gateway gets one NLB ..."}
//     - {id: SEED-UDP, text: "...", uncovered: "UDPRoute is not served yet"}
#pragma once

#include <string>
#include <vector>

#include "sim/result.h"

namespace nlbsim::scenarios {

struct Requirement {
  std::string id;
  std::string text;            // one sentence
  std::string group;           // "product rules", "Gateway API", "upstream conformance tests"
  std::string uncovered = {};  // why no scenario covers it; empty: one has to
};

// In the order of the file. Errors as of load_scenario; two of one id are an error.
sim::Result<std::vector<Requirement>> load_requirements(const std::string& file);

}  // namespace nlbsim::scenarios
