// A list as an API server would answer it whose cache lags behind: the present answer with what the journal says about
// later changes undone.
#pragma once

#include <cstdint>
#include <optional>

#include "api/kube/kube.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

// Which changes the lagging server has not seen: those later than `after`, or of a revision above `revision`.
struct Lag {
  sim::ActorId server = 0;  // whose changes count
  std::optional<sim::Instant> after;
  std::optional<std::uint64_t> revision;
};

// Rewrites the response. False, and nothing is changed, for a page of several, a list by selector, or when the lag
// hides nothing.
bool make_stale(api::TypedCall<kube::List>& list, const sim::Journal& journal, const Lag& lag);

}  // namespace nlbsim::scenarios
