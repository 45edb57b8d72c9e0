// A plan in the journal: a note of topic "plan" with one line for each call.
#pragma once

#include <string>

#include "engine/context.h"
#include "engine/deploy/plan.h"

namespace nlbsim::engine {

// `whose`: a Gateway, "example-ns/my-tcp-gateway", or what all of them share.
void note_plan(const Context& context, std::string whose, const Plan& plan, sim::RecordId cause);

}  // namespace nlbsim::engine
