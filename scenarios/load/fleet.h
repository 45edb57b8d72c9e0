// Many Gateways of one kind, for load: each with one TCP listener and one TCPRoute to a NodePort Service that its
// namespace shares. Names count from zero and say nothing else, so Gateway 7 is the same object in every fleet.
#pragma once

#include <string>
#include <vector>

#include "api/kube/resource.h"
#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// Gateways that share a namespace and its Service: a cluster has node ports for some 2,700 Services only.
inline constexpr int kGatewaysPerNamespace = 50;

kube::ObjectKey fleet_gateway(int index);
kube::ObjectKey fleet_route(int index);

// The GatewayClass, and the namespaces with their Services, that `gateways` Gateways need.
std::vector<Manifest> fleet_ground(int gateways);
// The Gateway and its route.
std::vector<Manifest> fleet_member(int index);
// All of it, in the order in which one would apply it.
std::vector<Manifest> fleet(int gateways);

// A world whose network and quotas hold a fleet of any size.
WorldSettings fleet_world();

}  // namespace nlbsim::scenarios
