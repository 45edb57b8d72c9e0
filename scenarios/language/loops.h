// Steps that stand for many: `repeat` and `forEach` are unrolled where a scenario is read, so that whatever comes after
// sees ordinary steps, each with its own line, text and problems.
//
//   - repeat: {times: 3, as: i, steps: [{apply: {objects: [..."route-${i}"...]}}]}
//   - forEach: {as: port, in: [80, 443], steps: [{assert: {aws: {kind: Listener, match: {Port: "${port}"}}}}]}
#pragma once

#include <vector>

#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

// The steps that a list stands for, loops within loops included, with the loops' names replaced in every text.
std::vector<Node> unrolled(const std::vector<const Node*>& steps, Problems& problems);

// For a description of the language: asks for all that a loop can say.
void describe_loop(std::string_view verb, const Node& node, StepContext& context);

}  // namespace nlbsim::scenarios
