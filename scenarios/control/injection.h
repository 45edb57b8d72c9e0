// Faults for a served world, by the fault list of the scenario language and through its injector.
//
// Calls of wire clients and of the built-in controller are met alike; the actor of a wire client is "user", and each of
// its requests is a call of its own, the repeats of an SDK included. `at` and `between` count from the start of the
// world, as in a scenario.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"
#include "scenarios/faults/fault_injector.h"

namespace nlbsim::scenarios {

// Adds one fault or a list of them; all or none. Errors as of load_faults_text; also InvalidScenario for a crash or
// pause of a controller that the world does not have.
Result<void> inject(std::string_view text, const std::string& file, World& world, FaultInjector& injector);

// [{id, hits, calls}]: how often each has struck, of how many calls or events that fit.
api::Json describe(const FaultInjector& injector);

}  // namespace nlbsim::scenarios
