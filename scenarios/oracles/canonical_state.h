// How a world has ended, written so that two runs of one scenario can be compared: what AWS and the clusters hold, with
// stable names in place of ids and without what every run decides anew.
//
// Everything that is left out stands in canonical_state_exclusions.h, with its reason, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "api/json/json.h"
#include "api/kube/object.h"

namespace nlbsim::scenarios {
class World;
}

namespace nlbsim::scenarios::oracles {

using api::Json;

// As the fakes show it: fake_aws::Account::snapshot and the stores' objects.
struct RawState {
  Json load_balancers, listeners, target_groups, security_groups;  // arrays
  struct Cluster {
    std::string name;
    std::vector<kube::ObjectRef> objects;
  };
  std::vector<Cluster> clusters;
};
RawState raw_state(World& world);

struct CanonicalState {
  // {"aws": {"load balancer NAME": {...}, ...}, "CLUSTER": {"Gateway NS/NAME": {...}, ...}}
  Json document;
  // "CLUSTER NS/NAME:PORT" of the Gateway listeners that a broken rule keeps as they were.
  std::vector<std::string> frozen;
};
CanonicalState canonical_state_of(const RawState& raw);

}  // namespace nlbsim::scenarios::oracles
