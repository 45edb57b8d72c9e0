#include "fake_aws/data_plane/probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "fake_aws/elbv2/attributes.h"

namespace nlbsim::fake_aws {

std::string_view name(Obstacle obstacle) {
  static constexpr std::array<std::string_view, kObstacles> kNames{
      "none",         "no-such-address",   "zone-not-enabled",      "not-active",
      "not-routable", "no-listener",       "wrong-protocol",        "security-group",
      "no-target",    "no-healthy-target", "target-security-group", "hairpin",
      "no-answer"};
  return kNames[static_cast<std::size_t>(obstacle)];
}

namespace {

// Somewhere on the internet: an address kept for documentation, nobody's.
constexpr std::string_view kSomebody = "203.0.113.77";

ProbeAnswer stopped(Obstacle obstacle, std::string why) { return {{}, obstacle, std::move(why)}; }

bool is_private(std::uint32_t address) {
  static const CidrV4 kPrivate[] = {*parse_cidr_v4("10.0.0.0/8"), *parse_cidr_v4("172.16.0.0/12"),
                                    *parse_cidr_v4("192.168.0.0/16"), *parse_cidr_v4("100.64.0.0/10")};
  return std::ranges::any_of(kPrivate, [address](const CidrV4& block) { return block.contains(address); });
}

// Where the address leads: to a whole load balancer, or to its part in one zone.
struct Destination {
  const LoadBalancerEntry* load_balancer = nullptr;
  std::string zone;         // empty: by name, any zone
  bool of_account = false;  // an address that is known, if not a load balancer's
};

Destination find_destination(const State& state, const std::string& address) {
  for (const auto& [arn, entry] : state.load_balancing.load_balancers)
    if (arn == address || entry.description.DNSName == address) return {&entry, {}, true};
  Destination found;
  for (const auto& [id, interface] : state.network.interfaces) {
    const auto elastic = state.network.elastic_ips.find(interface.allocation_id);
    const bool here = to_text_v4(interface.private_ip) == address || interface.public_ip == address ||
                      (elastic != state.network.elastic_ips.end() && elastic->second.public_ip == address);
    if (!here) continue;
    found.of_account = true;
    const auto owner = state.load_balancing.load_balancers.find(interface.owner);
    if (owner == state.load_balancing.load_balancers.end()) continue;
    found.load_balancer = &owner->second;
    found.zone = state.network.subnets.find(interface.subnet_id)->second.description.AvailabilityZone;
    return found;
  }
  const auto number = parse_ip_v4(address);
  for (const auto& [id, subnet] : state.network.subnets)
    if (number && subnet.cidr.contains(*number)) found.of_account = true;
  return found;
}

bool speaks(const std::string& listener, const std::string& protocol) {
  if (listener == "TCP_UDP") return true;
  if (protocol == "UDP") return listener == "UDP";
  if (protocol == "TLS") return listener == "TLS" || listener == "TCP";  // or passed through
  return listener == "TCP" || listener == "TLS";
}

// Whether one of the groups' rules lets traffic in: from an address, or from whoever carries one of `peers`.
bool let_in(const Network& network, const std::vector<std::string>& groups, std::string_view transport,
            std::int32_t port, const std::vector<std::uint32_t>& sources, const std::vector<std::string>& peers) {
  const auto allows = [&](const SecurityGroupRule& rule) {
    if (rule.protocol != "-1" && rule.protocol != transport) return false;
    if (rule.protocol != "-1" && (port < rule.from || port > rule.to)) return false;
    if (rule.peer_kind == SecurityGroupRule::Peer::group) return std::ranges::find(peers, rule.peer) != peers.end();
    const auto block = parse_cidr_v4(rule.peer);
    return block && std::ranges::any_of(sources, [&block](std::uint32_t source) { return block->contains(source); });
  };
  return std::ranges::any_of(groups, [&](const std::string& id) {
    const auto group = network.security_groups.find(id);
    return group != network.security_groups.end() &&
           std::ranges::any_of(group->second.ingress, [&](const auto& item) { return allows(item.first); });
  });
}

bool host_matches(std::string_view pattern, std::string_view host) {
  if (!pattern.starts_with("*.")) return pattern == host;
  const auto dot = host.find('.');
  return dot != host.npos && dot > 0 && host.substr(dot) == pattern.substr(1);
}

// By the name that the client asks for; the default one for every other name.
std::string certificate_for(const State& state, const ListenerEntry& listener, const std::string& sni) {
  if (listener.description.Protocol != "TLS") return {};
  const auto covers = [&](const std::string& arn) {
    const auto entry = state.certificates.by_arn.find(arn);
    return entry != state.certificates.by_arn.end() && !sni.empty() &&
           std::ranges::any_of(entry->second.description.SubjectAlternativeNames,
                               [&sni](const std::string& name) { return host_matches(name, sni); });
  };
  const std::string& standard = listener.description.Certificates.front().CertificateArn;
  if (covers(standard)) return standard;
  const auto found = std::ranges::find_if(listener.more_certificates, covers);
  return found == listener.more_certificates.end() ? standard : *found;
}

bool attribute_is(const TargetGroupEntry& group, std::string_view key, std::string_view value) {
  const auto all = attributes_of(group);
  const auto found = std::ranges::find(all, key, &aws::Attribute::Key);
  return found != all.end() && found->Value == value;
}

class Route {
 public:
  Route(const State& state, const ClusterView& cluster, const Probe& probe, const Destination& to)
      : state_(state),
        cluster_(cluster),
        probe_(probe),
        to_(to),
        load_balancer_(to.load_balancer->description),
        transport_(probe.protocol == "UDP" ? "udp" : "tcp"),
        from_(probe.from.empty() ? client() : *parse_ip_v4(probe.from)) {}

  ProbeAnswer take() {
    const std::string& code = load_balancer_.State.Code;
    if (code != "active" && code != "active_impaired")
      return stopped(Obstacle::not_active,
                     fmt::format("load balancer {} is {}", load_balancer_.LoadBalancerName, code));
    if (load_balancer_.Scheme == "internal" && !is_private(from_))
      return stopped(Obstacle::not_routable, fmt::format("load balancer {} is internal and {} is not a private address",
                                                         load_balancer_.LoadBalancerName, to_text_v4(from_)));
    const auto listener = to_.load_balancer->listeners.find(probe_.port);
    if (listener == to_.load_balancer->listeners.end())
      return stopped(Obstacle::no_listener, fmt::format("load balancer {} has no listener on port {}",
                                                        load_balancer_.LoadBalancerName, probe_.port));
    listener_ = &state_.load_balancing.listeners.find(listener->second)->second;
    if (!speaks(listener_->description.Protocol, probe_.protocol))
      return stopped(Obstacle::wrong_protocol, fmt::format("the listener on port {} speaks {}, not {}", probe_.port,
                                                           listener_->description.Protocol, probe_.protocol));
    const std::vector<std::uint32_t> client{from_};
    if (!load_balancer_.SecurityGroups.empty() &&
        !let_in(state_.network, load_balancer_.SecurityGroups, transport_, probe_.port, client, groups_of(from_)))
      return stopped(Obstacle::security_group,
                     fmt::format("the security groups of load balancer {} let nobody in from {} on {} {}",
                                 load_balancer_.LoadBalancerName, to_text_v4(from_), transport_, probe_.port));
    return forward();
  }

 private:
  // Somebody who ought to get in.
  std::uint32_t client() const {
    if (load_balancer_.Scheme != "internal") return *parse_ip_v4(kSomebody);
    const VpcEntry& vpc = state_.network.vpcs.find(load_balancer_.VpcId)->second;
    return vpc.cidr.base + static_cast<std::uint32_t>(vpc.cidr.size()) - 2;
  }

  // Security groups of whoever has that address.
  std::vector<std::string> groups_of(std::uint32_t address) const {
    for (const auto& [id, interface] : state_.network.interfaces)
      if (interface.private_ip == address || interface.secondary.contains(address)) return interface.groups;
    return {};
  }

  const NetworkInterface* interface_of(const TargetGroupEntry& group, const TargetKey& target) const {
    if (group.description.TargetType == "instance") {
      const auto owned = state_.network.interfaces_of.find(target.id);
      if (owned == state_.network.interfaces_of.end()) return nullptr;
      for (const std::string& id : owned->second)
        if (state_.network.interfaces.find(id)->second.device_index == 0)
          return &state_.network.interfaces.find(id)->second;
      return nullptr;
    }
    const auto address = parse_ip_v4(target.id);
    for (const auto& [id, interface] : state_.network.interfaces)
      if (address && (interface.private_ip == *address || interface.secondary.contains(*address))) return &interface;
    return nullptr;
  }

  std::vector<std::uint32_t> own_addresses() const {
    std::vector<std::uint32_t> all;
    const auto owned = state_.network.interfaces_of.find(load_balancer_.LoadBalancerArn);
    if (owned == state_.network.interfaces_of.end()) return all;
    for (const std::string& id : owned->second) all.push_back(state_.network.interfaces.find(id)->second.private_ip);
    return all;
  }

  // Zones take turns by name; by address, a zone serves its own targets unless traffic crosses.
  bool in_reach(const TargetGroupEntry& group, const TargetEntry& target) const {
    if (to_.zone.empty() || target.zone.empty() || target.zone == to_.zone) return true;
    if (attribute_is(group, "load_balancing.cross_zone.enabled", "true")) return true;
    return attribute_is(group, "load_balancing.cross_zone.enabled", "use_load_balancer_configuration") &&
           cross_zone(*to_.load_balancer);
  }

  ProbeAnswer forward() {
    ProbeAnswer answer;
    bool any_target = false;
    for (const aws::Action& action : listener_->description.DefaultActions) {
      if (!action.ForwardConfig) continue;
      for (const aws::TargetGroupTuple& tuple : action.ForwardConfig->TargetGroups) {
        if (tuple.Weight == 0) continue;
        const auto group = state_.load_balancing.target_groups.find(tuple.TargetGroupArn);
        if (group == state_.load_balancing.target_groups.end()) continue;
        any_target = any_target || !group->second.targets.empty();
        try_group(group->second, answer);
      }
    }
    if (!answer.paths.empty()) return {std::move(answer.paths), Obstacle::none, {}};
    if (!any_target)
      return stopped(Obstacle::no_target, fmt::format("the listener on port {} has no target", probe_.port));
    return answer;
  }

  void try_group(const TargetGroupEntry& group, ProbeAnswer& answer) {
    std::vector<const std::pair<const TargetKey, TargetEntry>*> serving;
    std::vector<const std::pair<const TargetKey, TargetEntry>*> unhealthy;
    std::size_t in_use = 0;
    for (const auto& item : group.targets) {
      const TargetEntry& target = item.second;
      if (!in_reach(group, target)) continue;
      const bool drains = target.phase == TargetPhase::draining;
      if (target.phase == TargetPhase::healthy || (drains && probe_.established)) serving.push_back(&item);
      if (target.phase == TargetPhase::unhealthy) unhealthy.push_back(&item);
      if (target.phase != TargetPhase::unused && !drains) ++in_use;
    }
    // With nothing but unhealthy targets a load balancer tries them all.
    const bool fail_open = serving.empty() && !unhealthy.empty() && unhealthy.size() == in_use;
    if (fail_open) serving = unhealthy;
    if (serving.empty() && answer.paths.empty())
      note(answer, Obstacle::no_healthy_target,
           fmt::format("no target of {} is healthy{}", group.description.TargetGroupName,
                       to_.zone.empty() ? "" : " in " + to_.zone));
    for (const auto* item : serving) try_target(group, item->first, fail_open, answer);
  }

  void try_target(const TargetGroupEntry& group, const TargetKey& target, bool fail_open, ProbeAnswer& answer) {
    const bool keeps_client = attribute_is(group, "preserve_client_ip.enabled", "true");
    const NetworkInterface* interface = interface_of(group, target);
    if (interface) {
      const std::vector<std::uint32_t> sources = keeps_client ? std::vector{from_} : own_addresses();
      if (!let_in(state_.network, interface->groups, transport_, target.port, sources, load_balancer_.SecurityGroups))
        return note(answer, Obstacle::target_security_group,
                    fmt::format("the security groups of {} let the load balancer's traffic not in on {} {}", target.id,
                                transport_, target.port));
      const bool itself = interface->private_ip == from_ || interface->secondary.contains(from_);
      if (keeps_client && itself)
        return note(answer, Obstacle::hairpin,
                    fmt::format("{} would be answered by itself: its own address comes in as the client's", target.id));
    }
    const auto pods = cluster_.find(target);
    if (pods == cluster_.end() || pods->second.empty())
      return note(answer, Obstacle::no_answer, fmt::format("nothing answers at {}:{}", target.id, target.port));
    for (const PodView& pod : pods->second)
      answer.paths.push_back({listener_->description.ListenerArn, group.description.TargetGroupArn, target, pod,
                              certificate_for(state_, *listener_, probe_.sni),
                              keeps_client ? to_text_v4(from_) : std::string(), fail_open});
  }

  // The gate that the traffic comes furthest to.
  static void note(ProbeAnswer& answer, Obstacle obstacle, std::string why) {
    if (obstacle <= answer.obstacle) return;
    answer.obstacle = obstacle;
    answer.why = std::move(why);
  }

  const State& state_;
  const ClusterView& cluster_;
  const Probe& probe_;
  const Destination& to_;
  const aws::LoadBalancer& load_balancer_;
  std::string_view transport_;
  std::uint32_t from_;
  const ListenerEntry* listener_ = nullptr;
};

}  // namespace

ProbeAnswer probe(const State& state, const ClusterView& cluster, const Probe& probe) {
  if (!probe.from.empty() && !parse_ip_v4(probe.from))
    return stopped(Obstacle::not_routable, fmt::format("{} is not an IPv4 address to come from", probe.from));
  const Destination to = find_destination(state, probe.address);
  if (!to.load_balancer && to.of_account)
    return stopped(Obstacle::zone_not_enabled,
                   fmt::format("{} is an address of the account, but no load balancer's", probe.address));
  if (!to.load_balancer)
    return stopped(Obstacle::no_such_address, fmt::format("nothing here is called {}", probe.address));
  return Route(state, cluster, probe, to).take();
}

}  // namespace nlbsim::fake_aws
