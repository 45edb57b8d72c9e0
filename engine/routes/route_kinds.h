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
  // What targets are sent behind a listener of the NLB with that protocol.
  std::string_view (*target_protocol)(std::string_view nlb_protocol, const Profile& profile) = nullptr;
};

bool tcp_route_fits(const kube::Listener& listener, const Profile& profile);
bool udp_route_fits(const kube::Listener& listener, const Profile& profile);
bool tls_route_fits(const kube::Listener& listener, const Profile& profile);
std::string_view tcp_target(std::string_view nlb_protocol, const Profile& profile);
std::string_view udp_target(std::string_view nlb_protocol, const Profile& profile);
std::string_view tls_target(std::string_view nlb_protocol, const Profile& profile);

inline constexpr std::array kRouteKinds{
    RouteKind{kube::kTcpRoutes, "TCP", tcp_route_fits, tcp_target},
    RouteKind{kube::kUdpRoutes, "UDP", udp_route_fits, udp_target},
    RouteKind{kube::kTlsRoutes, "TCP", tls_route_fits, tls_target},
};

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
