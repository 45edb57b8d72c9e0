// The network that scenarios start from: one VPC with an internal and a public subnet in each zone, an internet
// gateway, a node security group and the cluster's nodes as running instances, tagged as a load balancer controller
// expects. Deterministic: the same plan gives the same ids in every world.
#pragma once

#include <string>
#include <vector>

#include "fake_aws/account.h"

namespace nlbsim::fake_aws {

struct NetworkPlan {
  std::string cluster_name = "demo-cluster";
  std::string vpc_cidr = "10.0.0.0/16";              // each subnet is a sixteenth of it
  std::vector<std::string> zones = {"a", "b", "c"};  // suffixes to the region, at most eight
  int nodes = 3;                                     // spread over the zones in turn
};

struct NodeInstance {
  std::string instance_id;
  std::string zone;  // "us-west-2a": with the id this makes providerID aws:///us-west-2a/i-...
  std::string private_ip;
};

struct DefaultNetwork {
  std::string vpc_id;
  std::vector<std::string> zones;
  std::vector<std::string> internal_subnets;  // one per zone, in the order of `zones`
  std::vector<std::string> public_subnets;
  std::string node_security_group;
  std::vector<NodeInstance> nodes;
};

// The three zones "a" to "c" of the account's region, which an empty account has too.
void add_zones(Account& account);
// Requires an account without that network yet, 1 to 8 zones, and a VPC of prefix length 8 to 24.
DefaultNetwork default_network(Account& account, const NetworkPlan& plan = {});

}  // namespace nlbsim::fake_aws
