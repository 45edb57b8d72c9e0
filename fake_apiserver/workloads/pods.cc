// The scheduler and the kubelet, as far as anybody sees them: a Pod gets a node in turn, runs at once with an address
// of the node's subnet, and is Ready unless it has gates that are closed. What somebody else writes of a running Pod is
// left as it is.
#include <algorithm>
#include <charconv>
#include <set>

#include "fake_apiserver/workloads/controllers.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;
using kube::Object;
using kube::ObjectRef;

constexpr std::size_t kPodsPerNode = 110;  // as a kubelet has it

// ---- scheduling ----

bool takes_pods(const Object& node) {
  const Json& unschedulable = at(node.document(), "spec", "unschedulable");
  if (unschedulable.is_boolean() && unschedulable.get<bool>()) return false;
  return condition_holds(member(node.document(), "status"), "Ready") && !node.meta().deleting();
}

// The node that has fewest Pods of those that fit; null if none does.
ObjectRef choose_node(const Cluster& cluster, const Object& pod) {
  std::vector<ObjectRef> nodes = objects_in(cluster, kube::kNodes, {});
  std::erase_if(nodes, [&](const ObjectRef& node) {
    return !takes_pods(*node) || !has_labels(node->meta(), at(pod.document(), "spec", "nodeSelector"));
  });
  if (nodes.empty()) return nullptr;
  std::map<std::string, std::size_t, std::less<>> loads;
  if (const auto pods = cluster.registry->find(kPods))
    for (const auto& [key, other] : cluster.store.objects(*pods))
      if (is_active(*other)) ++loads[std::string(text(at(other->document(), "spec", "nodeName")))];
  ObjectRef best;
  std::size_t least = kPodsPerNode;
  for (const ObjectRef& node : nodes) {
    const std::size_t load = loads[node->meta().name];
    if (load >= least) continue;
    best = node;
    least = load;
  }
  return best;
}

// ---- addresses ----

std::optional<std::uint32_t> parse_ipv4(std::string_view address) {
  std::uint32_t out = 0;
  for (int part = 0; part < 4; ++part) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(address.data(), address.data() + address.size(), value);
    constexpr unsigned kByte = 255;
    if (error != std::errc() || value > kByte) return std::nullopt;
    out = (out << 8U) | value;
    address.remove_prefix(static_cast<std::size_t>(end - address.data()));
    if (part < 3 && !address.starts_with('.')) return std::nullopt;
    if (part < 3) address.remove_prefix(1);
  }
  return out;
}

std::string format_ipv4(std::uint32_t address) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.append(out.empty() ? "" : ".").append(std::to_string((address >> static_cast<unsigned>(shift)) & 0xffU));
  return out;
}

std::string internal_address(const Object& node) {
  for (const Json& address : at(node.document(), "status", "addresses"))
    if (text(member(address, "type")) == "InternalIP") return std::string(text(member(address, "address")));
  return {};
}

// A free address near the node's, as a network plugin takes one of the node's subnet; empty where the node has none.
std::string free_address(const Cluster& cluster, const Object& node) {
  const auto own = parse_ipv4(internal_address(node));
  if (!own) return {};
  std::set<std::uint32_t> taken;
  const auto take = [&](std::string_view address) {
    if (const auto value = parse_ipv4(address)) taken.insert(*value);
  };
  for (const ObjectRef& other : objects_in(cluster, kube::kNodes, {})) take(internal_address(*other));
  if (const auto pods = cluster.registry->find(kPods))
    for (const auto& [key, pod] : cluster.store.objects(*pods)) take(text(at(pod->document(), "status", "podIP")));
  // The first and last addresses of a subnet are its own; the first 64 are left to other machines.
  constexpr std::uint32_t kFirst = 64;
  constexpr std::uint32_t kBlock = 256;
  constexpr std::uint32_t kAddresses = 4'096;
  const std::uint32_t base = *own & ~(kBlock - 1);
  for (std::uint32_t i = kFirst; i < kAddresses; ++i) {
    const std::uint32_t last = (base + i) % kBlock;
    if (last != 0 && last != kBlock - 1 && !taken.contains(base + i)) return format_ipv4(base + i);
  }
  return {};
}

// ---- status ----

bool gates_open(const Object& pod, const Json& status) {
  for (const Json& gate : at(pod.document(), "spec", "readinessGates"))
    if (!condition_holds(status, text(member(gate, "conditionType")))) return false;
  return true;
}

Json container_statuses(const Json& containers, const std::string& started) {
  Json out = Json::array();
  for (const Json& container : containers)
    out.push_back(Json{{"name", member(container, "name")},
                       {"image", member(container, "image")},
                       {"imageID", ""},
                       {"ready", true},
                       {"started", true},
                       {"restartCount", 0},
                       {"state", Json::object({{"running", Json::object({{"startedAt", started}})}})}});
  return out;
}

// The conditions that the kubelet writes; those of others stay.
Json running_conditions(const Object& pod, const Json& old, sim::Instant now) {
  Json conditions = Json::array();
  const auto ours = [](std::string_view type) {
    return type == "PodScheduled" || type == "Initialized" || type == "ContainersReady" || type == "Ready";
  };
  for (const Json& condition : member(old, "conditions"))
    if (!ours(text(member(condition, "type")))) conditions.push_back(condition);
  const bool open = gates_open(pod, old);
  put_condition(conditions, old, "Initialized", true, {}, {}, now);
  put_condition(conditions, old, "Ready", open, open ? "" : "ReadinessGatesNotReady",
                open ? "" : "the status of pod readiness gates is not True", now);
  put_condition(conditions, old, "ContainersReady", true, {}, {}, now);
  put_condition(conditions, old, "PodScheduled", true, {}, {}, now);
  return conditions;
}

void run(Write& write, const Object& pod) {
  const Json& spec = member(pod.document(), "spec");
  const ObjectRef node = find_object(write.cluster, kube::kNodes, {{}, std::string(text(member(spec, "nodeName")))});
  if (!node) return;
  const std::string host = internal_address(*node);
  const Json& on_host = member(spec, "hostNetwork");
  const bool host_network = on_host.is_boolean() && on_host.get<bool>();
  const std::string address = host_network ? host : free_address(write.cluster, *node);
  if (address.empty()) return;
  const std::string now = sim::to_rfc3339(write.context.now);
  Json status = member(pod.document(), "status");
  if (!status.is_object()) status = Json::object();
  status["phase"] = "Running";
  status["startTime"] = now;
  status["hostIP"] = host;
  status["podIP"] = address;
  status["podIPs"] = Json::array({Json::object({{"ip", address}})});
  status["containerStatuses"] = container_statuses(member(spec, "containers"), now);
  status["conditions"] = running_conditions(pod, member(pod.document(), "status"), write.context.now);
  write_status(write, kPods, pod, std::move(status));
}

void stays_pending(Write& write, const Object& pod) {
  const Json& old = member(pod.document(), "status");
  Json status = old.is_object() ? old : Json::object();
  Json conditions = Json::array();
  put_condition(conditions, old, "PodScheduled", false, "Unschedulable",
                "no node is Ready, schedulable, selected by the Pod and has room", write.context.now);
  status["phase"] = "Pending";
  status["conditions"] = std::move(conditions);
  write_status(write, kPods, pod, std::move(status));
}

// A gate has opened or closed.
void follow_gates(Write& write, const Object& pod) {
  if (at(pod.document(), "spec", "readinessGates").empty()) return;
  Json status = member(pod.document(), "status");
  if (!condition_holds(status, "ContainersReady") || gates_open(pod, status) == is_ready(pod)) return;
  status["conditions"] = running_conditions(pod, member(pod.document(), "status"), write.context.now);
  write_status(write, kPods, pod, std::move(status));
}

}  // namespace

void sync_pod(Write& write, const kube::ObjectKey& key) {
  const ObjectRef pod = find_object(write.cluster, kPods, key);
  if (!pod || !is_active(*pod)) return;
  const std::string_view phase = text(at(pod->document(), "status", "phase"));
  if (phase == "Running") return follow_gates(write, *pod);
  if (!phase.empty() && phase != "Pending") return;
  if (!text(at(pod->document(), "spec", "nodeName")).empty()) return run(write, *pod);
  const ObjectRef node = choose_node(write.cluster, *pod);
  if (!node) return stays_pending(write, *pod);
  Json document = pod->document();
  document["spec"]["nodeName"] = node->meta().name;
  const Target target = storage_target(write.cluster, *write.cluster.registry->find(kPods));
  write.put(target, std::move(document));  // its change makes it run
}

void end_pod(Write& write, const kube::ObjectKey& key) {
  const ObjectRef pod = find_object(write.cluster, kPods, key);
  if (!pod || !pod->meta().deleting()) return;
  if (pod->meta().finalizers.empty()) {
    write.remove(storage_target(write.cluster, *write.cluster.registry->find(kPods)), pod);
    return;
  }
  // Its containers have ended; who holds a finalizer lets it go.
  const Json& old = member(pod->document(), "status");
  if (!condition_holds(old, "ContainersReady")) return;
  Json status = old;
  Json conditions = Json::array();
  for (const Json& condition : member(old, "conditions"))
    if (const auto type = text(member(condition, "type")); type != "Ready" && type != "ContainersReady")
      conditions.push_back(condition);
  put_condition(conditions, old, "Ready", false, "PodCompleted", {}, write.context.now);
  put_condition(conditions, old, "ContainersReady", false, "PodCompleted", {}, write.context.now);
  status["phase"] = "Succeeded";
  status["conditions"] = std::move(conditions);
  write_status(write, kPods, *pod, std::move(status));
}

}  // namespace nlbsim::fake_apiserver
