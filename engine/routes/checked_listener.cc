#include "engine/routes/checked_listener.h"

#include <algorithm>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"
#include "engine/routes/route_references.h"
#include "engine/routes/rules/distinct_listeners.h"
#include "engine/routes/rules/hostname_intersection.h"
#include "engine/routes/rules/listener_certificate.h"
#include "engine/routes/rules/supported_protocol.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kTlsOfNlb = "TLS";

CheckedListener without_complaint(const kube::Listener& spec, kube::ObjectRef owner, const Profile& profile) {
  CheckedListener listener;
  listener.spec = &spec;
  listener.of_set = owner->kind() == kube::kListenerSets.kind;
  listener.owner = std::move(owner);
  listener.nlb_protocol = rules::nlb_protocol(spec, profile);
  listener.kinds = rules::supported_kinds(spec, profile);
  listener.conditions = {
      make_condition(condition::kConflicted, false, reason::kNoConflicts, "Listener has no conflict."),
      make_condition(condition::kAccepted, true, reason::kAccepted, "Listener is accepted."),
      make_condition(condition::kResolvedRefs, true, reason::kResolvedRefs, "Listener has all refs resolved.")};
  return listener;
}

// What the TLSRoutes that name the listener want to be reached by, as far as the listener's own hostname covers it.
std::vector<std::string> hosts_of_routes(const Listers& listers, const CheckedListener& listener) {
  std::vector<std::string> hosts;
  const kube::ObjectKey owner = listener.owner->meta().key();
  for (const RouteId& id : routes_by(listers, listener.of_set ? kRoutesBySet : kRoutesByGateway, owner)) {
    const kube::ObjectRef route = find_route(listers, id);
    const kube::RouteSpec& spec = route->view<kube::Route>().spec;
    const bool names = std::ranges::any_of(spec.parentRefs, [&](const kube::ParentReference& parent) {
      const auto set = parent_set(parent, id.key.namespace_);
      const bool leads_here = set || parent_gateway(parent, id.key.namespace_) == owner;
      return leads_here && names_listener(parent, set, listener);
    });
    for (const std::string& host : spec.hostnames)
      if (names && rules::hostnames_intersect(listener.spec->hostname, std::span(&host, 1))) hosts.push_back(host);
  }
  return hosts;
}

// The first complaint about a condition stands, and the first that takes the port from the listener.
void add(CheckedListener& listener, Verdict verdict) {
  if (listener.valid()) listener.port = verdict.port;
  for (kube::Condition& complaint : verdict.conditions) {
    const auto shown = std::ranges::find(listener.conditions, complaint.type, &kube::Condition::type);
    const bool complained = (shown->status == "True") == (shown->type == condition::kConflicted);
    if (!complained) *shown = std::move(complaint);
  }
  if (!verdict.event.empty()) listener.events.push_back(std::move(verdict.event));
}

}  // namespace

bool names_listener(const kube::ParentReference& parent, const std::optional<kube::ObjectKey>& set,
                    const CheckedListener& listener) {
  if (listener.of_set != set.has_value() || (set && *set != listener.owner->meta().key())) return false;
  if (parent.sectionName && *parent.sectionName != listener.spec->name) return false;
  return !parent.port || *parent.port == listener.spec->port;
}

std::vector<CheckedListener> check_listeners(const Listers& listers, const kube::ObjectRef& gateway,
                                             std::span<const GatewaySet> sets, const Profile& profile,
                                             const LoadSettings& settings) {
  std::vector<CheckedListener> out;
  std::vector<rules::PortListener> ports;
  const auto check_own = [&](const kube::ObjectRef& owner, std::span<const kube::Listener> listeners,
                             std::size_t precedence) {
    for (const kube::Listener& one : listeners) {
      CheckedListener listener = without_complaint(one, owner, profile);
      add(listener, rules::supported_protocol(one, profile));
      if (listener.valid()) add(listener, rules::valid_route_kinds(one, listener.kinds));
      // One that can take no route is in nobody's way either.
      ports.push_back({&one, listener.valid() ? listener.nlb_protocol : std::string_view(), precedence});
      out.push_back(std::move(listener));
    }
  };
  check_own(gateway, gateway->view<kube::Gateway>().spec.listeners, 0);
  std::size_t precedence = 0;
  for (const auto& [set, taken] : sets)
    if (taken) check_own(set, set->view<kube::ListenerSet>().spec.listeners, ++precedence);
  for (std::size_t i = 0; i < out.size(); ++i) {
    Verdict distinct = rules::distinct_listeners(ports[i], ports);
    out[i].conflicted = !distinct.kept();
    add(out[i], std::move(distinct));
    if (!out[i].valid() || out[i].nlb_protocol != kTlsOfNlb) continue;
    const std::vector<std::string> hosts = hosts_of_routes(listers, out[i]);
    ListenerCertificates found =
        find_certificates(*out[i].spec, settings.configuration.get(), settings.inventory.get(), hosts);
    add(out[i], rules::listener_certificate(*out[i].spec, found));
    out[i].certificates = std::move(found.arns);
  }
  return out;
}

}  // namespace nlbsim::engine
