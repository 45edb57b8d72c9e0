#include "engine/routes/route_kinds.h"

namespace nlbsim::engine {

// Gateway API 1.3: TCPRoute goes with TCP, and with TLS that the Gateway terminates.
bool tcp_route_fits(const kube::Listener& listener, const Profile& profile) {
  if (listener.protocol == "TCP") return true;
  if (listener.protocol != "TLS") return false;
  return !profile.tls_mode_limits_routes || !listener.tls || listener.tls->mode == "Terminate";
}

std::optional<std::size_t> route_kind_of(const kube::Resource& resource) {
  for (std::size_t i = 0; i < kRouteKinds.size(); ++i)
    if (kRouteKinds[i].resource == resource) return i;
  return std::nullopt;
}

std::optional<std::size_t> route_kind_of(const kube::RouteGroupKind& kind) {
  for (std::size_t i = 0; i < kRouteKinds.size(); ++i)
    if (kRouteKinds[i].resource.kind == kind.kind && kRouteKinds[i].resource.group == kind.group) return i;
  return std::nullopt;
}

std::string describe(const RouteId& route) {
  return std::string(kRouteKinds[route.kind].resource.kind) + " " + route.key.text();
}

}  // namespace nlbsim::engine
