// What a person asks next when a step has failed: what went wrong last with the object, who looked at it and touched
// it, and whether anybody is going to look again. Lines for people, from the journal and the scheduler.
#pragma once

#include <string>

#include "scenarios/language/scenario.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

// Empty where there is nothing to say.
std::string aftermath(const World& world, const Step& failed);

}  // namespace nlbsim::scenarios
