#include "engine/routes/route_kinds.h"

namespace nlbsim::engine {

// Gateway API 1.3: TCPRoute goes with TCP, and with TLS that the Gateway terminates.
bool tcp_route_fits(const kube::Listener& listener, const Profile& profile) {
  if (listener.protocol == "TCP") return true;
  if (listener.protocol != "TLS") return false;
  return !profile.tls_mode_limits_routes || !listener.tls || listener.tls->mode == "Terminate";
}

bool udp_route_fits(const kube::Listener& listener, const Profile&) { return listener.protocol == "UDP"; }
bool tls_route_fits(const kube::Listener& listener, const Profile&) { return listener.protocol == "TLS"; }

std::string_view tcp_target(std::string_view, const Profile&) { return "TCP"; }
std::string_view udp_target(std::string_view, const Profile&) { return "UDP"; }
// Where the NLB terminates TLS it speaks TLS to the targets again; what it passes through is TCP to it.
std::string_view tls_target(std::string_view nlb_protocol, const Profile& profile) {
  return nlb_protocol == "TCP" && profile.passthrough_target_group_is_tcp ? "TCP" : "TLS";
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
