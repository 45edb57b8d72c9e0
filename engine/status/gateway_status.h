// What a Gateway's status should say, and the merge patch that makes it say so.
#pragma once

#include <optional>

#include "api/json/json.h"
#include "engine/profile.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/status/conditions.h"

namespace nlbsim::engine {

// Absent parts stay as they are.
struct GatewayReport {
  std::vector<kube::Condition> conditions;
  std::optional<std::vector<kube::GatewayStatusAddress>> addresses;
  std::optional<std::vector<kube::ListenerStatus>> listeners;  // in spec order; conditions without times
};

// What a deploy has shown of the NLB.
struct LoadBalancerFacts {
  std::string arn;
  std::string dns_name;  // empty: AWS has given none yet
  bool active = false;
};

// The stack is deployed. Accepted; Programmed with the ARN once the NLB is active; address and listeners.
GatewayReport report_deployed(const std::vector<LoadedListener>& listeners, const LoadBalancerFacts& load_balancer,
                              const Profile& profile);
// Not one listener is valid: nothing was built.
GatewayReport report_no_valid_listener(const std::vector<LoadedListener>& listeners, const Profile& profile);
// Accepted=False for a reason that lies with the Gateway as a whole; everything else stays.
GatewayReport report_not_accepted(std::string_view reason, std::string_view message);

// A merge patch for the status subresource with the top-level fields that differ; none: nothing does.
std::optional<api::Json> gateway_status_patch(const kube::ObjectRef& gateway, const GatewayReport& report,
                                              const Stamp& stamp, const Profile& profile);

}  // namespace nlbsim::engine
