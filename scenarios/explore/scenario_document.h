// Scenarios and faults back in the form in which the loader reads them, with nothing left to look up: what came from
// manifest files, from `extends` and from variants is written out.
#pragma once

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// Steps that no document held (exploration_form adds two) are left out; fixtures become the first step.
Json to_document(const Scenario& scenario);
Json to_document(const FaultSpec& fault);

}  // namespace nlbsim::scenarios
