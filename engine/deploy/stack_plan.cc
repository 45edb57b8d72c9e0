#include "engine/deploy/stack_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "engine/deploy/binding_plan.h"
#include "engine/deploy/listener_plan.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

// What clients may do on a frozen port stays as it is.
void keep_rules_of_frozen_ports(const Stack& stack, DesiredSecurityGroup& desired,
                                const aws::ec2::SecurityGroup& actual) {
  for (const aws::ec2::IpPermission& rule : actual.IpPermissions) {
    const bool one_port = rule.FromPort && rule.FromPort == rule.ToPort;
    if (one_port && stack.frozen(*rule.FromPort)) desired.ingress.push_back(rule);
  }
}

class StackPlanner {
 public:
  StackPlanner(const Stack& stack, const ActualStack& actual, const FrozenPorts& frozen, const std::string& cluster,
               const Profile& profile)
      : stack_(stack), actual_(actual), frozen_(frozen), cluster_(cluster), profile_(profile) {}

  StackPlan make() {
    security_groups();
    target_groups();
    load_balancer();
    listeners();
    bindings();
    unmatched_bindings();
    unmatched_target_groups();
    unmatched_security_groups();
    return std::move(plan_);
  }

 private:
  using Places = std::vector<std::size_t>;

  // Adds the call, behind those that make what it refers to. One whose reference nobody can make is left out.
  std::optional<std::size_t> add(PlannedCall planned, const std::vector<std::string>& needs = {}) {
    for (const std::string& reference : needs) {
      if (plan_.known.find(reference)) continue;
      const auto maker = makers_.find(reference);
      if (maker == makers_.end()) {
        concern(reference, planned);
        return std::nullopt;
      }
      planned.after.push_back(maker->second);
    }
    std::ranges::sort(planned.after);
    const std::size_t place = plan_.calls.size();
    if (!planned.gives.empty()) makers_[planned.gives] = place;
    plan_.calls.push_back(std::move(planned));
    return place;
  }

  // What keeps the reference from being made keeps the call's ports from standing as well.
  void concern(const std::string& reference, const PlannedCall& planned) {
    const auto why = blockers_.find(reference);
    if (why == blockers_.end()) return;
    DeployFailure& failure = plan_.blocked[why->second];
    failure.whole = failure.whole || planned.whole;
    for (const std::int32_t port : planned.ports) {
      if (std::ranges::find(failure.ports, port) == failure.ports.end()) failure.ports.push_back(port);
    }
    std::ranges::sort(failure.ports);
  }

  void block(const std::string& reference, std::string object, const char* code, std::string message, bool whole) {
    DeployFailure failure;
    failure.object = std::move(object);
    failure.error.code = code;
    failure.error.message = std::move(message);
    failure.whole = whole;
    if (!reference.empty()) blockers_[reference] = plan_.blocked.size();
    plan_.blocked.push_back(std::move(failure));
  }

  void block_foreign(const std::string& reference, const std::string& object, bool whole) {
    block(reference, object, kForeignResource,
          fmt::format("{} exists and lacks the tags of stack {}: remove it, or give it the tags of the stack", object,
                      stack_.id()),
          whole);
  }

  void block_untagged(const std::string& reference, const std::string& object, const std::string& id, bool whole) {
    block(reference, object, kUntaggedResource,
          fmt::format("{} has our stack tag and lacks tag {}: add it, or remove the stack tag", id, kResourceTag),
          whole);
  }

  // A group of the stack cannot be changed into the desired one and has its name.
  std::optional<std::size_t> holder_of_name(const DesiredTargetGroup& desired, const Matching& matching) const {
    for (const std::size_t at : matching.unmatched) {
      if (actual_.target_groups.items[at].resource.TargetGroupName == desired.name) return at;
    }
    return std::nullopt;
  }

  void block_name(const std::string& reference, const DesiredTargetGroup& desired, std::size_t holder) {
    const std::string object = "target group " + desired.name;
    block(reference, object, kForeignResource,
          fmt::format("{} is there with other targets or another protocol, which AWS cannot change ({}): give the new "
                      "one another targetGroupName",
                      object, actual_.target_groups.items[holder].resource.TargetGroupArn),
          false);
  }

  void security_groups();
  void target_groups();
  void load_balancer();
  bool serves_until_replaced(const aws::LoadBalancer& item, const Matching& matching) const;
  void desired_load_balancer(const Matching& matching);
  void listeners();
  void bindings();
  void unmatched_bindings();
  void unmatched_target_groups();
  void unmatched_security_groups();
  std::vector<std::int32_t> ports_of(const std::string& target_group_id) const;
  std::set<std::string> kept_target_groups() const;
  Places released(const std::string& target_group_arn) const;
  bool clean_up_waits() const;
  bool being_replaced() const { return !plan_.replaced_dns_name.empty(); }
  const aws::Listener* listener_at(std::int32_t port) const;
  std::map<std::int32_t, CertificatePlan> certificate_plans();
  void listener_settings(std::map<std::int32_t, CertificatePlan>& certificates);

  const Stack& stack_;
  const ActualStack& actual_;
  const FrozenPorts& frozen_;
  const std::string& cluster_;
  const Profile& profile_;
  StackPlan plan_;
  std::map<std::string, std::size_t> makers_;     // by reference
  std::map<std::string, std::size_t> blockers_;   // by reference, places in plan_.blocked
  std::map<std::string, Places> releases_;        // by target group ARN: calls after which it is used no more
  std::map<std::string, kube::ObjectRef> going_;  // by target group ARN: bindings that are deleted
  std::set<std::string> held_;                    // ARNs of target groups that a listener cannot be taken off now
  std::vector<kube::ObjectRef> unmatched_;        // bindings that nothing desires
  Places load_balancer_deletes_;
  std::map<std::int32_t, std::size_t> listener_changes_;  // by port: where it is modified
  Places group_changes_;                                  // calls that take security groups off the load balancer
};

void StackPlanner::security_groups() {
  const Matching matching = match_security_groups(stack_, actual_);
  const auto& found = actual_.security_groups;
  for (const std::size_t at : matching.untagged) {
    const std::string& id = found.items[at].resource.GroupId;
    const bool whole = !stack_.security_groups.empty();
    const std::string reference = whole ? security_group_reference(stack_.security_groups.front().id) : std::string();
    block_untagged(reference, "security group " + found.items[at].resource.GroupName, id, whole);
  }
  for (std::size_t at = 0; at < stack_.security_groups.size(); ++at) {
    DesiredSecurityGroup desired = stack_.security_groups[at];
    desired.ingress.insert(desired.ingress.end(), frozen_.rules.begin(), frozen_.rules.end());
    const std::string reference = security_group_reference(desired.id);
    if (matching.matched[at]) {
      const TrackedSecurityGroup& there = found.items[*matching.matched[at]];
      plan_.known.set(reference, there.resource.GroupId);
      keep_rules_of_frozen_ports(stack_, desired, there.resource);
      for (PlannedCall& planned : plan_security_group_update(desired, there, cluster_)) add(std::move(planned));
    } else if (found.foreign_names.contains(desired.name)) {
      block_foreign(reference, "security group " + desired.name, true);
    } else if (!blockers_.contains(reference)) {
      add(plan_security_group_create(desired));
      for (PlannedCall& planned : plan_ingress(desired, {})) add(std::move(planned), {reference});
    }
  }
}

void StackPlanner::target_groups() {
  const Matching matching = match_target_groups(stack_, actual_);
  const auto& found = actual_.target_groups;
  for (const std::size_t at : matching.untagged) {
    const aws::TargetGroup& group = found.items[at].resource;
    const auto same = std::ranges::find(stack_.target_groups, group.TargetGroupName, &DesiredTargetGroup::name);
    const bool wanted = same != stack_.target_groups.end();
    block_untagged(wanted ? target_group_reference(same->id) : std::string(), "target group " + group.TargetGroupName,
                   group.TargetGroupArn, false);
  }
  for (const TrackedTargetGroup& group : found.items) {
    const bool kept = frozen_.target_groups.contains(group.resource.TargetGroupArn);
    const std::string id(resource_id_of(*group.tags));
    if (kept && !id.empty()) plan_.known.set(target_group_reference(id), group.resource.TargetGroupArn);
  }
  for (std::size_t at = 0; at < stack_.target_groups.size(); ++at) {
    const DesiredTargetGroup& desired = stack_.target_groups[at];
    const std::string reference = target_group_reference(desired.id);
    if (matching.matched[at] || blockers_.contains(reference)) continue;
    if (found.foreign_names.contains(desired.name)) {
      block_foreign(reference, "target group " + desired.name, false);
      continue;
    }
    PlannedCall create = plan_target_group_create(desired);
    create.ports = ports_of(desired.id);
    if (const auto taken = holder_of_name(desired, matching)) block_name(reference, desired, *taken);
    else add(std::move(create));
    for (PlannedCall& planned : plan_target_group_attributes(desired, nullptr, actual_.attributes))
      add(std::move(planned), {reference});
  }
  for (std::size_t at = 0; at < stack_.target_groups.size(); ++at) {
    if (!matching.matched[at]) continue;
    const TrackedTargetGroup& there = found.items[*matching.matched[at]];
    plan_.known.set(target_group_reference(stack_.target_groups[at].id), there.resource.TargetGroupArn);
    for (PlannedCall& planned : plan_target_group_update(stack_.target_groups[at], there, cluster_))
      add(std::move(planned));
    for (PlannedCall& planned :
         plan_target_group_attributes(stack_.target_groups[at], &there.resource, actual_.attributes))
      add(std::move(planned));
  }
}

void StackPlanner::load_balancer() {
  const Matching matching = match_load_balancers(stack_, actual_);
  const auto& found = actual_.load_balancers;
  for (const std::size_t at : matching.untagged) {
    const aws::LoadBalancer& item = found.items[at].resource;
    block_untagged(kLoadBalancerReference, "load balancer " + item.LoadBalancerName, item.LoadBalancerArn, true);
  }
  for (const std::size_t at : matching.unmatched) {
    const aws::LoadBalancer& item = found.items[at].resource;
    if (serves_until_replaced(item, matching)) {
      plan_.replaced_dns_name = item.DNSName;
      plan_.clean_up_waits = true;
      continue;
    }
    const bool protected_ = actual_.protected_load_balancers.contains(item.LoadBalancerArn);
    Plan deletes = plan_load_balancer_delete(item, protected_);
    for (PlannedCall& planned : deletes) {
      for (std::size_t& place : planned.after) place = plan_.calls.size() - 1;
      load_balancer_deletes_.push_back(*add(std::move(planned)));
    }
  }
  if (stack_.load_balancer) desired_load_balancer(matching);
}

// It differs in scheme, and the one that comes in its place is not there or not active yet. Not where the new one needs
// its name.
bool StackPlanner::serves_until_replaced(const aws::LoadBalancer& item, const Matching& matching) const {
  if (!stack_.load_balancer || item.Type != kNetworkType || item.Scheme == stack_.load_balancer->scheme) return false;
  const auto& matched = matching.matched.front();
  if (!matched) return item.LoadBalancerName != stack_.load_balancer->name;
  return !actual_.load_balancers.items[*matched].resource.State.Code.starts_with(kActiveState);
}

void StackPlanner::desired_load_balancer(const Matching& matching) {
  const auto& found = actual_.load_balancers;
  const DesiredLoadBalancer& desired = *stack_.load_balancer;
  std::vector<std::string> needs;
  for (const SecurityGroupReference& group : desired.security_groups) {
    if (!group.resource_id.empty()) needs.push_back(security_group_reference(group.resource_id));
  }
  if (matching.matched.front()) {
    const TrackedLoadBalancer& there = found.items[*matching.matched.front()];
    plan_.known.set(kLoadBalancerReference, there.resource.LoadBalancerArn);
    for (PlannedCall& planned : plan_load_balancer_update(desired, there, plan_.known, cluster_)) {
      const bool groups = planned.operation == &aws::SetSecurityGroups::info();
      const auto place = add(std::move(planned), groups ? needs : std::vector<std::string>());
      if (groups && place) group_changes_.push_back(*place);
    }
    for (PlannedCall& planned : plan_load_balancer_settings(desired, &there.resource, actual_)) add(std::move(planned));
  } else if (found.foreign_names.contains(desired.name)) {
    block_foreign(kLoadBalancerReference, "load balancer " + desired.name, true);
  } else if (matching.untagged.empty()) {
    PlannedCall create = plan_load_balancer_create(desired);
    create.after = load_balancer_deletes_;
    add(std::move(create), needs);
    needs.emplace_back(kLoadBalancerReference);
    for (PlannedCall& planned : plan_load_balancer_settings(desired, nullptr, actual_)) add(std::move(planned), needs);
  }
}

void StackPlanner::listeners() {
  if (!stack_.load_balancer || being_replaced()) return;
  std::map<std::int32_t, CertificatePlan> plans = certificate_plans();
  const ListenerInput input{cluster_, plan_.known};
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

void StackPlanner::bindings() {
  std::vector<DesiredTargetGroupBinding> desired = stack_.bindings;
  desired.insert(desired.end(), frozen_.bindings.begin(), frozen_.bindings.end());
  std::ranges::sort(desired, {}, &DesiredTargetGroupBinding::id);
  BindingPlan bindings = plan_bindings(desired, actual_.bindings, plan_.known, kept_target_groups());
  for (BindingPlan::Step& step : bindings.steps) {
    const std::string reference = target_group_reference(step.target_group_id);
    const std::vector<std::int32_t> ports = ports_of(step.target_group_id);
    if (step.blocked) {
      step.blocked->ports = ports;
      plan_.blocked.push_back(std::move(*step.blocked));
    }
    if (!step.write) continue;
    step.write->ports = ports;
    if (step.remove_first) {
      const kube::ObjectKey key = step.remove_first->meta().key();
      const auto freed = add(plan_binding_delete(key, "it holds the name for another target group"), {reference});
      if (freed) step.write->after.push_back(*freed);
      step.write->binding_gone = step.remove_first;
    }
    add(std::move(*step.write), {reference});
  }
  unmatched_ = std::move(bindings.unmatched);
}

void StackPlanner::unmatched_bindings() {
  if (being_replaced()) return;
  for (const kube::ObjectRef& binding : unmatched_) {
    const std::string arn(target_group_of(*binding));
    if (held_.contains(arn)) continue;
    PlannedCall planned = plan_binding_delete(binding->meta().key(), "its target group is not desired");
    planned.after = released(arn);
    const auto place = add(std::move(planned));
    going_[arn] = binding;
    releases_[arn].push_back(*place);
  }
}

void StackPlanner::unmatched_target_groups() {
  const Matching matching = match_target_groups(stack_, actual_);
  for (const std::size_t at : matching.unmatched) {
    const aws::TargetGroup& group = actual_.target_groups.items[at].resource;
    const std::string& arn = group.TargetGroupArn;
    if (frozen_.target_groups.contains(arn) || held_.contains(arn)) continue;
    if (clean_up_waits()) {
      plan_.clean_up_waits = true;
      continue;
    }
    PlannedCall planned = plan_target_group_delete(group);
    planned.after = released(arn);
    const auto going = going_.find(arn);
    if (going != going_.end()) planned.binding_gone = going->second;
    add(std::move(planned));
  }
}

void StackPlanner::unmatched_security_groups() {
  const Matching matching = match_security_groups(stack_, actual_);
  for (const std::size_t at : matching.unmatched) {
    if (clean_up_waits()) {
      plan_.clean_up_waits = true;
      continue;
    }
    PlannedCall planned = plan_security_group_delete(actual_.security_groups.items[at].resource.GroupId);
    planned.after = load_balancer_deletes_;
    planned.after.insert(planned.after.end(), group_changes_.begin(), group_changes_.end());
    add(std::move(planned));
  }
}

std::set<std::string> StackPlanner::kept_target_groups() const {
  std::set<std::string> kept = frozen_.target_groups;
  kept.insert(held_.begin(), held_.end());
  return kept;
}

// Every call that takes something off the target group; a load balancer that goes takes its listeners along.
std::vector<std::size_t> StackPlanner::released(const std::string& arn) const {
  Places places = load_balancer_deletes_;
  const auto found = releases_.find(arn);
  if (found != releases_.end()) places.insert(places.end(), found->second.begin(), found->second.end());
  return places;
}

std::vector<std::int32_t> StackPlanner::ports_of(const std::string& target_group_id) const {
  std::vector<std::int32_t> ports;
  for (const DesiredListener& listener : stack_.listeners) {
    if (listener.target_group_id == target_group_id) ports.push_back(listener.port);
  }
  return ports;
}

// An older load balancer that is still provisioning may hold on to what is left over: another run cleans up.
bool StackPlanner::clean_up_waits() const {
  if (being_replaced()) return true;
  const auto standing = standing_load_balancer(stack_, actual_);
  return standing && profile_.provisioning_stops_clean_up &&
         actual_.load_balancers.items[*standing].resource.State.Code == kProvisioning;
}

}  // namespace

StackPlan plan_stack(const Stack& stack, const ActualStack& actual, const FrozenPorts& frozen,
                     const std::string& cluster, const Profile& profile) {
  return StackPlanner(stack, actual, frozen, cluster, profile).make();
}

}  // namespace nlbsim::engine
