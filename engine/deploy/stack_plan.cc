#include "engine/deploy/stack_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/stack_planner.h"
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

}  // namespace

StackPlan StackPlanner::make() {
  security_groups();
  target_groups();
  load_balancer();
  plan_bindings_of_stack();
  if (profile_.targets_before_listener) bindings_of(turned_to());
  listeners();
  bindings_of(all_target_groups());
  unmatched_bindings();
  unmatched_target_groups();
  unmatched_security_groups();
  return std::move(plan_);
}

std::optional<std::size_t> StackPlanner::add(PlannedCall planned, const std::vector<std::string>& needs) {
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

void StackPlanner::concern(const std::string& reference, const PlannedCall& planned) {
  const auto why = blockers_.find(reference);
  if (why == blockers_.end()) return;
  DeployFailure& failure = plan_.blocked[why->second];
  failure.whole = failure.whole || planned.whole;
  for (const std::int32_t port : planned.ports) {
    if (std::ranges::find(failure.ports, port) == failure.ports.end()) failure.ports.push_back(port);
  }
  std::ranges::sort(failure.ports);
}

void StackPlanner::block(const std::string& reference, std::string object, const char* code, std::string message,
                         bool whole) {
  DeployFailure failure;
  failure.object = std::move(object);
  failure.error.code = code;
  failure.error.message = std::move(message);
  failure.whole = whole;
  if (!reference.empty()) blockers_[reference] = plan_.blocked.size();
  plan_.blocked.push_back(std::move(failure));
}

void StackPlanner::block_foreign(const std::string& reference, const std::string& object, bool whole) {
  block(reference, object, kForeignResource,
        fmt::format("{} exists and lacks the tags of stack {}: remove it, or give it the tags of the stack", object,
                    stack_.id()),
        whole);
}

void StackPlanner::block_untagged(const std::string& reference, const std::string& object, const std::string& id,
                                  bool whole) {
  block(reference, object, kUntaggedResource,
        fmt::format("{} has our stack tag and lacks tag {}: add it, or remove the stack tag", id, kResourceTag), whole);
}

std::optional<std::size_t> StackPlanner::holder_of_name(const DesiredTargetGroup& desired,
                                                        const Matching& matching) const {
  for (const std::size_t at : matching.unmatched) {
    if (actual_.target_groups.items[at].resource.TargetGroupName == desired.name) return at;
  }
  return std::nullopt;
}

void StackPlanner::block_name(const std::string& reference, const DesiredTargetGroup& desired, std::size_t holder) {
  const std::string object = "target group " + desired.name;
  block(reference, object, kForeignResource,
        fmt::format("{} is there with other targets or another protocol, which AWS cannot change ({}): give the new "
                    "one another targetGroupName",
                    object, actual_.target_groups.items[holder].resource.TargetGroupArn),
        false);
}

// Another target group of this stack that has the name, or takes it first; null: none.
const DesiredTargetGroup* StackPlanner::namesake(std::size_t of, const Matching& matching) const {
  const std::string& name = stack_.target_groups[of].name;
  for (std::size_t at = 0; at < stack_.target_groups.size(); ++at) {
    const DesiredTargetGroup& other = stack_.target_groups[at];
    const auto& there = matching.matched[at];
    const bool has =
        there ? actual_.target_groups.items[*there].resource.TargetGroupName == name : at < of && other.name == name;
    if (at != of && has) return &other;
  }
  return nullptr;
}

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
      const std::size_t before = plan_.calls.size();
      for (PlannedCall& planned : plan_security_group_update(desired, there, cluster_)) {
        for (std::size_t& place : planned.after) place += before;
        add(std::move(planned));
      }
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
    if (const DesiredTargetGroup* other = namesake(at, matching)) {
      const std::string object = "target group " + desired.name;
      block(reference, object, kForeignResource,
            fmt::format("{} is that of {}: a targetGroupName names one target group, give {} another", object,
                        other->id, desired.id),
            false);
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

StackPlan plan_stack(const Stack& stack, const ActualStack& actual, const FrozenPorts& frozen,
                     const std::string& cluster, const Profile& profile) {
  return StackPlanner(stack, actual, frozen, cluster, profile).make();
}

}  // namespace nlbsim::engine
