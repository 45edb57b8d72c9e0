// The listeners of a Gateway, its own and those of its ListenerSets, each with what the rules say of it before any
// route is looked at.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/routes/listener_sets.h"
#include "engine/routes/load_settings.h"
#include "engine/routes/rules/supported_kinds.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine {

struct CheckedListener {
  const kube::Listener* spec = nullptr;  // in the view of its owner
  kube::ObjectRef owner;                 // the Gateway, or a ListenerSet
  bool of_set = false;
  std::string_view nlb_protocol;  // empty: no NLB listener can carry it
  rules::SupportedKinds kinds;
  // Of all rules together.
  PortState port = PortState::serving;      // unused: it has no say in what the NLB holds on its port
  bool conflicted = false;                  // takes no routes
  std::vector<kube::Condition> conditions;  // Conflicted, Accepted, ResolvedRefs
  std::vector<std::string> events;
  std::vector<std::string> certificates;  // where TLS ends: ARNs

  bool valid() const { return port == PortState::serving; }
};

// Whether a parentRef that leads to the Gateway, by itself or by `set`, names the listener: its owner, and by name and
// port, where it has them, itself.
bool names_listener(const kube::ParentReference& parent, const std::optional<kube::ObjectKey>& set,
                    const CheckedListener& listener);
// The Gateway's own in spec order, then those of the sets that it takes, by precedence.
std::vector<CheckedListener> check_listeners(const Listers& listers, const kube::ObjectRef& gateway,
                                             std::span<const GatewaySet> sets, const Profile& profile,
                                             const LoadSettings& settings);

}  // namespace nlbsim::engine
