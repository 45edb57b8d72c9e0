#include "engine/routes/attached_routes.h"

#include <algorithm>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"
#include "engine/routes/rules/one_route_per_listener.h"

namespace nlbsim::engine {

AttachedRoutes::AttachedRoutes(const Listers& listers, const kube::ObjectRef& gateway, const Profile& profile,
                               const LoadSettings& settings)
    : profile_(profile),
      gateway_(gateway->meta().key().text()),
      sets_(sets_of(listers, gateway)),
      listeners_(check_listeners(listers, gateway, sets_, profile, settings)) {
  const kube::ObjectKey key = gateway->meta().key();
  collect_routes(listers, key, settings);
  attach_parents(listers, gateway);
  make_nlb_listeners();
  gather_certificates(settings.configuration.get());
  for (const AttachedParent& parent : parents_) {
    for (const std::size_t listener : parent.attachment.listeners) {
      if (nlb_listener_of_[listener] == nlb_listeners_.size()) continue;
      auto& routes = nlb_listeners_[nlb_listener_of_[listener]].routes;
      if (routes.empty() || routes.back() != parent.route) routes.push_back(parent.route);
    }
  }
  for (NlbListener& listener : nlb_listeners_) decide(listener);
}

void AttachedRoutes::collect_routes(const Listers& listers, const kube::ObjectKey& gateway,
                                    const LoadSettings& settings) {
  for (const RouteId& id : routes_of_gateway(listers, gateway)) {
    AttachedRoute route;
    route.id = id;
    route.object = find_route(listers, id);
    route.backends = rules::count_backends(route.object->view<kube::Route>().spec);
    if (route.backends.only) route.lookup = look_up(listers, id, *route.backends.only, settings);
    routes_.push_back(std::move(route));
  }
}

void AttachedRoutes::attach_parents(const Listers& listers, const kube::ObjectRef& gateway) {
  const kube::ObjectKey key = gateway->meta().key();
  const Lister& namespaces = listers.of(kube::kNamespaces);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const AttachedRoute& route = routes_[i];
    for (const kube::ParentReference& parent : route.object->view<kube::Route>().spec.parentRefs) {
      if (gateway_behind(listers, parent, route.id.key.namespace_) != key) continue;
      const auto set = parent_set(parent, route.id.key.namespace_);
      const RouteToAttach attached{route.id, route.object->view<kube::Route>().spec};
      const auto refused = [&](const GatewaySet& one) { return !one.taken && one.set->meta().key() == set; };
      if (std::ranges::any_of(sets_, refused))
        parents_.push_back({i, &parent, {{}, reason::kParentNotAccepted, not_taken_text(gateway, *set)}});
      else parents_.push_back({i, &parent, attach(parent, attached, listeners_, namespaces)});
    }
  }
}

// Of two protocols on one port the one that comes first in the spec stays first.
void AttachedRoutes::make_nlb_listeners() {
  const auto same = [](const CheckedListener& listener) {
    return [&listener](const NlbListener& n) {
      return n.port == listener.spec->port && n.protocol == listener.nlb_protocol;
    };
  };
  for (const CheckedListener& listener : listeners_) {
    if (listener.port == PortState::unused) continue;
    auto found = std::ranges::find_if(nlb_listeners_, same(listener));
    if (found == nlb_listeners_.end()) {
      const auto place = std::ranges::upper_bound(nlb_listeners_, listener.spec->port, {}, &NlbListener::port);
      found = nlb_listeners_.insert(place, {listener.spec->port, listener.nlb_protocol, PortState::unused, {}, {}, {}});
    }
    if (listener.port == PortState::frozen) found->state = PortState::frozen;
  }
  nlb_listener_of_.reserve(listeners_.size());
  for (const CheckedListener& listener : listeners_) {
    auto found = nlb_listeners_.end();
    if (listener.port != PortState::unused) found = std::ranges::find_if(nlb_listeners_, same(listener));
    nlb_listener_of_.push_back(static_cast<std::size_t>(found - nlb_listeners_.begin()));
  }
}

// Those of the configuration stand in its order. Those that were found by hostnames stand by ARN, so that the default
// one does not change with the order of the listeners.
void AttachedRoutes::gather_certificates(const EffectiveConfiguration* configuration) {
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    if (listeners_[i].certificates.empty() || nlb_listener_of_[i] == nlb_listeners_.size()) continue;
    NlbListener& target = nlb_listeners_[nlb_listener_of_[i]];
    const bool given = !configured_certificates(configuration, target.port).empty();
    for (const std::string& arn : listeners_[i].certificates)
      if (std::ranges::find(target.certificates, arn) == target.certificates.end()) target.certificates.push_back(arn);
    if (!given) std::ranges::sort(target.certificates);
  }
}

void AttachedRoutes::decide(NlbListener& listener) {
  std::vector<rules::Contender> contenders;
  contenders.reserve(listener.routes.size());
  for (const std::size_t i : listener.routes) {
    const AttachedRoute& route = routes_[i];
    const auto of_route = [&](const AttachedParent& p) { return p.route == i && !p.attachment.listeners.empty(); };
    const PortState port = backends_verdict(*std::ranges::find_if(parents_, of_route)).port;
    const bool reaches = route.lookup.backend && listener.state != PortState::frozen;
    contenders.push_back({&route.id, &route.object->meta(), port, reaches});
  }
  auto verdict = rules::one_route_per_listener(contenders, listener.protocol, listener.port, gateway_, profile_);
  if (verdict.winner) listener.holder = listener.routes[*verdict.winner];
  listener.event = std::move(verdict.event);
  if (listener.state != PortState::frozen) listener.state = verdict.port;
  const bool usable = listener.holder && routes_[*listener.holder].lookup.backend;
  if (listener.state == PortState::serving && !usable) listener.state = PortState::unused;
}

bool AttachedRoutes::holds(std::size_t route, std::size_t listener) const {
  const bool all_accepted = profile_.surplus_routes_accepted || !profile_.oldest_route_serves;
  const std::size_t at = nlb_listener_of_[listener];
  return all_accepted || at == nlb_listeners_.size() || nlb_listeners_[at].holder == route;
}

Verdict AttachedRoutes::backends_verdict(const AttachedParent& parent) const {
  const AttachedRoute& route = routes_[parent.route];
  return rules::exactly_one_backend(route.backends, route.id, place(parent.attachment.listeners.front()), profile_);
}

kube::Condition AttachedRoutes::accepted(const AttachedParent& parent) const {
  const Attachment& attachment = parent.attachment;
  if (attachment.listeners.empty())
    return make_condition(condition::kAccepted, false, attachment.reason, attachment.message);
  const Verdict backends = backends_verdict(parent);
  if (!backends.conditions.empty()) return backends.conditions.front();
  const auto held = [&](std::size_t listener) { return holds(parent.route, listener); };
  if (!backends.kept() || std::ranges::any_of(attachment.listeners, held)) {
    const BackendLookup& lookup = routes_[parent.route].lookup;
    if (!profile_.backend_errors_keep_accepted && !lookup.reason.empty())
      return make_condition(condition::kAccepted, false, lookup.reason, lookup.message);
    return make_condition(condition::kAccepted, true, reason::kAccepted, "");
  }
  // A valid route that holds none of its listeners has lost each of them to a route that does.
  const std::size_t first = attachment.listeners.front();
  const NlbListener& lost = nlb_listeners_[nlb_listener_of_[first]];
  const bool serves = lost.state == PortState::serving;
  return rules::lost_to(routes_[*lost.holder].id, serves, place(first)).conditions.front();
}

kube::Condition AttachedRoutes::resolved_refs(const AttachedParent& parent) const {
  const BackendLookup& lookup = routes_[parent.route].lookup;
  if (lookup.reason.empty()) return make_condition(condition::kResolvedRefs, true, reason::kResolvedRefs, "");
  return make_condition(condition::kResolvedRefs, false, lookup.reason, lookup.message);
}

}  // namespace nlbsim::engine
