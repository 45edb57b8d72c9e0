#include "fake_apiserver/workloads/workloads.h"

#include "fake_apiserver/workloads/controllers.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Object;
using kube::ObjectKey;

// A Pod that is told to end is gone after this, as an ordinary process is long before its grace is over.
constexpr sim::Duration kPodEnds = std::chrono::seconds{1};

void schedule(Cluster& cluster, sim::Instant due, WorkKind work, ObjectKey key) {
  WorkItem item{work, std::move(key)};
  if (cluster.workloads_waiting.insert(item).second) cluster.workloads.emplace(due, std::move(item));
}

bool same_kind(const kube::Resource& a, const kube::Resource& b) { return a.group == b.group && a.plural == b.plural; }

void schedule_owners(Cluster& cluster, sim::Instant due, const Object& object, std::string_view kind, WorkKind work) {
  for (const kube::OwnerReference& owner : object.meta().owner_references)
    if (owner.kind == kind) schedule(cluster, due, work, {object.meta().namespace_, owner.name});
}

void schedule_services(Cluster& cluster, sim::Instant due, const Object& pod) {
  for (const kube::ObjectRef& service : objects_in(cluster, kube::kServices, pod.meta().namespace_)) {
    const kube::Json& selector = api::at(service->document(), "spec", "selector");
    if (!selector.empty() && has_labels(pod.meta(), selector))
      schedule(cluster, due, WorkKind::endpoint_slices, service->meta().key());
  }
}

void pod_changed(Cluster& cluster, sim::Instant due, const Change& change) {
  const Object& pod = *change.object;
  const bool gone = change.type == kube::WatchEventType::deleted;
  if (!gone) schedule(cluster, due, WorkKind::pod, pod.meta().key());
  schedule_owners(cluster, due, pod, "ReplicaSet", WorkKind::replica_set);
  schedule_services(cluster, due, pod);
  if (change.previous && change.previous->meta().labels != pod.meta().labels)
    schedule_services(cluster, due, *change.previous);
  if (!gone && pod.meta().deleting()) schedule(cluster, due + kPodEnds, WorkKind::pod_end, pod.meta().key());
}

void do_one(Write& write, const WorkItem& item) {
  switch (item.first) {
    case WorkKind::deployment: return sync_deployment(write, item.second);
    case WorkKind::replica_set: return sync_replica_set(write, item.second);
    case WorkKind::pod: return sync_pod(write, item.second);
    case WorkKind::pod_end: return end_pod(write, item.second);
    case WorkKind::endpoint_slices: return sync_endpoint_slices(write, item.second);
  }
}

}  // namespace

void workload_changed(Cluster& cluster, sim::Instant now, const kube::Resource& resource, const Change& change) {
  if (!cluster.config.workloads) return;
  const sim::Instant due = now + cluster.config.workload_step;
  const Object& object = *change.object;
  const ObjectKey key = object.meta().key();
  if (same_kind(resource, kube::kServices)) {
    schedule(cluster, due, WorkKind::endpoint_slices, key);
  } else if (same_kind(resource, kPods)) {
    pod_changed(cluster, due, change);
  } else if (same_kind(resource, kDeployments)) {
    schedule(cluster, due, WorkKind::deployment, key);
  } else if (same_kind(resource, kReplicaSets)) {
    schedule(cluster, due, WorkKind::replica_set, key);
    schedule_owners(cluster, due, object, "Deployment", WorkKind::deployment);
  } else if (same_kind(resource, kEndpointSlices)) {
    // Somebody may have changed what is ours.
    if (const auto service = object.meta().labels.find(std::string(kServiceNameLabel));
        service != object.meta().labels.end())
      schedule(cluster, due, WorkKind::endpoint_slices, {key.namespace_, service->second});
  } else if (same_kind(resource, kube::kNodes)) {
    // Pods that found no place may find one now.
    const auto pods = cluster.registry->find(kPods);
    if (!pods) return;
    for (const auto& [pod_key, pod] : cluster.store.objects(*pods))
      if (api::text(api::at(pod->document(), "spec", "nodeName")).empty())
        schedule(cluster, due, WorkKind::pod, pod_key);
  }
}

void do_workloads(Write& write) {
  Cluster& cluster = write.cluster;
  while (!cluster.workloads.empty() && cluster.workloads.begin()->first <= write.context.now) {
    const WorkItem item = cluster.workloads.begin()->second;
    cluster.workloads.erase(cluster.workloads.begin());
    cluster.workloads_waiting.erase(item);
    do_one(write, item);
  }
}

// ---- what the controllers share ----

kube::ObjectRef find_object(const Cluster& cluster, const kube::Resource& resource, const ObjectKey& key) {
  const auto index = cluster.registry->find(resource);
  return index ? cluster.store.find(*index, key) : nullptr;
}

std::vector<kube::ObjectRef> objects_in(const Cluster& cluster, const kube::Resource& resource,
                                        std::string_view namespace_) {
  std::vector<kube::ObjectRef> out;
  const auto index = cluster.registry->find(resource);
  if (!index) return out;
  const Store::Objects& all = cluster.store.objects(*index);
  for (auto it = all.lower_bound({std::string(namespace_), {}}); it != all.end() && it->first.namespace_ == namespace_;
       ++it)
    out.push_back(it->second);
  return out;
}

std::vector<kube::ObjectRef> controlled_by(const Cluster& cluster, const kube::Resource& resource,
                                           const Object& owner) {
  std::vector<kube::ObjectRef> all = objects_in(cluster, resource, owner.meta().namespace_);
  std::erase_if(all, [&](const kube::ObjectRef& object) {
    for (const kube::OwnerReference& reference : object->meta().owner_references)
      if (reference.uid == owner.meta().uid) return false;
    return true;
  });
  return all;
}

kube::Json controller_reference(const Object& owner, const kube::Resource& resource) {
  return kube::Json::object({{"apiVersion", resource.api_version()},
                             {"kind", resource.kind},
                             {"name", owner.meta().name},
                             {"uid", owner.meta().uid},
                             {"controller", true},
                             {"blockOwnerDeletion", true}});
}

void write_status(Write& write, const kube::Resource& resource, const Object& object, kube::Json status) {
  const auto index = write.cluster.registry->find(resource);
  if (!index || api::member(object.document(), "status") == status) return;
  kube::Json document = object.document();
  document["status"] = std::move(status);
  write.put(storage_target(write.cluster, *index), std::move(document), "status");
}

void put_condition(kube::Json& conditions, const kube::Json& old, std::string_view type, bool holds,
                   std::string_view reason, std::string_view message, sim::Instant now) {
  const std::string_view status = holds ? "True" : "False";
  kube::Json condition{{"type", type}, {"status", status}, {"lastTransitionTime", sim::to_rfc3339(now)}};
  for (const kube::Json& known : api::member(old, "conditions"))
    if (api::text(api::member(known, "type")) == type && api::text(api::member(known, "status")) == status)
      condition["lastTransitionTime"] = api::member(known, "lastTransitionTime");
  if (!reason.empty()) condition["reason"] = reason;
  if (!message.empty()) condition["message"] = message;
  conditions.push_back(std::move(condition));
}

bool condition_holds(const kube::Json& status, std::string_view type) {
  for (const kube::Json& condition : api::member(status, "conditions"))
    if (api::text(api::member(condition, "type")) == type) return api::text(api::member(condition, "status")) == "True";
  return false;
}

bool is_ready(const Object& pod) { return condition_holds(api::member(pod.document(), "status"), "Ready"); }

bool is_active(const Object& pod) {
  const std::string_view phase = api::text(api::at(pod.document(), "status", "phase"));
  return !pod.meta().deleting() && phase != "Succeeded" && phase != "Failed";
}

bool has_labels(const kube::ObjectMeta& meta, const kube::Json& wanted) {
  for (const auto& [key, value] : wanted.items()) {
    const auto label = meta.labels.find(std::string(key.view()));
    if (label == meta.labels.end() || label->second != api::text(value)) return false;
  }
  return true;
}

}  // namespace nlbsim::fake_apiserver
