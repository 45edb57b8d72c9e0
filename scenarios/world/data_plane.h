// The data plane of a world: what answers at its nodes' and Pods' ports, and which of them a connection reaches.
//
//   const fake_aws::ProbeAnswer answer = probe(world, {.address = dns_name, .port = 8080});
//
// What answers is told by the clusters. A Service's node port leads to its ready endpoints, under policy Local to those
// of the node alone; the address of a ready endpoint answers itself. Workloads need not be played: a Service of which
// the cluster has no EndpointSlice, or only empty ones and no workload in its namespace, is taken to have a ready Pod
// on every node. Of a target that no cluster knows (somebody registered an instance or address of his own) it is taken
// that somebody listens there; of a node port that no Service has, that nobody does. Looking changes nothing.
#pragma once

#include "api/json/json.h"
#include "fake_aws/data_plane/probe.h"

namespace nlbsim::scenarios {

class World;

struct ClusterNode {
  std::string name;
  std::string instance;  // of providerID aws:///ZONE/INSTANCE
  std::string address;   // its InternalIP
};
// Of all clusters.
std::vector<ClusterNode> nodes_of(World& world);

// Whether objects of a kind run Pods, or are Pods.
bool is_workload(std::string_view kind);
fake_aws::ClusterView cluster_view(World& world);
fake_aws::ProbeAnswer probe(World& world, const fake_aws::Probe& probe);

// {"reaches": [{listener, targetGroup, target: {Id, Port}, pod, podIp, certificate, source, failOpen}], "targets": how
// many different ones, "obstacle": "none" or what stops every way, "why": a sentence}. Empty texts are left out.
api::Json to_json(const fake_aws::ProbeAnswer& answer);

}  // namespace nlbsim::scenarios
