#include "engine/routes/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/routes/attachment.h"
#include "engine/routes/contest.h"
#include "engine/status/conditions.h"

namespace nlbsim::engine {
namespace {

std::vector<Candidate> collect_candidates(const Listers& listers, const kube::ObjectKey& gateway) {
  std::vector<Candidate> out;
  for (const RouteId& id : routes_by(listers, kRoutesByGateway, gateway)) {
    Candidate candidate;
    candidate.object = find_route(listers, id);
    if (!candidate.object) continue;
    candidate.id = id;
    const auto& spec = candidate.object->view<kube::Route>().spec;
    candidate.backends = rules::count_backends(spec);
    if (candidate.backends.only) candidate.lookup = look_up(listers, id, *candidate.backends.only);
    out.push_back(std::move(candidate));
  }
  return out;
}

std::vector<Claim> collect_claims(const Listers& listers, const kube::ObjectKey& gateway,
                                  std::span<const Candidate> candidates, std::span<const CheckedListener> listeners) {
  std::vector<Claim> out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const RouteId& id = candidates[i].id;
    for (const kube::ParentReference& parent : candidates[i].object->view<kube::Route>().spec.parentRefs) {
      if (parent_gateway(parent, id.key.namespace_) != gateway) continue;
      out.push_back({i, &parent, attach(parent, id, gateway.namespace_, listeners, listers.of(kube::kNamespaces))});
    }
  }
  return out;
}

kube::Condition resolved_refs(const Candidate& candidate) {
  if (candidate.lookup.reason.empty()) return make_condition("ResolvedRefs", true, "ResolvedRefs", "");
  return make_condition("ResolvedRefs", false, candidate.lookup.reason, candidate.lookup.message);
}

kube::Condition accepted(const Contest& contest, const Claim& claim, const Profile& profile) {
  const Candidate& candidate = contest.candidates[claim.candidate];
  if (claim.attachment.listeners.empty())
    return make_condition("Accepted", false, claim.attachment.reason, claim.attachment.message);
  if (candidate.backends.written != 1 && !profile.violating_routes_accepted)
    return make_condition("Accepted", false, "UnsupportedValue", contest.backend_complaint(claim));
  const auto holds = [&](std::size_t listener) { return contest.holds(claim.candidate, listener); };
  if (std::ranges::any_of(claim.attachment.listeners, holds)) {
    if (!profile.backend_errors_keep_accepted && !candidate.lookup.reason.empty())
      return make_condition("Accepted", false, candidate.lookup.reason, candidate.lookup.message);
    return make_condition("Accepted", true, "Accepted", "");
  }
  return make_condition("Accepted", false, "UnsupportedValue", contest.surplus_complaint(claim));
}

// Counts a route once per listener where one of its parentRefs is accepted.
void count_attached(const Contest& contest, const Claim& claim, std::vector<std::vector<std::size_t>>& attached) {
  for (const std::size_t listener : claim.attachment.listeners) {
    if (!contest.holds(claim.candidate, listener)) continue;
    auto& routes = attached[listener];
    if (routes.empty() || routes.back() != claim.candidate) routes.push_back(claim.candidate);  // claims come by route
  }
}

// A release that counts by port shows the total of a port at its first listener.
void count_by_port(const Contest& contest, std::vector<LoadedListener>& listeners) {
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    for (std::size_t first = 0; first < i; ++first) {
      if (contest.listeners[first].spec->port != contest.listeners[i].spec->port) continue;
      listeners[first].attached_routes += std::exchange(listeners[i].attached_routes, 0);
      break;
    }
  }
}

LoadedPort load_port(const Contest& contest, const Slot& slot, const Profile& profile) {
  LoadedPort port;
  port.port = slot.port;
  port.protocol = slot.protocol;
  if (slot.frozen || slot.undecided) {
    port.state = PortState::frozen;
    return port;
  }
  if (!slot.winner) return port;
  const Candidate& winner = contest.candidates[*slot.winner];
  if (winner.backends.written != 1) {
    const bool keeps = winner.backends.written != 0 || profile.empty_route_freezes_port;
    port.state = keeps ? PortState::frozen : PortState::unused;
    return port;
  }
  if (!winner.lookup.backend) return port;
  port.state = PortState::serving;
  port.route_resource = kRouteKinds[winner.id.kind].resource;
  port.route = winner.object;
  port.backend = winner.lookup.backend;
  return port;
}

std::vector<LoadedPort> load_ports(const Contest& contest, const Profile& profile) {
  std::vector<LoadedPort> out;
  for (const Slot& slot : contest.slots) {
    if (out.empty() || out.back().port != slot.port) out.push_back(load_port(contest, slot, profile));
    else out.back().state = PortState::frozen;  // two protocols on one port: a conflict
  }
  return out;
}

void add_violation(LoadedGateway& loaded, std::string_view cause) {
  loaded.violations.push_back({"FailedBuildModel", fmt::format("Failed build model due to {}", cause)});
}

void collect_violations(const Contest& contest, const Profile& profile, LoadedGateway& loaded) {
  for (const CheckedListener& listener : contest.listeners)
    if (!listener.complaint.empty()) add_violation(loaded, listener.complaint);
  for (const Slot& slot : contest.slots)
    if (slot.contenders.size() > 1 && (slot.undecided || !profile.surplus_routes_accepted))
      add_violation(loaded, contest.surplus_violation(slot));
  std::size_t told = contest.candidates.size();  // the claims of one route stand together
  for (const Claim& claim : contest.claims) {
    const bool violates = contest.candidates[claim.candidate].backends.written != 1;
    if (!violates || claim.attachment.listeners.empty() || claim.candidate == told) continue;
    told = claim.candidate;
    add_violation(loaded, contest.backend_complaint(claim));
  }
}

}  // namespace

LoadedGateway load(const Listers& listers, const kube::ObjectRef& gateway, const Profile& profile) {
  const kube::ObjectKey key = gateway->meta().key();
  Contest contest;
  contest.gateway = key.text();
  contest.listeners = check_listeners(gateway, profile);
  contest.candidates = collect_candidates(listers, key);
  contest.claims = collect_claims(listers, key, contest.candidates, contest.listeners);
  contest.decide(profile);

  LoadedGateway loaded;
  std::vector<std::vector<std::size_t>> attached(contest.listeners.size());
  loaded.parents.reserve(contest.claims.size());
  for (const Claim& claim : contest.claims) {
    if (claim.attachment.reason == "NoMatchingParent" && !profile.no_matching_parent_reported) continue;
    const Candidate& candidate = contest.candidates[claim.candidate];
    LoadedRouteParent parent{kRouteKinds[candidate.id.kind].resource, candidate.object, *claim.parent, {}};
    parent.conditions.reserve(2);
    parent.conditions.push_back(accepted(contest, claim, profile));
    parent.conditions.push_back(resolved_refs(candidate));
    if (parent.conditions.front().status == "True") count_attached(contest, claim, attached);
    loaded.parents.push_back(std::move(parent));
  }
  for (std::size_t i = 0; i < contest.listeners.size(); ++i) {
    const CheckedListener& listener = contest.listeners[i];
    loaded.listeners.push_back({listener.spec->name, listener.kinds.kinds,
                                static_cast<std::int32_t>(attached[i].size()), listener.valid(),
                                listener_conditions(listener)});
  }
  if (!profile.attached_routes_exact) count_by_port(contest, loaded.listeners);
  loaded.ports = load_ports(contest, profile);
  collect_violations(contest, profile, loaded);
  return loaded;
}

}  // namespace nlbsim::engine
