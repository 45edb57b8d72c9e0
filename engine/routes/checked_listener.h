// The listeners of a Gateway, each with what the rules say of it before any route is looked at.
#pragma once

#include <string>
#include <vector>

#include "engine/routes/load_settings.h"
#include "engine/routes/rules/supported_kinds.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine {

struct CheckedListener {
  const kube::Listener* spec = nullptr;  // in the Gateway's view
  std::string_view nlb_protocol;         // empty: no NLB listener can carry it
  rules::SupportedKinds kinds;
  // Of all rules together.
  PortState port = PortState::serving;      // unused: it has no say in what the NLB holds on its port
  bool conflicted = false;                  // takes no routes
  std::vector<kube::Condition> conditions;  // Conflicted, Accepted, ResolvedRefs
  std::vector<std::string> events;
  std::vector<std::string> certificates;  // where TLS ends: ARNs

  bool valid() const { return port == PortState::serving; }
};

std::vector<CheckedListener> check_listeners(const Listers& listers, const kube::ObjectRef& gateway,
                                             const Profile& profile, const LoadSettings& settings);

}  // namespace nlbsim::engine
