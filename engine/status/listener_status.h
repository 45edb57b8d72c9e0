// What the status of a Gateway or of a ListenerSet says of its listeners.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/json/json.h"
#include "engine/conditions/conditions.h"
#include "engine/profile.h"
#include "engine/routes/loaded_gateway.h"

namespace nlbsim::engine {

inline constexpr std::string_view kNoValidListener = "No listener is valid.";

// What a pass has shown of the NLB.
struct LoadBalancerFacts {
  std::string arn;
  std::string dns_name;  // empty: AWS has given none yet
  bool active = false;
};

// What a pass has come to, as far as it came.
struct PassFacts {
  std::optional<LoadBalancerFacts> load_balancer;  // none: nothing was found out about it
  std::string failure;                             // of the Gateway as a whole; empty: none
  std::map<std::int32_t, std::string> failures;    // by port: what keeps it from standing as desired
  std::optional<kube::Condition> not_programmed;   // a wish that cannot be met, though the rest is
};

// In spec order; conditions without times. What was not found out stays as `shown` has it.
std::vector<kube::ListenerStatus> listener_reports(const std::vector<LoadedListener>& listeners, const PassFacts& facts,
                                                   const std::vector<kube::ListenerStatus>& shown,
                                                   const Profile& profile);
bool same_listeners(const std::vector<kube::ListenerStatus>& existing, const std::vector<kube::ListenerStatus>& desired,
                    std::int64_t generation);
// What to write of those desired, over those that exist.
api::Json listeners_json(const std::vector<kube::ListenerStatus>& existing,
                         const std::vector<kube::ListenerStatus>& desired, const Stamp& stamp);

}  // namespace nlbsim::engine
