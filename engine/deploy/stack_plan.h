// The plan of a whole stack: the plans of its kinds put together, with what depends on what. Pure.
//
// A load balancer of another scheme is made beside the one that it replaces. While it is provisioned that one serves as
// it is; once it is active that one goes and its listeners move, because a target group serves one load balancer only.
//
// Order within the plan: what is made or changed, kind by kind (security groups, target groups, load balancer,
// listeners, bindings), then what goes, in the opposite order. Dependencies are only those that AWS or the traffic ask
// for: a listener needs its target group and the load balancer, a binding its target group; a target group goes after
// every listener has left it and its binding is gone. Two ports have nothing to do with each other.
//
// Where a listener turns from one target group to another, the binding of that one stands before it, and the listener
// waits until its targets are registered (Profile::targets_before_listener).
#pragma once

#include <vector>

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/frozen_ports.h"
#include "engine/deploy/outcome.h"
#include "engine/deploy/plan.h"
#include "engine/profile.h"

namespace nlbsim::engine {

struct StackPlan {
  Plan calls;
  References known;                    // what is there already
  std::vector<DeployFailure> blocked;  // what cannot even be asked for
  bool clean_up_waits = false;         // something has to go, and will once the load balancer is active
  // While a load balancer of another scheme is made, the one that it replaces serves: its DNS name. Else empty.
  std::string replaced_dns_name;
};

StackPlan plan_stack(const Stack& stack, const ActualStack& actual, const FrozenPorts& frozen,
                     const std::string& cluster, const Profile& profile);

}  // namespace nlbsim::engine
