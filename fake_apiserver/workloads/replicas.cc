// The ReplicaSet and Deployment controllers. Nothing is rolled in steps: a Deployment's newest ReplicaSet has all of
// its Pods at once, and the older ones lose theirs as soon as those are Ready.
#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/verbs/verbs.h"
#include "fake_apiserver/workloads/controllers.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::Object;
using kube::ObjectRef;

constexpr std::string_view kHashLabel = "pod-template-hash";
constexpr std::string_view kRevision = "deployment.kubernetes.io/revision";
// What one ReplicaSet may ask of a machine that only pretends.
constexpr std::int64_t kMostPods = 1'000;

std::int64_t number(const Json& value, std::int64_t absent) {
  return value.is_number_integer() ? value.get<std::int64_t>() : absent;
}

std::int64_t wanted_replicas(const Object& object) {
  return std::max<std::int64_t>(0, number(at(object.document(), "spec", "replicas"), 1));
}

// ---- ReplicaSet ----

void make_pod(Write& write, const Object& set) {
  const Json& pod = at(set.document(), "spec", "template");
  Json metadata = Json::object();
  for (const std::string_view kept : {"labels", "annotations", "finalizers"})
    if (const Json& value = at(pod, "metadata", kept); !value.is_null()) metadata[kept] = value;
  metadata["generateName"] = set.meta().name + "-";
  metadata["ownerReferences"] = Json::array({controller_reference(set, kReplicaSets)});
  kube::Create::Request request;
  request.resource = kPods;
  request.namespace_ = set.meta().namespace_;
  request.body = std::make_shared<const Json>(Json::object(
      {{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", std::move(metadata)}, {"spec", member(pod, "spec")}}));
  [[maybe_unused]] const auto made = create(write, request);  // refused where the namespace is on its way out
}

void drop_pod(Write& write, const Object& pod) {
  kube::Delete::Request request;
  request.resource = kPods;
  request.key = pod.meta().key();
  [[maybe_unused]] const auto dropped = remove(write, request);
}

// Those first that are missed least: not Ready, then the youngest.
void drop_pods(Write& write, std::vector<ObjectRef> pods, std::size_t count) {
  std::ranges::sort(pods, [](const ObjectRef& a, const ObjectRef& b) {
    if (is_ready(*a) != is_ready(*b)) return is_ready(*b);
    if (a->meta().creation_timestamp != b->meta().creation_timestamp)
      return a->meta().creation_timestamp > b->meta().creation_timestamp;
    return a->meta().name > b->meta().name;
  });
  for (std::size_t i = 0; i < count; ++i) drop_pod(write, *pods[i]);
}

Json replica_set_status(const Object& set, const std::vector<ObjectRef>& pods, std::int64_t wanted, sim::Instant now) {
  const auto ready = std::ranges::count_if(pods, [](const ObjectRef& pod) { return is_ready(*pod); });
  const Json& old = member(set.document(), "status");
  Json status{{"replicas", pods.size()}, {"observedGeneration", set.meta().generation}};
  if (!pods.empty()) status["fullyLabeledReplicas"] = pods.size();
  if (ready > 0) status["readyReplicas"] = status["availableReplicas"] = static_cast<std::int64_t>(ready);
  if (wanted <= kMostPods) return status;
  Json conditions = Json::array();
  put_condition(
      conditions, old, "ReplicaFailure", true, "FailedCreate",
      fmt::format("{} Pods are wanted; this simulated cluster makes at most {} of one ReplicaSet", wanted, kMostPods),
      now);
  status["conditions"] = std::move(conditions);
  return status;
}

// ---- Deployment ----

// Ten letters and digits that make no words, as a real Deployment has them.
std::string hash_of(const Json& pod_template) {
  constexpr std::string_view kLetters = "bcdfghjklmnpqrstvwxz2456789";
  constexpr std::size_t kLength = 10;
  std::uint64_t digest = api::fingerprint(pod_template);
  std::string out;
  for (std::size_t i = 0; i < kLength; ++i, digest /= kLetters.size())
    out.push_back(kLetters[digest % kLetters.size()]);
  return out;
}

std::int64_t revision_of(const Object& object) {
  const auto held = object.meta().annotations.find(std::string(kRevision));
  std::int64_t value = 0;
  if (held != object.meta().annotations.end())
    for (const char digit : held->second) value = digit >= '0' && digit <= '9' ? value * 10 + (digit - '0') : value;
  return value;
}

std::string newest_name(const Object& deployment) {
  return deployment.meta().name + "-" + hash_of(at(deployment.document(), "spec", "template"));
}

void make_replica_set(Write& write, const Object& deployment, std::int64_t revision) {
  const Json& spec = member(deployment.document(), "spec");
  const std::string hash = hash_of(member(spec, "template"));
  Json pod = member(spec, "template");
  pod["metadata"]["labels"][kHashLabel] = hash;
  Json selector = member(spec, "selector");
  selector["matchLabels"][kHashLabel] = hash;
  const Json metadata{{"name", newest_name(deployment)},
                      {"labels", at(pod, "metadata", "labels")},
                      {"annotations", Json::object({{kRevision, std::to_string(revision)}})},
                      {"ownerReferences", Json::array({controller_reference(deployment, kDeployments)})}};
  kube::Create::Request request;
  request.resource = kReplicaSets;
  request.namespace_ = deployment.meta().namespace_;
  request.body =
      std::make_shared<const Json>(Json::object({{"apiVersion", "apps/v1"},
                                                 {"kind", "ReplicaSet"},
                                                 {"metadata", metadata},
                                                 {"spec", Json::object({{"replicas", wanted_replicas(deployment)},
                                                                        {"selector", std::move(selector)},
                                                                        {"template", std::move(pod)}})}}));
  [[maybe_unused]] const auto made = create(write, request);
}

// Changes parts of the object's spec or metadata, unless they are so already.
template <class Change>
void edit(Write& write, const kube::Resource& resource, const Object& object, Change change) {
  Json document = object.document();
  change(document);
  if (document == object.document()) return;
  kube::Update::Request request;
  request.resource = resource;
  request.key = object.meta().key();
  request.body = std::make_shared<const Json>(std::move(document));
  [[maybe_unused]] const auto written = update(write, request);
}

void scale(Write& write, const Object& set, std::int64_t replicas) {
  edit(write, kReplicaSets, set, [&](Json& document) { document["spec"]["replicas"] = replicas; });
}

Json deployment_status(const Object& deployment, const std::vector<ObjectRef>& sets, const std::string& newest,
                       sim::Instant now) {
  std::int64_t replicas = 0;
  std::int64_t ready = 0;
  std::int64_t updated = 0;
  for (const ObjectRef& set : sets) {
    replicas += number(at(set->document(), "status", "replicas"), 0);
    ready += number(at(set->document(), "status", "readyReplicas"), 0);
    if (set->meta().name == newest) updated = number(at(set->document(), "status", "replicas"), 0);
  }
  const std::int64_t wanted = wanted_replicas(deployment);
  const Json& old = member(deployment.document(), "status");
  Json status{{"observedGeneration", deployment.meta().generation}};
  const auto tell = [&](std::string_view what, std::int64_t count) {
    if (count != 0) status[what] = count;
  };
  tell("replicas", replicas);
  tell("updatedReplicas", updated);
  tell("readyReplicas", ready);
  tell("availableReplicas", ready);
  tell("unavailableReplicas", std::max<std::int64_t>(0, wanted - ready));
  Json conditions = Json::array();
  const bool available = ready >= wanted - wanted / 4;  // a quarter may be unavailable
  put_condition(
      conditions, old, "Available", available, available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now);
  const bool complete = updated == wanted && replicas == wanted && ready == wanted;
  put_condition(
      conditions, old, "Progressing", true, complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
      fmt::format("ReplicaSet \"{}\" {}.", newest, complete ? "has successfully progressed" : "is progressing"), now);
  status["conditions"] = std::move(conditions);
  return status;
}

}  // namespace

void sync_replica_set(Write& write, const kube::ObjectKey& key) {
  ObjectRef set = find_object(write.cluster, kReplicaSets, key);
  if (!set || set->meta().deleting()) return;
  const auto active_pods = [&] {
    std::vector<ObjectRef> pods = controlled_by(write.cluster, kPods, *set);
    std::erase_if(pods, [](const ObjectRef& pod) { return !is_active(*pod); });
    return pods;
  };
  const std::vector<ObjectRef> pods = active_pods();
  const std::int64_t wanted = wanted_replicas(*set);
  const auto count = static_cast<std::size_t>(std::min(wanted, kMostPods));
  for (std::size_t i = pods.size(); i < count; ++i) make_pod(write, *set);
  if (pods.size() > count) drop_pods(write, pods, pods.size() - count);
  write_status(write, kReplicaSets, *set, replica_set_status(*set, active_pods(), wanted, write.context.now));
}

void sync_deployment(Write& write, const kube::ObjectKey& key) {
  const ObjectRef deployment = find_object(write.cluster, kDeployments, key);
  if (!deployment || deployment->meta().deleting() || !write.cluster.registry->find(kReplicaSets)) return;
  const Json& paused = at(deployment->document(), "spec", "paused");
  std::vector<ObjectRef> sets = controlled_by(write.cluster, kReplicaSets, *deployment);
  const std::string newest = newest_name(*deployment);
  auto current = std::ranges::find(sets, newest, [](const ObjectRef& set) { return set->meta().name; });
  std::int64_t last = 0;
  for (const ObjectRef& set : sets) last = std::max(last, revision_of(*set));
  if (current == sets.end()) {
    if (paused.is_boolean() && paused.get<bool>()) return;
    return make_replica_set(write, *deployment, last + 1);  // whose change leads back here
  }
  const ObjectRef set = *current;
  const std::int64_t revision = revision_of(*set) == last ? last : last + 1;  // rolled back to an older template
  if (revision != revision_of(*set))
    edit(write, kReplicaSets, *set,
         [&](Json& document) { document["metadata"]["annotations"][kRevision] = std::to_string(revision); });
  if (const ObjectRef now = find_object(write.cluster, kReplicaSets, set->meta().key()))
    scale(write, *now, wanted_replicas(*deployment));
  const bool served = number(at(set->document(), "status", "readyReplicas"), 0) >= wanted_replicas(*deployment);
  for (const ObjectRef& old : sets)
    if (old != set && served) scale(write, *old, 0);
  edit(write, kDeployments, *deployment,
       [&](Json& document) { document["metadata"]["annotations"][kRevision] = std::to_string(revision); });
  if (const ObjectRef now = find_object(write.cluster, kDeployments, key))
    write_status(write, kDeployments, *now,
                 deployment_status(*now, controlled_by(write.cluster, kReplicaSets, *now), newest, write.context.now));
}

}  // namespace nlbsim::fake_apiserver
