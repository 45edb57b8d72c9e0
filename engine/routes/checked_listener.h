// The listeners of a Gateway, each with what the rules say of it before any route is looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/routes/loaded_gateway.h"
#include "engine/routes/rules/supported_kinds.h"

namespace nlbsim::engine {

// The first of these that holds; a listener with one is not programmed.
enum class ListenerProblem : std::uint8_t {
  none,
  unsupported_protocol,
  protocol_conflict,
  hostname_conflict,
  no_route_kind,   // kinds are listed, and none of them is served
  no_certificate,  // TLS ends at the listener and there is nothing to end it with
};

struct CheckedListener {
  const kube::Listener* spec = nullptr;  // in the Gateway's view
  std::string_view nlb_protocol;         // empty: no NLB listener can carry it
  rules::SupportedKinds kinds;
  ListenerProblem problem = ListenerProblem::none;
  std::string complaint;  // says the problem, or that a listed kind is not served; may be empty

  bool valid() const { return problem == ListenerProblem::none; }
  // It has a say in what the NLB holds on its port.
  bool claims_port() const {
    return problem != ListenerProblem::unsupported_protocol && problem != ListenerProblem::no_route_kind;
  }
  // AWS keeps the port as it is until the user has decided.
  bool freezes_port() const { return claims_port() && !valid(); }
};

std::vector<CheckedListener> check_listeners(const kube::ObjectRef& gateway, const Profile& profile);

// Conflicted, Accepted and ResolvedRefs, in this order.
std::vector<kube::Condition> listener_conditions(const CheckedListener& listener);

}  // namespace nlbsim::engine
