// Frozen ports in their last valid state. A validation error stops changes, not upkeep: what a port's listener forwards
// to stays, its binding follows the Service's node port (and comes back if somebody deleted it), and clients may still
// reach the port. Pure: the last valid state is read from AWS and from the bindings.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/kube/views.h"
#include "engine/deploy/actual_stack.h"

namespace nlbsim::engine {

// The Service port that a target group stands for.
struct BoundService {
  kube::ObjectKey service;
  std::int32_t port = 0;
};
// By target group ARN: what bindings said the last time that they were seen.
using BoundServices = std::map<std::string, BoundService>;
// The Service of that name; null when there is none.
using FindService = std::function<kube::ObjectRef(const kube::ObjectKey&)>;

struct FrozenPorts {
  std::set<std::string> target_groups;              // ARNs
  std::vector<DesiredTargetGroupBinding> bindings;  // of those whose Service can be told
  std::vector<aws::ec2::IpPermission> rules;        // for clients
};

FrozenPorts frozen_ports(const Stack& stack, const ActualStack& actual, const BoundServices& bound_before,
                         const FindService& find_service);

// ARNs of the target groups that a listener forwards to. AWS answers a single one in two places.
std::vector<std::string> targets_of(const aws::Listener& listener);
// What the binding says; none if it names no number.
std::optional<BoundService> bound_service(const kube::Object& binding);
std::string_view target_group_of(const kube::Object& binding);

}  // namespace nlbsim::engine
