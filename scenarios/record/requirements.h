// The requirements that scenarios cover, as scenarios/requirements.yaml lists them (load_requirements() in
// language/load.h reads it):
//
//   groups:
//   - name: product rules
//     requirements:
//     - {id: SEED-PROVISION, text: "A Gateway gets one NLB ..."}
//     - {id: SEED-UDP, text: "...", uncovered: "UDPRoute is not served yet"}
#pragma once

#include <string>
#include <vector>

namespace nlbsim::scenarios {

struct Requirement {
  std::string id;
  std::string text;            // one sentence
  std::string group;           // "product rules", "Gateway API", "upstream conformance tests"
  std::string uncovered = {};  // why no scenario covers it; empty: one has to
};

}  // namespace nlbsim::scenarios
