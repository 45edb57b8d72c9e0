// A scenario as the explorer plays it: what the user does, at the pace the scenario sets; nothing that judges or
// breaks.
//
// `never` is left out, and `assert` unless it gives a name to something; quiet times after a settle too (they only
// watch). A `wait` stays, because it says when the user goes on. At the end everything is healed and the world settles,
// so that two runs can be compared.
#pragma once

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// How long a world may take to come to rest after the last fault. A work queue sleeps up to 1000 s, an SDK call up to
// three minutes; whatever takes longer than this does not come to rest.
inline constexpr sim::Duration kSettleAfterFaults = std::chrono::hours{6};

// Who waits for a lease waits on a periodic timer, for which nothing stays unsettled. So a world with leader election
// is given this long first: the lease of a leader that died runs out after 15 s, and one that lost it is started again.
inline constexpr sim::Duration kNextLeader = std::chrono::minutes{2};

Scenario exploration_form(Scenario scenario);

// Whether a scenario in that form is the whole story: nothing that broke it is left out, and no time in which the
// controller might have done more.
bool is_whole_in_exploration_form(const Scenario& scenario);

}  // namespace nlbsim::scenarios
