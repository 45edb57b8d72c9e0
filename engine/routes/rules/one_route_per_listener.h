// One route per NLB listener. Of several, the oldest serves: by creationTimestamp, then by "namespace/name" (the
// Gateway API's rule for conflicts), whatever the order in which they were seen; so the winner is the same after every
// restart. Only a route that is valid by itself can win; while there is none, AWS keeps the port as it was.
#pragma once

#include <optional>
#include <span>

#include "engine/profile.h"
#include "engine/routes/listener_place.h"
#include "engine/routes/route_kinds.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

// A route that asks for the listener.
struct Contender {
  const RouteId* id = nullptr;
  const kube::ObjectMeta* meta = nullptr;
  PortState port = PortState::serving;  // what the route by itself makes of the port
  bool reaches = true;                  // traffic that came to it would reach a backend
};

struct ListenerVerdict {
  std::optional<std::size_t> winner;   // of the contenders
  PortState port = PortState::unused;  // serving: by the winner
  std::string event;                   // of the routes that lost; empty: nothing to tell
};

ListenerVerdict one_route_per_listener(std::span<const Contender> contenders, std::string_view protocol,
                                       std::int32_t port, const std::string& gateway, const Profile& profile);

// What a route that lost shows for a parentRef to the listener `at`. `serves`: traffic reaches the winner's backend.
Verdict lost_to(const RouteId& winner, bool serves, const ListenerPlace& at);

}  // namespace nlbsim::engine::rules
