// An NLB has one listener for each port, so Gateway listeners on one port must agree on the protocol; they may differ
// by hostname. Of listeners that do not agree none wins (Gateway API: every indistinct listener is Conflicted).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "api/kube/views.h"

namespace nlbsim::engine::rules {

enum class Conflict : std::uint8_t { none, protocol, hostname };

// What decides whether two listeners clash.
struct ListenerClaim {
  const kube::Listener* listener = nullptr;
  std::string_view nlb_protocol;  // empty: not served at all, and so in nobody's way
};

// Of one listener against all of its Gateway.
Conflict conflict_of(const ListenerClaim& one, std::span<const ListenerClaim> all);

}  // namespace nlbsim::engine::rules
