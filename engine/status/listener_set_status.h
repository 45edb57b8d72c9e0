// What a ListenerSet's status should say, and the merge patch that makes it say so.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/status/listener_status.h"

namespace nlbsim::engine {

// An absent condition stays as it is.
struct ListenerSetReport {
  kube::ObjectRef set;
  bool attached = false;  // it counts in the Gateway's attachedListenerSets
  std::vector<kube::Condition> conditions;
  std::vector<kube::ListenerStatus> listeners;  // in spec order; conditions without times
};

// `refusal`: why the Gateway is not accepted as a whole; empty: it is.
ListenerSetReport report_listener_set(const kube::ObjectRef& gateway, const LoadedListenerSet& set,
                                      const PassFacts& facts, std::string_view refusal, const Profile& profile);

// A merge patch for the status subresource of the version `newest`; none: nothing differs.
std::optional<api::Json> listener_set_status_patch(const kube::ObjectRef& newest, const ListenerSetReport& report,
                                                   const Stamp& stamp, const Profile& profile);

}  // namespace nlbsim::engine
