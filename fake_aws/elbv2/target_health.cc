#include "fake_aws/elbv2/target_health.h"

#include <algorithm>
#include <utility>

#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"

namespace nlbsim::fake_aws {

namespace {

std::string state_name(TargetPhase phase) {
  switch (phase) {
    case TargetPhase::unused: return "unused";
    case TargetPhase::registering:
    case TargetPhase::checking: return "initial";
    case TargetPhase::healthy: return "healthy";
    case TargetPhase::unhealthy: return "unhealthy";
    case TargetPhase::unhealthy_draining: return "unhealthy.draining";
    case TargetPhase::draining: return "draining";
  }
  return {};
}

void record(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key, std::string change,
            std::string before) {
  std::string id = group.description.TargetGroupArn;
  id.append(" ").append(key.id).append(":").append(std::to_string(key.port));
  context.record("Target", std::move(id), std::move(change), std::move(before));
}

Duration configured(const ActionContext& context, Duration d) {
  return context.settings.timing.configured_delays ? d : Duration::zero();
}

bool responds(const ActionContext& context, const TargetKey& key) {
  const auto& silent = context.state.load_balancing.silent;
  return silent.empty() || (!silent.contains({key.id, 0}) && !silent.contains({key.id, key.port}));
}

void set_deadline(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key,
                  TargetEntry& target, std::optional<Duration> ends_in) {
  Timetable& timetable = context.state.timetable;
  timetable.cancel(target.deadline);
  target.deadline.reset();
  if (!ends_in) return;
  Due due{Due::Kind::target_phase_ends, group.description.TargetGroupArn, key.id, key.port};
  target.deadline = timetable.schedule(context.now() + *ends_in, std::move(due));
}

void enter(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key, TargetEntry& target,
           TargetPhase phase, std::optional<Duration> ends_in) {
  std::string before = state_name(target.phase);
  std::string after = state_name(phase);
  target.phase = phase;
  set_deadline(context, group, key, target, ends_in);
  if (before != after) record(context, group, key, std::move(after), std::move(before));
}

// Until so many checks in a row have told the same.
Duration checks(const ActionContext& context, const TargetGroupEntry& group, bool passing) {
  const aws::TargetGroup& d = group.description;
  const std::int32_t count = passing ? d.HealthyThresholdCount : d.UnhealthyThresholdCount;
  return configured(context, std::chrono::seconds{d.HealthCheckIntervalSeconds} * count);
}

void start_checking(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key,
                    TargetEntry& target) {
  enter(context, group, key, target, TargetPhase::checking, checks(context, group, responds(context, key)));
}

void turn_unhealthy(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key,
                    TargetEntry& target) {
  const Duration interval = unhealthy_draining_interval(group);
  if (interval == Duration::zero()) enter(context, group, key, target, TargetPhase::unhealthy, std::nullopt);
  else enter(context, group, key, target, TargetPhase::unhealthy_draining, configured(context, interval));
}

void forget(const ActionContext& context, TargetGroupEntry& group, std::map<TargetKey, TargetEntry>::iterator target) {
  context.state.timetable.cancel(target->second.deadline);
  record(context, group, target->first, "deleted", state_name(target->second.phase));
  // The index keeps the group while another port of the same id is registered there.
  const TargetKey key = target->first;
  group.targets.erase(target);
  const auto other = group.targets.lower_bound({key.id, 0});
  if (other != group.targets.end() && other->first.id == key.id) return;
  auto& index = context.state.load_balancing.groups_of;
  const auto found = index.find(key.id);
  found->second.erase(group.description.TargetGroupArn);
  if (found->second.empty()) index.erase(found);
}

const LoadBalancerEntry* load_balancer_of(const ActionContext& context, const TargetGroupEntry& group) {
  if (group.description.LoadBalancerArns.empty()) return nullptr;
  const auto& all = context.state.load_balancing.load_balancers;
  const auto found = all.find(group.description.LoadBalancerArns.front());
  return found == all.end() ? nullptr : &found->second;
}

bool enables(const LoadBalancerEntry& load_balancer, std::string_view zone) {
  return std::ranges::any_of(load_balancer.description.AvailabilityZones,
                             [zone](const aws::AvailabilityZone& enabled) { return enabled.ZoneName == zone; });
}

bool is_load_balancer_address(const Network& network, const TargetGroupEntry& group, const std::string& id) {
  const auto address = parse_ip_v4(id);
  if (!address) return false;
  return std::ranges::any_of(network.subnets, [&](const auto& item) {
    const SubnetEntry& subnet = item.second;
    return subnet.description.VpcId == group.description.VpcId && subnet.load_balancers.contains(*address);
  });
}

std::optional<UnusedReason> why_unused(const ActionContext& context, const TargetGroupEntry& group,
                                       const TargetKey& key, const TargetEntry& target) {
  const LoadBalancerEntry* load_balancer = load_balancer_of(context, group);
  if (!group.attached || !load_balancer) return UnusedReason::group_not_in_use;
  if (!target.zone.empty() && !enables(*load_balancer, target.zone)) return UnusedReason::zone_not_enabled;
  const Network& network = context.state.network;
  if (group.description.TargetType == "instance") {
    const auto instance = network.instances.find(key.id);
    if (instance != network.instances.end() && instance->second.description.State.Name != "running")
      return UnusedReason::instance_stopped;
  }
  if (group.description.TargetType == "ip" && is_load_balancer_address(network, group, key.id))
    return UnusedReason::load_balancer_address;
  return std::nullopt;
}

// Moves a target into or out of `unused`; a target in use stays where it is.
void reassess(const ActionContext& context, const TargetGroupEntry& group, const TargetKey& key, TargetEntry& target,
              RegistrationDelay& delay) {
  if (target.phase == TargetPhase::draining) return;
  if (const auto reason = why_unused(context, group, key, target)) {
    target.reason = *reason;
    if (target.phase != TargetPhase::unused) enter(context, group, key, target, TargetPhase::unused, std::nullopt);
    return;
  }
  if (target.phase != TargetPhase::unused) return;
  if (!delay.drawn) delay.drawn = context.draw(context.settings.timing.target_registration, "Target", "registration");
  enter(context, group, key, target, TargetPhase::registering, *delay.drawn);
}

void reassess_all(const ActionContext& context, TargetGroupEntry& group) {
  RegistrationDelay delay;
  for (auto& [key, target] : group.targets) reassess(context, group, key, target, delay);
}

// Calls f for each target of that id, in every group. f may not remove targets.
template <class F>
void for_each_target(const ActionContext& context, std::string_view id, F f) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const auto groups = load_balancing.groups_of.find(id);
  if (groups == load_balancing.groups_of.end()) return;
  for (const std::string& arn : groups->second) {
    TargetGroupEntry& group = load_balancing.target_groups.find(arn)->second;
    for (auto at = group.targets.lower_bound({std::string(id), 0}); at != group.targets.end() && at->first.id == id;
         ++at)
      f(group, at->first, at->second);
  }
}

}  // namespace

void register_target(const ActionContext& context, TargetGroupEntry& group, const TargetKey& key, TargetEntry target,
                     RegistrationDelay& delay) {
  auto [found, added] = group.targets.try_emplace(key, std::move(target));
  TargetEntry& entry = found->second;
  if (!added && entry.phase != TargetPhase::draining) return;
  if (added) {
    context.state.load_balancing.groups_of[key.id].insert(group.description.TargetGroupArn);
    record(context, group, key, "created", {});
  } else {
    enter(context, group, key, entry, TargetPhase::unused, std::nullopt);
    entry.terminated = false;
  }
  reassess(context, group, key, entry, delay);
}

void deregister_target(const ActionContext& context, TargetGroupEntry& group, const TargetKey& key) {
  const auto found = group.targets.find(key);
  if (found == group.targets.end() || found->second.phase == TargetPhase::draining) return;
  const Duration delay = configured(context, deregistration_delay(group));
  if (found->second.phase == TargetPhase::unused || delay == Duration::zero()) forget(context, group, found);
  else enter(context, group, key, found->second, TargetPhase::draining, delay);
}

void remove_targets(const ActionContext& context, TargetGroupEntry& group) {
  while (!group.targets.empty()) forget(context, group, group.targets.begin());
}

void follow_listeners(const ActionContext& context, TargetGroupEntry& group) {
  Timetable& timetable = context.state.timetable;
  if (group.listeners.empty()) {
    timetable.cancel(group.attaching);
    group.attaching.reset();
    group.attached = false;
    group.description.LoadBalancerArns.clear();
    const Duration release = context.draw(context.settings.timing.target_group_release, "TargetGroup", "release");
    group.in_use_until = context.now() + release;
    return reassess_all(context, group);
  }
  if (group.attached || group.attaching) return;
  const Duration delay = context.draw(context.settings.timing.attach, "TargetGroup", "attach");
  Due due{Due::Kind::target_group_attached, group.description.TargetGroupArn};
  group.attaching = timetable.schedule(context.now() + delay, std::move(due));
}

void reassess_targets(const ActionContext& context, const LoadBalancerEntry& load_balancer) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  for (const std::string& arn : target_groups_of(load_balancing, load_balancer))
    reassess_all(context, load_balancing.target_groups.find(arn)->second);
}

void end_attaching(const ActionContext& context, std::string_view group_arn) {
  TargetGroupEntry& group = context.state.load_balancing.target_groups.find(group_arn)->second;
  group.attaching.reset();
  group.attached = true;
  reassess_all(context, group);
}

void end_phase(const ActionContext& context, std::string_view group_arn, const TargetKey& key) {
  TargetGroupEntry& group = context.state.load_balancing.target_groups.find(group_arn)->second;
  const auto found = group.targets.find(key);
  TargetEntry& target = found->second;
  target.deadline.reset();
  const auto turn_healthy = [&] { enter(context, group, key, target, TargetPhase::healthy, std::nullopt); };
  switch (target.phase) {
    case TargetPhase::unused: return;
    case TargetPhase::registering: return start_checking(context, group, key, target);
    case TargetPhase::checking:
      if (responds(context, key)) return turn_healthy();
      return turn_unhealthy(context, group, key, target);
    case TargetPhase::healthy: return turn_unhealthy(context, group, key, target);
    case TargetPhase::unhealthy: return turn_healthy();
    case TargetPhase::unhealthy_draining:
      if (responds(context, key)) return turn_healthy();
      return enter(context, group, key, target, TargetPhase::unhealthy, std::nullopt);
    case TargetPhase::draining: return forget(context, group, found);
  }
}

void instance_changed(const ActionContext& context, std::string_view instance_id) {
  const InstanceEntry& instance = context.state.network.instances.find(instance_id)->second;
  const bool terminated = instance.description.State.Name == "terminated";
  RegistrationDelay delay;
  for_each_target(context, instance_id, [&](TargetGroupEntry& group, const TargetKey& key, TargetEntry& target) {
    if (!terminated) return reassess(context, group, key, target, delay);
    target.terminated = true;
    const Duration configured_delay = configured(context, deregistration_delay(group));
    const Duration draining = std::max(context.settings.timing.terminated_draining, configured_delay);
    enter(context, group, key, target, TargetPhase::draining, draining);
  });
}

void responding_changed(const ActionContext& context, std::string_view target_id) {
  for_each_target(context, target_id, [&](TargetGroupEntry& group, const TargetKey& key, TargetEntry& target) {
    const bool passing = responds(context, key);
    switch (target.phase) {
      case TargetPhase::checking: return start_checking(context, group, key, target);
      case TargetPhase::healthy:
      case TargetPhase::unhealthy: {
        const bool agrees = passing == (target.phase == TargetPhase::healthy);
        if (agrees) return set_deadline(context, group, key, target, std::nullopt);
        return set_deadline(context, group, key, target, checks(context, group, passing));
      }
      case TargetPhase::unhealthy_draining:
        if (passing) set_deadline(context, group, key, target, checks(context, group, true));
        return;
      default: return;  // not checked
    }
  });
}

aws::TargetHealth health_of(const TargetEntry& target) {
  switch (target.phase) {
    case TargetPhase::unused:
      switch (target.reason) {
        case UnusedReason::group_not_in_use:
          return {"unused", "Target.NotInUse",
                  "Target group is not configured to receive traffic from the load balancer"};
        case UnusedReason::zone_not_enabled:
          return {"unused", "Target.NotInUse",
                  "Target is in an Availability Zone that is not enabled for the load balancer"};
        case UnusedReason::instance_stopped: return {"unused", "Target.InvalidState", "Target is in the stopped state"};
        case UnusedReason::load_balancer_address:
          return {"unused", "Target.IpUnusable", "Target IP address is in use by a load balancer"};
      }
      return {};
    case TargetPhase::registering:
      return {"initial", "Elb.RegistrationInProgress", "Target registration is in progress"};
    case TargetPhase::checking: return {"initial", "Elb.InitialHealthChecking", "Initial health checks in progress"};
    case TargetPhase::healthy: return {"healthy", {}, {}};
    case TargetPhase::unhealthy: return {"unhealthy", "Target.FailedHealthChecks", "Health checks failed"};
    case TargetPhase::unhealthy_draining:
      return {"unhealthy.draining", "Target.FailedHealthChecks", "Health checks failed"};
    case TargetPhase::draining:
      return {"draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"};
  }
  return {};
}

aws::TargetHealth not_registered() {
  return {"unused", "Target.NotRegistered", "Target is not registered to the target group"};
}

std::string checked_port(const TargetGroupEntry& group, std::int32_t target_port) {
  const std::string& port = group.description.HealthCheckPort;
  return port == "traffic-port" ? std::to_string(target_port) : port;
}

}  // namespace nlbsim::fake_aws
