// What a world held before anything happened in it: no record tells of that. Empty where no world of its own was told,
// because a default network has nothing that a controller could have made.
#pragma once

#include <memory>
#include <vector>

#include "api/records.h"
#include "scenarios/oracles/aws_ledger.h"

namespace nlbsim::scenarios {
class World;
struct WorldSettings;
}  // namespace nlbsim::scenarios

namespace nlbsim::scenarios::oracles {

// A rule of a security group that lets clients in.
struct HeldRule {
  std::string group;
  std::int32_t first = 0, last = 0;  // ports
};

struct Beginning {
  std::vector<AwsResource> aws;
  std::vector<HeldRule> rules;
  std::vector<std::vector<std::shared_ptr<const api::ObjectChanged>>>
      kube;  // of each cluster, as if each object had just come
};
Beginning beginning_of(World& world, const WorldSettings& settings);

}  // namespace nlbsim::scenarios::oracles
