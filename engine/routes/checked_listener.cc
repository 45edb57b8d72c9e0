#include "engine/routes/checked_listener.h"

#include <fmt/format.h>

#include "engine/routes/rules/listener_certificate.h"
#include "engine/routes/rules/protocol_conflict.h"
#include "engine/routes/rules/supported_protocol.h"
#include "engine/status/conditions.h"

namespace nlbsim::engine {
namespace {

struct Finding {
  ListenerProblem problem = ListenerProblem::none;
  std::string complaint;
};

Finding check(const CheckedListener& listener, rules::Conflict conflict, const std::string& gateway) {
  const kube::Listener& spec = *listener.spec;
  if (listener.nlb_protocol.empty())
    return {ListenerProblem::unsupported_protocol,
            fmt::format("Unsupported protocol {} for listener {}", spec.protocol, spec.name)};
  if (listener.kinds.invalid_listed && listener.kinds.kinds.empty())
    return {ListenerProblem::no_route_kind, fmt::format("Invalid route kind for listener {}", spec.name)};
  if (conflict == rules::Conflict::protocol)
    return {ListenerProblem::protocol_conflict, fmt::format("Protocol conflict for port {}", spec.port)};
  if (conflict == rules::Conflict::hostname)
    return {ListenerProblem::hostname_conflict,
            fmt::format("Hostname conflict for port {} with hostname {}", spec.port, spec.hostname.value_or(""))};
  if (auto missing = rules::missing_certificate(spec, listener.nlb_protocol, gateway))
    return {ListenerProblem::no_certificate, std::move(*missing)};
  if (listener.kinds.invalid_listed)
    return {ListenerProblem::none, fmt::format("Invalid route kind for listener {}", spec.name)};
  return {};
}

}  // namespace

std::vector<CheckedListener> check_listeners(const kube::ObjectRef& gateway, const Profile& profile) {
  const auto& spec = gateway->view<kube::Gateway>().spec;
  std::vector<CheckedListener> out;
  std::vector<rules::ListenerClaim> claims;
  out.reserve(spec.listeners.size());
  claims.reserve(spec.listeners.size());
  for (const kube::Listener& listener : spec.listeners) {
    CheckedListener checked;
    checked.spec = &listener;
    checked.nlb_protocol = rules::nlb_protocol(listener, profile);
    checked.kinds = rules::supported_kinds(listener, profile);
    // A listener that can take no route of those it lists makes no claim on its port either.
    const bool hopeless = checked.kinds.invalid_listed && checked.kinds.kinds.empty();
    claims.push_back({&listener, hopeless ? std::string_view() : checked.nlb_protocol});
    out.push_back(std::move(checked));
  }
  const std::string name = gateway->meta().key().text();
  for (std::size_t i = 0; i < out.size(); ++i) {
    Finding finding = check(out[i], rules::conflict_of(claims[i], claims), name);
    out[i].problem = finding.problem;
    out[i].complaint = std::move(finding.complaint);
  }
  return out;
}

std::vector<kube::Condition> listener_conditions(const CheckedListener& listener) {
  std::vector<kube::Condition> out{
      make_condition("Conflicted", false, "NoConflicts", "Listener has no conflict."),
      make_condition("Accepted", true, "Accepted", "Listener is accepted."),
      make_condition("ResolvedRefs", true, "ResolvedRefs", "Listener has all refs resolved."),
  };
  kube::Condition& conflicted = out[0];
  kube::Condition& accepted = out[1];
  kube::Condition& resolved = out[2];
  switch (listener.problem) {
    case ListenerProblem::unsupported_protocol:
      accepted = make_condition("Accepted", false, "UnsupportedProtocol", listener.complaint);
      break;
    case ListenerProblem::protocol_conflict:
    case ListenerProblem::hostname_conflict: {
      const bool by_protocol = listener.problem == ListenerProblem::protocol_conflict;
      const std::string_view reason = by_protocol ? "ProtocolConflict" : "HostnameConflict";
      conflicted = make_condition("Conflicted", true, reason, listener.complaint);
      accepted = make_condition("Accepted", false, reason, listener.complaint);
      break;
    }
    case ListenerProblem::no_certificate:
      resolved = make_condition("ResolvedRefs", false, "InvalidCertificateRef", listener.complaint);
      break;
    case ListenerProblem::no_route_kind:
    case ListenerProblem::none:
      if (listener.kinds.invalid_listed)
        resolved = make_condition("ResolvedRefs", false, "InvalidRouteKinds", listener.complaint);
      break;
  }
  return out;
}

}  // namespace nlbsim::engine
