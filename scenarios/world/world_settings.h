// The world that a scenario asks for: clusters, their controllers and nodes, and how long things take. A value; the
// defaults are the default world: one cluster "demo-cluster" with three nodes and one controller.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "engine/config.h"
#include "sim/time.h"

namespace nlbsim::fake_aws {
struct Holdings;  // fake_aws/holdings/holdings.h
}

namespace nlbsim::scenarios {

// How long something takes: half of the cases at most `median`, 5 % at most p5, 95 % at most p95, none longer than cap.
// An ordinary run takes the median every time. A fixed duration has all four equal.
struct DurationSpec {
  sim::Duration median{0};
  sim::Duration p5{0};
  sim::Duration p95{0};
  sim::Duration cap{0};
  static DurationSpec fixed(sim::Duration d) { return {d, d, d, d}; }
  bool is_fixed() const { return p5 == cap; }
};

inline constexpr int kMostZones = 8;

struct ClusterSettings {
  std::string name = "demo-cluster";
  int nodes = 3;                         // Ready, running instances, spread over the zones
  int zones = 3;                         // each with an internal and a public subnet; at most kMostZones
  int controllers = 1;                   // replicas, each with caches and queues of its own
  std::optional<bool> leader_election;   // none: when there are several replicas
  std::string vpc_cidr = "10.0.0.0/16";  // of the VPC that the nodes live in; one per cluster
  std::string vpc;                       // of what the account holds, where that is told; empty: the only one
  bool plan_only = false;                // controllers plan, and call nothing (engine/config.h)
};

struct AwsSettings {
  std::optional<DurationSpec> nlb_activation;          // none: the account's own default
  std::string nlb_activation_ends_in = "active";       // or "failed", "active_impaired"
  std::optional<DurationSpec> target_registration;     // until health checks of a new target start
  std::optional<DurationSpec> target_group_release;    // how long a group is in use after its last listener went
  std::optional<DurationSpec> interface_release;       // how long a deleted load balancer's interfaces stay
  std::optional<DurationSpec> target_group_attach;     // until a group's targets leave Target.NotInUse
  std::optional<DurationSpec> instance_transition;     // until an instance has started, stopped or is gone
  std::optional<DurationSpec> certificate_validation;  // until a requested certificate is issued
  std::map<std::string, int> quota_values;             // by name (fake_aws/settings.h); AWS's defaults for all others
  std::string consistency = "instant";                 // or "realistic", "hostile": how far reads lag behind
  std::string account = "123456789012";
  std::string region = "us-west-2";
  // What it holds at the start, in the place of a network and nodes of each cluster. Null: those.
  std::shared_ptr<const fake_aws::Holdings> holds;
  DurationSpec call_latency = DurationSpec::fixed(std::chrono::milliseconds{40});  // request and answer together
  bool limits = false;                                                             // throttle as AWS does
  bool quotas = true;  // false: as after every quota increase that one could ask for
};

struct WorldSettings {
  sim::Instant start = sim::kWorldStart;  // what the world's clock says when it begins; `serve` begins at the real date
  std::vector<ClusterSettings> clusters{ClusterSettings{}};  // at least one; names differ
  AwsSettings aws;
  engine::Config controller;  // what every replica is told; what differs between them is set over it
  DurationSpec kube_call_latency = DurationSpec::fixed(std::chrono::milliseconds{4});
  // Whether Deployments make Pods and Services get EndpointSlices by themselves. None: as the command has it, which is
  // on for `serve` and `apply` and off in scenarios.
  std::optional<bool> workloads;
  // What the first cluster holds at the start, as an export shows it: uid, times, owners and status are kept.
  std::vector<api::JsonRef> objects;
};

// ---- who acts in such a world ----

inline constexpr std::string_view kUserActor = "user";
inline constexpr std::string_view kAwsActor = "aws";
inline constexpr std::string_view kKubeletActor = "kubelet";  // starts controllers again
inline constexpr std::string_view kApiServerActor = "kube-apiserver";

// What the names of a cluster's actors begin with: nothing where it is the only one, else "blue/".
std::string actor_prefix(const WorldSettings& settings, const ClusterSettings& cluster);
// "controller-1"; numbers count from 1.
std::string replica_name(const std::string& prefix, int number);
// Of all clusters.
std::vector<std::string> replica_names(const WorldSettings& settings);
// The replicas and everybody else.
std::vector<std::string> actor_names(const WorldSettings& settings);

}  // namespace nlbsim::scenarios
