// One function for each controller: brings what belongs to one object to what the object asks for. Nothing if the
// object is gone. Each writes only what differs, so that a cluster comes to rest.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/kube/endpoint_views.h"
#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

using kube::kEndpointSlices;
using kube::kPods;
using kube::kServiceNameLabel;
inline constexpr kube::Resource kReplicaSets{"apps", "v1", "replicasets", "ReplicaSet"};
inline constexpr kube::Resource kDeployments{"apps", "v1", "deployments", "Deployment"};

void sync_deployment(Write& write, const kube::ObjectKey& key);
void sync_replica_set(Write& write, const kube::ObjectKey& key);
void sync_endpoint_slices(Write& write, const kube::ObjectKey& service);
// The scheduler and the kubelet: the Pod gets a node and runs.
void sync_pod(Write& write, const kube::ObjectKey& key);
// The kubelet: the Pod was told to end and has had its time.
void end_pod(Write& write, const kube::ObjectKey& key);

// ---- what they share ----

kube::ObjectRef find_object(const Cluster& cluster, const kube::Resource& resource, const kube::ObjectKey& key);
// Of that kind in a namespace, by name.
std::vector<kube::ObjectRef> objects_in(const Cluster& cluster, const kube::Resource& resource,
                                        std::string_view namespace_);
// Those that the owner controls.
std::vector<kube::ObjectRef> controlled_by(const Cluster& cluster, const kube::Resource& resource,
                                           const kube::Object& owner);
// The reference that its controller leaves on what it makes.
kube::Json controller_reference(const kube::Object& owner, const kube::Resource& resource);
// Puts the status in place of the object's, unless it is the same.
void write_status(Write& write, const kube::Resource& resource, const kube::Object& object, kube::Json status);
// A condition that changes its time with its status alone. `conditions` is the list of `old`, which it takes it from.
void put_condition(kube::Json& conditions, const kube::Json& old, std::string_view type, bool holds,
                   std::string_view reason, std::string_view message, sim::Instant now);
bool condition_holds(const kube::Json& status, std::string_view type);
bool is_ready(const kube::Object& pod);
// Neither over nor on its way out.
bool is_active(const kube::Object& pod);
// Whether a map of labels has all of those.
bool has_labels(const kube::ObjectMeta& meta, const kube::Json& wanted);

}  // namespace nlbsim::fake_apiserver
