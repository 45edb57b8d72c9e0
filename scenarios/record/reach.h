// What a Gateway's listener comes to in AWS: from its routes to the NLB's listener, the target group and the targets.
#pragma once

#include <optional>

#include "scenarios/record/state_reader.h"
#include "scenarios/record/verdict.h"

namespace nlbsim::scenarios {

struct Followed {
  Reached reached;
  // Where it ends too early: `what` is left empty. None: it serves, it has no route, or its route tells why.
  std::optional<Shortfall> missing;
};
// One listener of a Gateway: in its own spec, or in that of a ListenerSet.
struct OwnedListener {
  const Json& gateway;
  const Json& owner;
  const Json& listener;
};
// `gateway_told`: something that stands in the way of the whole Gateway has been told already.
Followed follow_listener(const StateReader& reader, const OwnedListener& owned, bool gateway_told);

}  // namespace nlbsim::scenarios
