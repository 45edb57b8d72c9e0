// Holdings become the state of Elastic Load Balancing.
#include <algorithm>
#include <utility>

#include "fake_aws/elbv2/arn.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/subnet_selection.h"
#include "fake_aws/holdings/refer.h"

namespace nlbsim::fake_aws {

namespace {

// What was under way is over at the first moment of the world.
constexpr sim::Instant kAtOnce{};

class Builder {
 public:
  Builder(const ActionContext& context, const Holdings& holdings)
      : context_(context), holdings_(holdings), all_(context.state.load_balancing) {}

  Result<void> build() {
    for (const aws::TargetGroup& group : holdings_.TargetGroups)
      if (auto held = hold_group(group); !held) return held;
    for (const aws::LoadBalancer& balancer : holdings_.LoadBalancers)
      if (auto held = hold_balancer(balancer); !held) return held;
    for (const aws::Listener& listener : holdings_.Listeners)
      if (auto held = hold_listener(listener); !held) return held;
    for (const HeldCertificates& certificates : holdings_.ListenerCertificates)
      if (auto held = hold_certificates(certificates); !held) return held;
    for (const aws::Rule& rule : holdings_.Rules)
      if (auto held = hold_rule(rule); !held) return held;
    for (auto& [arn, entry] : all_.listeners)
      if (entry.rule_arn.empty()) give_rule(arn, entry, rule_arn(arn, all_.mint.next("listener-rule", arn)));
    for (const HeldAttributes& attributes : holdings_.Attributes)
      if (auto held = hold_attributes(attributes); !held) return held;
    for (const aws::TagDescription& tags : holdings_.TagDescriptions)
      if (auto held = hold_tags(tags); !held) return held;
    return {};
  }

 private:
  Result<void> check(ArnKind kind, std::string_view list, const std::string& arn) const {
    if (is_arn(context_.settings, kind, arn)) return {};
    return unheld(std::string(list) + ": \"" + arn + "\" is not one of account " + context_.settings.account +
                  " in region " + context_.settings.region);
  }

  Result<void> hold_group(aws::TargetGroup group) {
    const std::string arn = group.TargetGroupArn;
    if (auto valid = check(ArnKind::target_group, "TargetGroups", arn); !valid) return valid;
    if (auto known = refer(context_.state.network.vpcs, group.VpcId,
                           "TargetGroups: " + group.TargetGroupName + " is in VPC", "ec2 describe-vpcs");
        !known)
      return known;
    group.LoadBalancerArns.clear();  // follows from the listeners
    all_.target_group_arns.emplace(group.TargetGroupName, arn);
    TargetGroupEntry entry;
    entry.description = std::move(group);
    if (!all_.target_groups.emplace(arn, std::move(entry)).second) return twice("TargetGroups", arn);
    return {};
  }

  Result<void> hold_balancer(const aws::LoadBalancer& told) {
    const std::string& arn = told.LoadBalancerArn;
    if (told.Type != "network")
      return unheld("LoadBalancers: " + told.LoadBalancerName + " is of type " + told.Type +
                    ": only those of type network are simulated");
    if (auto valid = check(ArnKind::load_balancer, "LoadBalancers", arn); !valid) return valid;
    const std::string what = "LoadBalancers: " + told.LoadBalancerName;
    const Network& network = context_.state.network;
    if (auto known = refer(network.vpcs, told.VpcId, what + " is in VPC", "ec2 describe-vpcs"); !known) return known;
    for (const std::string& group : told.SecurityGroups)
      if (auto known =
              refer(network.security_groups, group, what + " has security group", "ec2 describe-security-groups");
          !known)
        return known;
    LoadBalancerEntry entry;
    entry.description = told;
    for (const aws::AvailabilityZone& zone : told.AvailabilityZones) {
      if (auto known = refer(network.subnets, zone.SubnetId, what + " is in subnet", "ec2 describe-subnets"); !known)
        return known;
      if (auto held = hold_zone(zone, entry); !held) return held;
    }
    std::ranges::sort(entry.mappings, {}, [&](const aws::SubnetMapping& mapping) {
      return network.subnets.find(mapping.SubnetId)->second.description.AvailabilityZone;
    });
    if (told.State.Code == "provisioning")
      entry.activation = context_.state.timetable.schedule(kAtOnce, {Due::Kind::load_balancer_provisioned, arn});
    all_.load_balancer_arns.emplace(told.LoadBalancerName, arn);
    if (!all_.load_balancers.emplace(arn, std::move(entry)).second) return twice("LoadBalancers", arn);
    return {};
  }

  // A network interface in each zone: at the address that is told, else at any that is free.
  Result<void> hold_zone(const aws::AvailabilityZone& zone, LoadBalancerEntry& entry) {
    aws::SubnetMapping mapping;
    mapping.SubnetId = zone.SubnetId;
    for (const aws::LoadBalancerAddress& address : zone.LoadBalancerAddresses) {
      if (!address.AllocationId.empty()) mapping.AllocationId = address.AllocationId;
      if (!address.PrivateIPv4Address.empty()) mapping.PrivateIPv4Address = address.PrivateIPv4Address;
      if (!address.IPv6Address.empty()) mapping.IPv6Address = address.IPv6Address;
    }
    if (!zone.SourceNatIpv6Prefixes.empty()) mapping.SourceNatIpv6Prefix = zone.SourceNatIpv6Prefixes.front();
    if (!mapping.AllocationId.empty())
      if (auto known = refer(context_.state.network.elastic_ips, mapping.AllocationId,
                             "LoadBalancers: " + entry.description.LoadBalancerName + " has elastic IP",
                             "ec2 describe-addresses");
          !known)
        return known;
    const SubnetEntry& subnet = context_.state.network.subnets.find(zone.SubnetId)->second;
    if (subnet.available() > 0) occupy(context_, {&subnet, mapping}, entry);
    entry.mappings.push_back(std::move(mapping));
    return {};
  }

  Result<void> hold_listener(aws::Listener told) {
    const std::string arn = told.ListenerArn;
    if (auto valid = check(ArnKind::listener, "Listeners", arn); !valid) return valid;
    const std::string what = "Listeners: " + arn;
    if (auto known = refer(all_.load_balancers, told.LoadBalancerArn, what + " is of load balancer",
                           "elbv2 describe-load-balancers");
        !known)
      return known;
    told.DefaultActions = echoed(told.DefaultActions);
    ListenerEntry entry;
    entry.description = told;
    for (const std::string& group : target_groups_of(told.DefaultActions)) {
      const auto found = all_.target_groups.find(group);
      if (found == all_.target_groups.end())
        return untold(what + " forwards to target group", group, "elbv2 describe-target-groups");
      found->second.listeners.insert(arn);
      found->second.attached = true;
      found->second.description.LoadBalancerArns = {told.LoadBalancerArn};
    }
    auto& ports = all_.load_balancers.find(told.LoadBalancerArn)->second.listeners;
    if (!all_.listeners.emplace(arn, std::move(entry)).second) return twice("Listeners", arn);
    ports.emplace(told.Port, arn);
    return {};
  }

  Result<void> hold_certificates(const HeldCertificates& told) {
    const auto found = all_.listeners.find(told.ListenerArn);
    if (found == all_.listeners.end())
      return untold("ListenerCertificates: of listener", told.ListenerArn, "elbv2 describe-listeners");
    const auto& own = found->second.description.Certificates;
    for (const aws::Certificate& one : told.Certificates)
      if (std::ranges::find(own, one.CertificateArn, &aws::Certificate::CertificateArn) == own.end())
        found->second.more_certificates.insert(one.CertificateArn);
    return {};
  }

  void give_rule(const std::string& listener, ListenerEntry& entry, std::string arn) {
    entry.rule_arn = arn;
    all_.rule_listeners.emplace(std::move(arn), listener);
  }

  Result<void> hold_rule(const aws::Rule& rule) {
    if (auto valid = check(ArnKind::rule, "Rules", rule.RuleArn); !valid) return valid;
    const std::string listener = listener_of_rule(rule.RuleArn);
    const auto found = all_.listeners.find(listener);
    if (found == all_.listeners.end())
      return untold("Rules: " + rule.RuleArn + " is of listener", listener, "elbv2 describe-listeners");
    if (!found->second.rule_arn.empty()) return twice("Rules: the default rule of", listener);
    give_rule(listener, found->second, rule.RuleArn);
    return {};
  }

  // Those that are as they are by default are not stored.
  template <class Entry>
  static void store_differing(Entry& entry, const std::vector<aws::Attribute>& told) {
    const std::vector<aws::Attribute> ordinary = attributes_of(entry);
    std::vector<aws::Attribute> other;
    for (const aws::Attribute& attribute : told)
      if (std::ranges::find(ordinary, attribute) == ordinary.end()) other.push_back(attribute);
    store_attributes(entry.attributes, other);
  }

  Result<void> hold_attributes(const HeldAttributes& told) {
    const auto store = [&](auto& entries) {
      const auto found = entries.find(told.ResourceArn);
      if (found == entries.end()) return false;
      store_differing(found->second, told.Attributes);
      return true;
    };
    if (store(all_.load_balancers) || store(all_.listeners) || store(all_.target_groups)) return {};
    return untold("Attributes: of", told.ResourceArn, "elbv2 describe-load-balancers, -listeners or -target-groups");
  }

  Result<void> hold_tags(const aws::TagDescription& told) {
    const auto store = [&](auto& entries) {
      const auto found = entries.find(told.ResourceArn);
      if (found != entries.end()) found->second.tags = aws::to_map(told.Tags);
      return found != entries.end();
    };
    if (store(all_.load_balancers) || store(all_.listeners) || store(all_.target_groups)) return {};
    if (const auto rule = all_.rule_listeners.find(told.ResourceArn); rule != all_.rule_listeners.end()) {
      all_.listeners.find(rule->second)->second.rule_tags = aws::to_map(told.Tags);
      return {};
    }
    return untold("TagDescriptions: of", told.ResourceArn,
                  "elbv2 describe-load-balancers, -listeners or -target-groups");
  }

  const ActionContext& context_;
  const Holdings& holdings_;
  LoadBalancing& all_;
};

// ---- targets ----

UnusedReason reason_of(std::string_view reason) {
  if (reason == "Target.InvalidState") return UnusedReason::instance_stopped;
  if (reason == "Target.IpUnusable") return UnusedReason::load_balancer_address;
  return UnusedReason::group_not_in_use;
}

TargetPhase phase_of(std::string_view state) {
  if (state == "healthy") return TargetPhase::healthy;
  if (state == "unhealthy" || state == "unhealthy.draining" || state == "unavailable") return TargetPhase::unhealthy;
  if (state == "draining") return TargetPhase::draining;
  return state == "initial" ? TargetPhase::checking : TargetPhase::unused;
}

std::string zone_of(const Network& network, const aws::TargetGroup& group, const aws::TargetDescription& target) {
  if (const auto instance = network.instances.find(target.Id); instance != network.instances.end())
    return instance->second.zone;
  const auto address = parse_ip_v4(target.Id);
  for (const auto& [id, subnet] : network.subnets)
    if (address && subnet.description.VpcId == group.VpcId && subnet.cidr.contains(*address))
      return subnet.description.AvailabilityZone;
  return target.AvailabilityZone == "all" ? std::string() : target.AvailabilityZone;
}

void hold_target(State& state, TargetGroupEntry& group, const aws::TargetHealthDescription& told) {
  const TargetKey key{told.Target.Id, told.Target.Port.value_or(group.description.Port)};
  TargetEntry entry;
  entry.zone = zone_of(state.network, group.description, told.Target);
  if (group.description.TargetType == "ip") entry.availability_zone = told.Target.AvailabilityZone;
  entry.phase = phase_of(told.TargetHealth.State);
  entry.reason = reason_of(told.TargetHealth.Reason);
  const std::string& arn = group.description.TargetGroupArn;
  if (entry.phase == TargetPhase::checking || entry.phase == TargetPhase::draining)
    entry.deadline = state.timetable.schedule(kAtOnce, {Due::Kind::target_phase_ends, arn, key.id, key.port});
  state.load_balancing.groups_of[key.id].insert(arn);
  group.targets.insert_or_assign(key, std::move(entry));
}

}  // namespace

Result<void> hold_load_balancing(const Holdings& holdings, const Settings& settings, sim::Instant now, State& state) {
  sim::FirstChooser chooser;
  api::CoreContext core{now, chooser, {}, {}};
  return Builder(ActionContext{state, settings, core}, holdings).build();
}

Result<void> hold_targets(const Holdings& holdings, State& state) {
  auto& groups = state.load_balancing.target_groups;
  for (const HeldTargets& told : holdings.Targets) {
    const auto group = groups.find(told.TargetGroupArn);
    if (group == groups.end())
      return untold("Targets: of target group", told.TargetGroupArn, "elbv2 describe-target-groups");
    for (const aws::TargetHealthDescription& target : told.TargetHealthDescriptions)
      hold_target(state, group->second, target);
  }
  return {};
}

}  // namespace nlbsim::fake_aws
