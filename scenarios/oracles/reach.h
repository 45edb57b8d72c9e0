// What connections to the listeners of an account come to, as somebody finds who tries them all in a world.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/journal.h"

namespace nlbsim::scenarios {
class World;
}

namespace nlbsim::scenarios::oracles {

struct ListenerReach {
  std::string listener;  // ARN
  std::string cluster;   // of the controller that owns the load balancer, by its tag
  std::string stack;     // "namespace/name" of its Gateway
  std::int32_t port = 0;
  bool reached = false;
  bool answered = false;  // somebody answers at a registered target that runs
  std::string why;        // nothing is reached
};

// All of them, after that record.
struct ReachAt {
  sim::RecordId record = 0;
  std::vector<ListenerReach> listeners;
};

// Tries every listener of a load balancer that some Gateway owns, from where somebody ought to get in.
std::vector<ListenerReach> try_listeners(World& world);

}  // namespace nlbsim::scenarios::oracles
