// What the routes of a Gateway come to: the value between route loading (engine/routes) and the model (engine/model).
//
// One entry per port of the Gateway, because an NLB has one listener per port: Gateway listeners that share port and
// protocol share it. Beside it stand the facts that status and events are written from. Immutable once loaded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/views.h"
#include "engine/configuration/target_group.h"

namespace nlbsim::engine {

// The one backend Service of a route, resolved.
struct ResolvedBackend {
  kube::ObjectRef service;
  kube::ServicePort port;
};

// What becomes of one port of the NLB.
enum class PortState : std::uint8_t {
  unused,   // left out: no route, or no usable backend; an existing listener goes
  serving,  // one valid route with a usable backend
  frozen,   // kept as it was: a validation error or a conflict
};

struct LoadedPort {
  std::int32_t port = 0;
  std::string protocol;  // of the NLB listener: TCP, UDP, TLS
  PortState state = PortState::unused;
  std::string target_protocol;             // while serving: what targets are sent
  kube::Resource route_resource;           // while serving
  kube::ObjectRef route;                   // while serving
  std::optional<ResolvedBackend> backend;  // while serving
  TargetGroupPropsRef props;               // of the target group; null: nothing is asked for
  std::vector<std::string> certificates;   // where TLS ends: ARNs, the default one first
};

// One violation of a rule, told once as a Warning event on the Gateway.
struct Violation {
  std::string reason;  // event reason: FailedBuildModel
  std::string message;
};

// Status of one listener of a Gateway or of a ListenerSet, before it is known whether the NLB is active.
struct LoadedListener {
  std::string name;
  std::int32_t port = 0;
  std::vector<kube::RouteGroupKind> supported_kinds;
  std::int32_t attached_routes = 0;
  bool valid = true;                        // Accepted and not conflicted: Programmed turns True with the NLB
  std::vector<kube::Condition> conditions;  // Accepted, Conflicted, ResolvedRefs; without times and generations
};

// A ListenerSet that names the Gateway.
struct LoadedListenerSet {
  kube::ObjectRef set;
  bool taken = false;                     // the Gateway takes listeners from its namespace
  std::vector<LoadedListener> listeners;  // in spec order; none unless it is taken
};

// Conditions that a route should show for one of its parentRefs to this Gateway.
struct LoadedRouteParent {
  kube::Resource resource;
  kube::ObjectRef route;
  kube::ParentReference parent;
  std::vector<kube::Condition> conditions;  // Accepted, ResolvedRefs; without times and generations
};

struct LoadedGateway {
  ConfigurationRef configuration;          // null: none
  std::vector<LoadedPort> ports;           // ascending
  std::vector<LoadedListener> listeners;   // the Gateway's own, in spec order
  std::vector<LoadedListenerSet> sets;     // by precedence
  std::vector<LoadedRouteParent> parents;  // by route, then parentRef order
  std::vector<Violation> violations;       // each cause once; listeners, then ports, then routes
  std::vector<Violation> notes;            // what is no error and told all the same

  // Without a valid listener there is nothing to build: the Gateway is rejected, and AWS stays as it is.
  bool has_valid_listener() const { return std::ranges::any_of(listeners, &LoadedListener::valid); }
  bool all_listeners_valid() const { return std::ranges::all_of(listeners, &LoadedListener::valid); }
};

}  // namespace nlbsim::engine
