// The Availability Zone that a target of type ip is registered with: none inside the VPC, where AWS knows it, "all"
// outside of it.
#pragma once

#include <string>
#include <vector>

#include "api/aws/elbv2.h"
#include "engine/context.h"
#include "engine/targets/endpoints.h"
#include "sim/task.h"

namespace nlbsim::engine {

inline constexpr std::string_view kAllZones = "all";

// Whether an IPv4 address lies in one of these blocks ("10.0.0.0/16"). What is no address or block lies nowhere.
bool inside(std::string_view address, const std::vector<std::string>& cidrs);
// Those of the targets whose Pods stand on a node of known zone, with that zone: what to try for an address that AWS
// could not place.
std::vector<aws::TargetDescription> in_zones_of_nodes(const std::vector<aws::TargetDescription>& targets,
                                                      const ResolvedEndpoints& resolved);

// Reads the address blocks of the VPC, at most every 10 minutes. Belongs to one replica.
class TargetZones {
 public:
  explicit TargetZones(const Context& context) : context_(context) {}
  // The targets, each with the zone that it needs.
  sim::Task<sim::Result<std::vector<aws::TargetDescription>>> place(std::vector<aws::TargetDescription> targets,
                                                                    sim::RecordId cause);

 private:
  sim::Task<sim::Result<void>> load(sim::RecordId cause);

  const Context& context_;
  std::vector<std::string> cidrs_;
  sim::Instant expires_;
};

}  // namespace nlbsim::engine
