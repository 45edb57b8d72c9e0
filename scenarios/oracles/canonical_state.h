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
    std::vector<kube::ObjectRef> events = {};
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

// What two ends are compared for.
enum class CanonicalForm : std::uint8_t {
  // What any run of a scenario must end with: what only creation decides is no identity and is not compared.
  comparable,
  // All that an ordinary run ends with, Events too: the names that things were created with, and what they were
  // created with.
  as_created,
};
CanonicalState canonical_state_of(const RawState& raw, CanonicalForm form = CanonicalForm::comparable);

// The document of an end that was written as_created, as it is when it is comparable. What else than servers stands in
// it goes, as Events do.
Json comparable_form(const Json& as_created);

}  // namespace nlbsim::scenarios::oracles
