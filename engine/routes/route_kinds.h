// The kinds of routes that the controller serves. A further L4 kind is one more row: nothing else here asks for a kind
// by name. All L4 kinds share the view kube::Route.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

#include "api/kube/views.h"
#include "engine/profile.h"

namespace nlbsim::engine {

struct RouteKind {
  kube::Resource resource;
  std::string_view service_protocol;  // of the Service port that its backends name
  // Whether a Gateway listener's protocol can carry routes of this kind.
  bool (*fits)(const kube::Listener& listener, const Profile& profile) = nullptr;
};

bool tcp_route_fits(const kube::Listener& listener, const Profile& profile);

inline constexpr std::array<RouteKind, 1> kRouteKinds{{{kube::kTcpRoutes, "TCP", tcp_route_fits}}};

// The row of a resource or of a kind's name within the Gateway API group; none: not a route that we serve.
std::optional<std::size_t> route_kind_of(const kube::Resource& resource);
std::optional<std::size_t> route_kind_of(const kube::RouteGroupKind& kind);

// Names one route among all kinds.
struct RouteId {
  std::size_t kind = 0;  // row of kRouteKinds
  kube::ObjectKey key;
  auto operator<=>(const RouteId&) const = default;
};

// "TCPRoute example-ns/my-route", for people.
std::string describe(const RouteId& route);

}  // namespace nlbsim::engine
