// The listeners of a plan, and the certificates of those that terminate TLS.
#include <algorithm>
#include <iterator>

#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/stack_planner.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {

void StackPlanner::listeners() {
  if (!stack_.load_balancer || being_replaced()) return;
  std::map<std::int32_t, CertificatePlan> plans = certificate_plans();
  const ListenerInput input{cluster_, plan_.known};
  const std::set<std::string> turned = profile_.targets_before_listener ? turned_to() : std::set<std::string>();
  ListenerPlan listeners = plan_listeners(stack_, actual_.listeners, input, profile_);
  for (DeployFailure& failure : listeners.blocked) plan_.blocked.push_back(std::move(failure));
  for (std::size_t at = 0; at < listeners.calls.size(); ++at) {
    PlannedCall& planned = listeners.calls[at];
    std::vector<std::string> needs{kLoadBalancerReference};
    const auto desired = planned.ports.empty()
                             ? stack_.listeners.end()
                             : std::ranges::find(stack_.listeners, planned.ports.front(), &DesiredListener::port);
    if (desired != stack_.listeners.end()) needs.push_back(target_group_reference(desired->target_group_id));
    std::ranges::copy(load_balancer_deletes_, std::back_inserter(planned.after));
    const bool modifies = planned.operation == &aws::ModifyListener::info();
    if (modifies && turned.contains(desired->target_group_id)) serve_before(planned, desired->target_group_id);
    const auto place = add(std::move(planned), needs);
    if (modifies && place) listener_changes_[desired->port] = *place;
    for (const std::string& arn : listeners.releases[at]) {
      // A call that cannot be made releases nothing: what the listener forwards to stays.
      if (place) releases_[arn].push_back(*place);
      else held_.insert(arn);
    }
  }
  listener_settings(plans);
}

// What creation does not say; certificates that go do so once nothing needs them any more.
void StackPlanner::listener_settings(std::map<std::int32_t, CertificatePlan>& certificates) {
  for (const DesiredListener& desired : stack_.listeners) {
    const aws::Listener* there = listener_at(desired.port);
    const std::string reference = listener_reference(desired.port);
    for (PlannedCall& planned : plan_listener_attributes(desired, there, actual_.attributes))
      add(std::move(planned), {reference});
    const auto plan = certificates.find(desired.port);
    if (plan == certificates.end()) continue;
    const auto add_changed = [&](PlannedCall& planned) {
      const auto changed = listener_changes_.find(desired.port);
      if (changed != listener_changes_.end()) planned.after.push_back(changed->second);
      add(std::move(planned), {reference});
    };
    const bool tls_already = there && there->Protocol == desired.protocol;
    if (!tls_already) std::ranges::for_each(plan->second.add, add_changed);
    std::ranges::for_each(plan->second.remove, add_changed);
  }
}

// Where a TLS listener stands already, certificates are added before its default one changes.
std::map<std::int32_t, CertificatePlan> StackPlanner::certificate_plans() {
  std::map<std::int32_t, CertificatePlan> plans;
  for (const DesiredListener& desired : stack_.listeners) {
    const aws::Listener* there = listener_at(desired.port);
    const bool settled_by_creation = desired.certificates.empty() && desired.attributes.empty();
    if (there && !settled_by_creation) plan_.known.set(listener_reference(desired.port), there->ListenerArn);
    if (desired.certificates.empty()) continue;
    const bool tls_already = there && there->Protocol == desired.protocol;
    CertificatePlan plan = plan_more_certificates(desired, tls_already ? there : nullptr, actual_.more_certificates);
    if (tls_already)
      for (PlannedCall& planned : plan.add) add(std::move(planned));
    plans[desired.port] = std::move(plan);
  }
  return plans;
}

// Null: none of ours listens there.
const aws::Listener* StackPlanner::listener_at(std::int32_t port) const {
  for (const TrackedListener& listener : actual_.listeners) {
    if (listener.resource.Port == port && belongs_to_cluster(*listener.tags, cluster_)) return &listener.resource;
  }
  return nullptr;
}

}  // namespace nlbsim::engine
