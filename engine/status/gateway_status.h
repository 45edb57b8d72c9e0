// What a Gateway's status should say, and the merge patch that makes it say so.
#pragma once

#include <optional>

#include "api/json/json.h"
#include "engine/conditions/conditions.h"
#include "engine/profile.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/status/listener_status.h"

namespace nlbsim::engine {

// Absent parts stay as they are.
struct GatewayReport {
  std::vector<kube::Condition> conditions;
  std::optional<std::vector<kube::GatewayStatusAddress>> addresses;
  std::optional<std::vector<kube::ListenerStatus>> listeners;  // in spec order; conditions without times
  std::optional<std::int32_t> attached_sets;
};

// The Gateway's rules hold, and this is how far AWS was brought. Accepted, unless it failed as a whole; Programmed with
// the ARN once the NLB is active; address and listeners. What was not found out stays as the status has it.
GatewayReport report_pass(const kube::ObjectRef& gateway, const std::vector<LoadedListener>& listeners,
                          const PassFacts& facts, const Profile& profile);
// Not one listener is valid: nothing was built.
GatewayReport report_no_valid_listener(const std::vector<LoadedListener>& listeners, const Profile& profile);
// Accepted=False for a reason that lies with the Gateway as a whole. What was programmed before goes on serving, and
// otherwise nothing will be.
GatewayReport report_not_accepted(const kube::ObjectRef& gateway, const std::vector<LoadedListener>& listeners,
                                  std::string_view reason, std::string_view message, const Profile& profile);

// A merge patch for the status subresource with the top-level fields that differ; none: nothing does.
std::optional<api::Json> gateway_status_patch(const kube::ObjectRef& gateway, const GatewayReport& report,
                                              const Stamp& stamp, const Profile& profile);

}  // namespace nlbsim::engine
