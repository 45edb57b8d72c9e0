// Listeners of one NLB: what has to be called, and which target groups must not be touched.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "api/aws/elbv2.h"
#include "engine/deploy/plan.h"
#include "engine/deploy/tracked.h"
#include "engine/model/stack.h"
#include "engine/profile.h"

namespace nlbsim::engine {

using TrackedListener = Tracked<aws::Listener>;

struct ListenerInput {
  std::string cluster;
  std::string load_balancer_arn;
  std::map<std::string, std::string> target_group_arns;  // by resource id
};

struct ListenerPlan {
  Plan deletes;                                   // first, by port
  Plan creates;                                   // then
  Plan updates;                                   // last: tags and ModifyListener
  std::vector<std::string> frozen_target_groups;  // ARNs that frozen ports forward to
  std::map<std::int32_t, std::string> arns;       // of the desired listeners that are there already
  std::vector<std::int32_t> occupied;             // desired ports held by a listener that is not ours
};

// Listeners are matched by port alone. A frozen port keeps what it has. One without our cluster tag is not ours: it
// stays, or goes where the profile says so.
ListenerPlan plan_listeners(const Stack& stack, std::span<const TrackedListener> found, const ListenerInput& input,
                            const Profile& profile);
// The whole set is always sent: port, protocol, actions. Tags come first.
Plan plan_listener_update(const DesiredListener& desired, const TrackedListener& actual, const ListenerInput& input,
                          const Profile& profile);

}  // namespace nlbsim::engine
