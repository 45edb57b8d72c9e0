// The language as a JSON schema, for editors: made by asking the readers themselves what they read, so that it says no
// other keys and words than they take. Loops, references and patterns are checked when a scenario is read, not here.
#pragma once

#include "api/json/json.h"

namespace nlbsim::scenarios {

api::Json language_schema();

}  // namespace nlbsim::scenarios
