// A fault list on its own, as `faults:` of a scenario has it: what somebody gives to a served world.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/fault_spec.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

// One fault or a list of them, as YAML or JSON; at least one. `taken` are ids that stand already. Errors as of
// load_scenario_text, `file` naming the text.
sim::Result<std::vector<FaultSpec>> load_faults_text(std::string_view text, const std::string& file,
                                                     std::vector<std::string> taken);

}  // namespace nlbsim::scenarios
