// Finds the network interfaces that belong to Pods, by their ids or by the addresses that they have, and says which
// security groups are on them. What was found, or not found, is known for 10 minutes. Belongs to one replica; not for
// several coroutines at once (NodeNetworking, through NodeSecurityGroups its one user, holds a lock).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/context.h"
#include "sim/task.h"

namespace nlbsim::engine {

class NetworkInterfaces {
 public:
  explicit NetworkInterfaces(const Context& context) : context_(context) {}

  // Describe those that are not known, in calls of at most 199 values.
  sim::Task<sim::Result<void>> load_by_id(std::vector<std::string> ids, sim::RecordId cause);
  sim::Task<sim::Result<void>> load_by_address(std::vector<std::string> addresses, sim::RecordId cause);
  // Of one that was loaded by this id or address; none: there is no such interface.
  const std::vector<std::string>& groups_of(const std::string& id_or_address) const;

 private:
  struct Found {
    sim::Instant expires;
    std::vector<std::string> groups;
  };
  sim::Task<sim::Result<void>> load(std::string_view filter, std::vector<std::string> values, sim::RecordId cause);
  sim::Task<sim::Result<void>> describe(std::string filter, std::vector<std::string> values, sim::RecordId cause);
  bool fresh(const std::string& id_or_address) const;

  const Context& context_;
  std::map<std::string, Found> found_;
};

}  // namespace nlbsim::engine
