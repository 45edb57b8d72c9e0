// Listeners of one NLB: what has to be called.
#pragma once

#include <span>

#include "engine/deploy/actual_stack.h"
#include "engine/deploy/outcome.h"
#include "engine/deploy/plan.h"
#include "engine/profile.h"

namespace nlbsim::engine {

struct ListenerInput {
  std::string cluster;
  References known;  // ARNs of the load balancer and the target groups that are there
};

struct ListenerPlan {
  Plan calls;                                      // what is too much, what is missing, what differs, each by port
  std::vector<std::vector<std::string>> releases;  // per call: ARNs of target groups that it takes a listener off
  std::vector<DeployFailure> blocked;              // ports held by a listener that is not ours
};

// What a plan calls the listener of a port: "listener 8080".
std::string listener_reference(std::int32_t port);
// Attributes of the listener that stands, or of one that is made: null.
Plan plan_listener_attributes(const DesiredListener& desired, const aws::Listener* actual,
                              const KnownAttributes& known);
// Certificates beside the default one: those that are missing, to be added before it changes, and those that are too
// much, to go after it has. `actual` is null for a listener that is made.
struct CertificatePlan {
  Plan add;
  Plan remove;
};
CertificatePlan plan_more_certificates(const DesiredListener& desired, const aws::Listener* actual,
                                       const std::map<std::string, std::vector<std::string>>& known);

// Listeners are matched by port alone. A frozen port keeps what it has. One without our cluster tag is not ours: it
// stays, or goes where the profile says so.
ListenerPlan plan_listeners(const Stack& stack, std::span<const TrackedListener> found, const ListenerInput& input,
                            const Profile& profile);
// The whole set is always sent: port, protocol, actions. Tags come first.
Plan plan_listener_update(const DesiredListener& desired, const TrackedListener& actual, const ListenerInput& input,
                          const Profile& profile);

}  // namespace nlbsim::engine
