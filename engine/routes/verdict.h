// The answer of a rule about a listener or a route: what it shows, what its Gateway tells, what becomes of the port.
#pragma once

#include <string>
#include <vector>

#include "engine/routes/loaded_gateway.h"

namespace nlbsim::engine {

struct Verdict {
  PortState port = PortState::serving;
  std::vector<kube::Condition> conditions;  // in place of those that say that all is well
  std::string event;                        // the cause of a Warning on the Gateway; empty: nothing to tell

  bool kept() const { return port == PortState::serving && conditions.empty(); }
};

}  // namespace nlbsim::engine
