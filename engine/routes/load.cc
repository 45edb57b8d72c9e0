#include "engine/routes/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"
#include "engine/routes/attached_routes.h"
#include "engine/routes/rules/listener_certificate.h"

namespace nlbsim::engine {
namespace {

// A release that counts by port shows the total of a port at its first listener.
void count_by_port(std::vector<LoadedListener>& listeners) {
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    for (std::size_t first = 0; first < i; ++first) {
      if (listeners[first].port != listeners[i].port) continue;
      listeners[first].attached_routes += std::exchange(listeners[i].attached_routes, 0);
      break;
    }
  }
}

LoadedPort load_port(const AttachedRoutes& attached, const NlbListener& listener, const Profile& profile) {
  LoadedPort port;
  port.port = listener.port;
  port.protocol = listener.protocol;
  port.state = listener.state;
  if (port.state != PortState::serving) return port;
  const AttachedRoute& holder = attached.routes()[*listener.holder];
  const RouteKind& kind = kRouteKinds[holder.id.kind];
  port.target_protocol = kind.target_protocol(listener.protocol, profile);
  port.route_resource = kind.resource;
  port.route = holder.object;
  port.backend = holder.lookup.backend;
  port.props = holder.lookup.props;
  port.certificates = listener.certificates;
  return port;
}

std::vector<LoadedPort> load_ports(const AttachedRoutes& attached, const Profile& profile) {
  std::vector<LoadedPort> out;
  for (const NlbListener& listener : attached.nlb_listeners()) {
    if (out.empty() || out.back().port != listener.port) out.push_back(load_port(attached, listener, profile));
    else out.back().state = PortState::frozen;  // two protocols on one port: a conflict
  }
  return out;
}

// Each route once per listener where one of its parentRefs is accepted.
std::vector<LoadedRouteParent> load_parents(const AttachedRoutes& attached, const Profile& profile,
                                            std::vector<std::vector<std::size_t>>& routes_at) {
  std::vector<LoadedRouteParent> out;
  out.reserve(attached.parents().size());
  for (const AttachedParent& parent : attached.parents()) {
    if (parent.attachment.reason == reason::kNoMatchingParent && !profile.no_matching_parent_reported) continue;
    const AttachedRoute& route = attached.routes()[parent.route];
    LoadedRouteParent loaded{kRouteKinds[route.id.kind].resource, route.object, *parent.reference, {}};
    loaded.conditions.reserve(2);
    loaded.conditions.push_back(attached.accepted(parent));
    loaded.conditions.push_back(attached.resolved_refs(parent));
    const bool accepted = loaded.conditions.front().status == "True";
    for (const std::size_t listener : parent.attachment.listeners) {
      if (!accepted || !attached.holds(parent.route, listener)) continue;
      auto& routes = routes_at[listener];
      if (routes.empty() || routes.back() != parent.route) routes.push_back(parent.route);  // parents come by route
    }
    out.push_back(std::move(loaded));
  }
  return out;
}

std::vector<Violation> load_violations(const AttachedRoutes& attached) {
  std::vector<Violation> out;
  const auto add = [&](std::string_view cause) {
    out.push_back({"FailedBuildModel", fmt::format("Failed build model due to {}", cause)});
  };
  for (const CheckedListener& listener : attached.listeners())
    for (const std::string& event : listener.events) add(event);
  for (const NlbListener& listener : attached.nlb_listeners())
    if (!listener.event.empty()) add(listener.event);
  std::size_t told = attached.routes().size();
  for (const AttachedParent& parent : attached.parents()) {
    if (parent.attachment.listeners.empty() || parent.route == told) continue;
    const Verdict verdict = attached.backends_verdict(parent);
    if (verdict.event.empty()) continue;
    told = parent.route;
    add(verdict.event);
  }
  return out;
}

std::vector<Violation> load_notes(const AttachedRoutes& attached) {
  std::vector<Violation> out;
  for (const CheckedListener& listener : attached.listeners()) {
    if (listener.certificates.empty()) continue;
    std::string note = rules::unread_references(*listener.spec, {listener.certificates, {}});
    if (!note.empty()) out.push_back({"CertificateRefsNotUsed", std::move(note)});
  }
  return out;
}

}  // namespace

LoadedGateway load(const Listers& listers, const kube::ObjectRef& gateway, const Profile& profile,
                   const LoadSettings& settings) {
  const AttachedRoutes attached(listers, gateway, profile, settings);
  LoadedGateway loaded;
  loaded.configuration = settings.configuration;
  std::vector<std::vector<std::size_t>> routes_at(attached.listeners().size());
  loaded.parents = load_parents(attached, profile, routes_at);
  for (const auto& [set, taken] : attached.sets()) loaded.sets.push_back({set, taken, {}});
  for (std::size_t i = 0; i < attached.listeners().size(); ++i) {
    const CheckedListener& listener = attached.listeners()[i];
    auto& owned = listener.of_set ? std::ranges::find(loaded.sets, listener.owner, &LoadedListenerSet::set)->listeners
                                  : loaded.listeners;
    owned.push_back({listener.spec->name, listener.spec->port, listener.kinds.kinds,
                     static_cast<std::int32_t>(routes_at[i].size()), listener.valid(), listener.conditions});
  }
  if (!profile.attached_routes_exact) count_by_port(loaded.listeners);
  loaded.ports = load_ports(attached, profile);
  loaded.violations = load_violations(attached);
  loaded.notes = load_notes(attached);
  return loaded;
}

bool looks_for_certificates(const Listers& listers, const kube::ObjectRef& gateway,
                            const EffectiveConfiguration* configuration) {
  if (needs_inventory(gateway->view<kube::Gateway>().spec.listeners, configuration)) return true;
  return std::ranges::any_of(sets_of(listers, gateway), [&](const GatewaySet& one) {
    return one.taken && needs_inventory(one.set->view<kube::ListenerSet>().spec.listeners, configuration);
  });
}

void refuse_routes(LoadedGateway& loaded, const kube::ObjectKey& gateway, std::string_view why) {
  const std::string text = fmt::format("Gateway {} is not accepted: {}", gateway.text(), why);
  for (LoadedRouteParent& parent : loaded.parents)
    if (parent.conditions.front().status == "True")
      parent.conditions.front() = make_condition(condition::kAccepted, false, reason::kParentNotAccepted, text);
  for (LoadedListener& listener : loaded.listeners) listener.attached_routes = 0;
  for (LoadedListenerSet& set : loaded.sets)
    for (LoadedListener& listener : set.listeners) listener.attached_routes = 0;
}

}  // namespace nlbsim::engine
