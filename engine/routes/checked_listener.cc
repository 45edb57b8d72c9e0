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

CheckedListener without_complaint(const kube::Listener& spec, const Profile& profile) {
  CheckedListener listener;
  listener.spec = &spec;
  listener.nlb_protocol = rules::nlb_protocol(spec, profile);
  listener.kinds = rules::supported_kinds(spec, profile);
  listener.conditions = {
      make_condition(condition::kConflicted, false, reason::kNoConflicts, "Listener has no conflict."),
      make_condition(condition::kAccepted, true, reason::kAccepted, "Listener is accepted."),
      make_condition(condition::kResolvedRefs, true, reason::kResolvedRefs, "Listener has all refs resolved.")};
  return listener;
}

// What the TLSRoutes that name the listener want to be reached by, as far as the listener's own hostname covers it.
std::vector<std::string> hosts_of_routes(const Listers& listers, const kube::ObjectKey& gateway,
                                         const kube::Listener& listener) {
  std::vector<std::string> hosts;
  for (const RouteId& id : routes_by(listers, kRoutesByGateway, gateway)) {
    const kube::ObjectRef route = find_route(listers, id);
    const kube::RouteSpec& spec = route->view<kube::Route>().spec;
    const bool names = std::ranges::any_of(spec.parentRefs, [&](const kube::ParentReference& parent) {
      return parent_gateway(parent, id.key.namespace_) == gateway &&
             parent.sectionName.value_or(listener.name) == listener.name &&
             parent.port.value_or(listener.port) == listener.port;
    });
    for (const std::string& host : spec.hostnames)
      if (names && rules::hostnames_intersect(listener.hostname, std::span(&host, 1))) hosts.push_back(host);
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

std::vector<CheckedListener> check_listeners(const Listers& listers, const kube::ObjectRef& gateway,
                                             const Profile& profile, const LoadSettings& settings) {
  const auto& spec = gateway->view<kube::Gateway>().spec;
  std::vector<CheckedListener> out;
  std::vector<rules::PortListener> ports;
  out.reserve(spec.listeners.size());
  ports.reserve(spec.listeners.size());
  for (const kube::Listener& one : spec.listeners) {
    CheckedListener listener = without_complaint(one, profile);
    add(listener, rules::supported_protocol(one, profile));
    if (listener.valid()) add(listener, rules::valid_route_kinds(one, listener.kinds));
    // One that can take no route is in nobody's way either.
    ports.push_back({&one, listener.valid() ? listener.nlb_protocol : std::string_view()});
    out.push_back(std::move(listener));
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    Verdict distinct = rules::distinct_listeners(ports[i], ports);
    out[i].conflicted = !distinct.kept();
    add(out[i], std::move(distinct));
    if (!out[i].valid() || out[i].nlb_protocol != kTlsOfNlb) continue;
    const std::vector<std::string> hosts = hosts_of_routes(listers, gateway->meta().key(), *out[i].spec);
    ListenerCertificates found =
        find_certificates(*out[i].spec, settings.configuration.get(), settings.inventory.get(), hosts);
    add(out[i], rules::listener_certificate(*out[i].spec, found));
    out[i].certificates = std::move(found.arns);
  }
  return out;
}

}  // namespace nlbsim::engine
