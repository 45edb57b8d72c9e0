// The data plane, simulated: which target and Pod a new connection to an address and port would reach, or why none. A
// pure function of the account's state and of what the cluster answers at its nodes' and Pods' ports.
//
//   const ProbeAnswer answer = probe(account.state(), view, {.address = dns_name, .port = 8080});
//   if (answer.paths.empty()) ... answer.obstacle, answer.why ...
//
// It takes the way of a packet: the name or address leads to a load balancer, its port to a listener, its security
// groups let the client in, the listener forwards to a target group, a target of it may take new connections, the
// target's security groups let that in, and something answers there. The first gate at which every way ends is the
// obstacle.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "fake_aws/state.h"

namespace nlbsim::fake_aws {

struct PodView {
  std::string name;  // "example-ns/my-pod"
  std::string ip;
  bool operator==(const PodView&) const = default;
};

// What answers at a target: id (an instance's or an address) and port. A Service of policy Local shows at a node the
// ready Pods of that node, one of policy Cluster those of all. A target that is not here has nobody listening.
using ClusterView = std::map<TargetKey, std::vector<PodView>>;

struct Probe {
  std::string address;  // a load balancer's DNS name, ARN, or one of its addresses
  std::int32_t port = 0;
  std::string protocol = "TCP";  // TCP, UDP, TLS
  std::string sni = {};          // of TLS
  // The client's IPv4 address. Empty: somebody who ought to get in: from the internet, or from the VPC of an internal
  // load balancer.
  std::string from = {};
  // A connection that was there before: a draining target still serves it.
  bool established = false;
};

enum class Obstacle : std::uint8_t {
  none,
  no_such_address,        // nothing of this account, or its load balancer is gone
  zone_not_enabled,       // an address of the account's that is no load balancer's
  not_active,             // the load balancer is being provisioned, or has failed
  not_routable,           // from outside to an internal load balancer
  no_listener,            // on that port
  wrong_protocol,         // the listener there speaks another
  security_group,         // of the load balancer: the client may not come in
  no_target,              // the target group is empty, or all weights are 0
  no_healthy_target,      //
  target_security_group,  // of the target: the load balancer may not come in
  hairpin,                // the client is the target itself, and its address is kept
  no_answer,              // nobody listens at the target's port
};
inline constexpr std::size_t kObstacles = static_cast<std::size_t>(Obstacle::no_answer) + 1;
std::string_view name(Obstacle obstacle);  // "no-listener"

struct Path {
  std::string listener_arn;
  std::string target_group_arn;
  TargetKey target;
  PodView pod;
  std::string certificate_arn;  // that a TLS listener shows
  std::string source;           // the client's address as the target sees it; empty: one of the load balancer's
  bool fail_open = false;       // no target is healthy, so all get traffic
  bool operator==(const Path&) const = default;
};

struct ProbeAnswer {
  // Every way that a connection could take, by target group, target and Pod.
  std::vector<Path> paths;
  Obstacle obstacle = Obstacle::none;
  std::string why;  // a sentence, where there is no path
};

ProbeAnswer probe(const State& state, const ClusterView& cluster, const Probe& probe);

}  // namespace nlbsim::fake_aws
