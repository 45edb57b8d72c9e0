// What the controllers of a cluster do by themselves, as far as load balancing needs it: Deployments and ReplicaSets
// make their Pods, Pods are scheduled and run at once, and Services get EndpointSlices of the Pods that they select.
//
// Off unless ApiServerConfig::workloads says so. A change notes whose turn it is; what is due is done in a step of its
// own, by the verbs that clients use, so that watchers see what they would see of the real controllers.
#pragma once

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

// Notes what follows from a change of an object of that kind.
void workload_changed(Cluster& cluster, sim::Instant now, const kube::Resource& resource, const Change& change);
// Does everything that is due.
void do_workloads(Write& write);

}  // namespace nlbsim::fake_apiserver
