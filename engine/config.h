// What a controller is told when it starts: the flags of the real one that matter here, with its defaults.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/time.h"

namespace nlbsim::engine {

struct Profile;  // engine/profile.h: whose behaviour is asked for

// Of the feature gates of the real controller those that matter to an NLB's Gateway, with their defaults.
struct FeatureGates {
  bool default_tags_low_priority = false;        // EnableDefaultTagsLowPriority: a configuration's tags win
  bool subnets_cluster_tag_check = true;         // SubnetsClusterTagCheck: other clusters' subnets are left alone
  bool subnet_discovery_by_reachability = true;  // SubnetDiscoveryByReachability: route tables count without role tags
};

struct Config {
  std::string cluster_name = "demo-cluster";
  std::string region = "us-west-2";
  std::string vpc_id;
  std::string identity = "controller-1";  // holder of the leader lease; one per replica
  const Profile* profile = nullptr;       // never null once the manager runs
  int gateway_workers = 3;
  int target_group_binding_workers = 3;
  int gateway_class_workers = 3;
  bool leader_election = true;
  std::string leader_election_namespace = "kube-system";
  std::string default_target_type = "instance";
  std::string default_scheme = "internal";
  std::string default_ssl_policy = "ELBSecurityPolicy-2016-08";
  std::map<std::string, std::string> default_tags;  // of all that is made; over those of configurations
  sim::Duration resync_period = std::chrono::hours{10};
  sim::Duration binding_max_backoff = std::chrono::seconds{1000};
  sim::Duration not_active_requeue = std::chrono::minutes{2};
  std::uint32_t aws_max_attempts = 10;
  FeatureGates gates;
  // Plans are made and journalled (api::Note of topic "plan"), and nothing of them is carried out: AWS, bindings and
  // finalizers stay as they are. Statuses and events tell what is known. The binding controller does not run.
  bool plan_only = false;
};

}  // namespace nlbsim::engine
