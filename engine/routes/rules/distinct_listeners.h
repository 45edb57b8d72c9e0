// Listeners of one Gateway must be distinct. An NLB has one listener for each port, so Gateway listeners on one port
// must agree on the protocol; they may differ by hostname. Of listeners of one owner that are not distinct none wins:
// each is Conflicted and takes no routes, and AWS keeps the port as it was (Gateway API, "Distinct Listeners"). Between
// owners the one that comes first wins, the Gateway before its ListenerSets: the other's is Conflicted and has no say.
//
// HTTP and HTTPS are not ours to serve, but they are TCP on the wire: beside a TCP listener of one port, or a TLS one
// of the same hostname, nobody could tell which is meant. Protocols that the Gateway API does not define are in
// nobody's way.
#pragma once

#include <span>
#include <string_view>

#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

// What decides whether two listeners are distinct.
struct PortListener {
  const kube::Listener* listener = nullptr;
  std::string_view nlb_protocol;  // empty: not served
  std::size_t precedence = 0;     // of its owner: the Gateway's own are 0
};

// Of one listener against all of its Gateway.
Verdict distinct_listeners(const PortListener& one, std::span<const PortListener> all);

}  // namespace nlbsim::engine::rules
