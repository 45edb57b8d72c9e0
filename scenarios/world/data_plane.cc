#include "scenarios/world/data_plane.h"

#include <set>
#include <utility>

#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;
using fake_aws::ClusterView;
using fake_aws::PodView;
using fake_aws::TargetKey;

// The range that Kubernetes keeps for node ports.
constexpr std::int32_t kFirstNodePort = 30'000;
constexpr std::int32_t kLastNodePort = 32'767;

std::string text_at(const Json& object, std::string_view key) {
  return std::string(api::text(api::member(object, key)));
}

std::int32_t port_at(const Json& object, std::string_view key) {
  const Json& port = api::member(object, key);
  return port.is_number_integer() ? static_cast<std::int32_t>(port.get<std::int64_t>()) : 0;
}

constexpr std::pair<std::string_view, std::string_view> kWorkloads[] = {{"v1", "Pod"},
                                                                        {"apps/v1", "Deployment"},
                                                                        {"apps/v1", "ReplicaSet"},
                                                                        {"apps/v1", "StatefulSet"},
                                                                        {"apps/v1", "DaemonSet"}};

// An endpoint of a Service for one of its ports.
struct Endpoint {
  PodView pod;
  std::string node;
  std::int32_t port = 0;
  bool ready = false;
  bool answers = false;  // at its own address, whether connections to the Service are led there or not
};

// All objects of a kind, whichever version serves it.
template <class F>
void for_each_object(const fake_apiserver::ApiServer& core, std::string_view api_version, std::string_view kind, F f) {
  const auto place = core.registry().find_kind(api_version, kind);
  if (!place) return;
  for (const auto& [key, object] : core.store().objects(*place)) f(key, object->document());
}

std::vector<ClusterNode> nodes_in(const fake_apiserver::ApiServer& core) {
  std::vector<ClusterNode> nodes;
  for_each_object(core, "v1", "Node", [&](const kube::ObjectKey& key, const Json& node) {
    const std::string provider(api::text(api::at(node, "spec", "providerID")));
    ClusterNode found{key.name, provider.substr(provider.rfind('/') + 1), {}};
    for (const Json& address : api::at(node, "status", "addresses"))
      if (text_at(address, "type") == "InternalIP") found.address = text_at(address, "address");
    nodes.push_back(std::move(found));
  });
  return nodes;
}

// By the Service's name as its endpoint slices tell it.
using Slices = std::map<kube::ObjectKey, std::vector<const Json*>>;

Slices slices_of(const fake_apiserver::ApiServer& core) {
  Slices slices;
  for_each_object(core, "discovery.k8s.io/v1", "EndpointSlice", [&](const kube::ObjectKey& key, const Json& slice) {
    const Json& service = api::at(slice, "metadata", "labels", "kubernetes.io/service-name");
    if (service.is_string()) slices[{key.namespace_, std::string(api::text(service))}].push_back(&slice);
  });
  return slices;
}

// Pods that serve and are not ready for want of a condition that somebody else has to tell.
std::set<kube::ObjectKey> gated_pods_of(const fake_apiserver::ApiServer& core) {
  std::set<kube::ObjectKey> pods;
  for_each_object(core, "v1", "Pod", [&](const kube::ObjectKey& key, const Json& pod) {
    if (!api::at(pod, "spec", "readinessGates").is_array()) return;
    for (const Json& condition : api::at(pod, "status", "conditions"))
      if (text_at(condition, "type") == "ContainersReady" && text_at(condition, "status") == "True") pods.insert(key);
  });
  return pods;
}

std::set<std::string> worked_in(const fake_apiserver::ApiServer& core) {
  std::set<std::string> namespaces;
  for (const auto& [api_version, kind] : kWorkloads)
    for_each_object(core, api_version, kind,
                    [&](const kube::ObjectKey& key, const Json&) { namespaces.insert(key.namespace_); });
  return namespaces;
}

class ClusterReader {
 public:
  ClusterReader(const fake_apiserver::ApiServer& core, ClusterView& view)
      : nodes_(nodes_in(core)),
        slices_(slices_of(core)),
        gated_pods_(gated_pods_of(core)),
        worked_(worked_in(core)),
        view_(view) {
    for_each_object(core, "v1", "Service",
                    [this](const kube::ObjectKey& key, const Json& service) { add_service(key, service); });
  }

  // A node port that no Service has.
  bool is_idle(const TargetKey& target) const {
    if (target.port < kFirstNodePort || target.port > kLastNodePort) return false;
    return std::ranges::any_of(
        nodes_, [&target](const ClusterNode& node) { return node.instance == target.id || node.address == target.id; });
  }

 private:
  void add_service(const kube::ObjectKey& key, const Json& service) {
    const Json& spec = api::member(service, "spec");
    const bool local = text_at(spec, "externalTrafficPolicy") == "Local";
    for (const Json& port : api::member(spec, "ports")) {
      const std::vector<Endpoint> endpoints = endpoints_of(key, port);
      for (const Endpoint& endpoint : endpoints) {
        if (endpoint.pod.ip.empty()) continue;
        std::vector<PodView>& at = view_[{endpoint.pod.ip, endpoint.port}];
        if (endpoint.answers) at.push_back(endpoint.pod);
      }
      if (const std::int32_t node_port = port_at(port, "nodePort"); node_port != 0)
        for (const ClusterNode& node : nodes_) add_node_port(node, node_port, local, endpoints);
    }
  }

  void add_node_port(const ClusterNode& node, std::int32_t port, bool local, const std::vector<Endpoint>& endpoints) {
    std::vector<PodView> pods;
    for (const Endpoint& endpoint : endpoints)
      if (endpoint.ready && (!local || endpoint.node.empty() || endpoint.node == node.name))
        pods.push_back(endpoint.pod);
    if (!node.address.empty()) view_[{node.address, port}] = pods;
    if (!node.instance.empty()) view_[{node.instance, port}] = std::move(pods);
  }

  // That a Service has no endpoint is told only where somebody plays workloads.
  bool tells(const kube::ObjectKey& service, const std::vector<const Json*>& slices) const {
    if (worked_.contains(service.namespace_)) return true;
    return std::ranges::any_of(slices, [](const Json* slice) { return !api::member(*slice, "endpoints").empty(); });
  }

  std::vector<Endpoint> endpoints_of(const kube::ObjectKey& service, const Json& port) const {
    const auto found = slices_.find(service);
    if (found == slices_.end() || !tells(service, found->second))
      return {{{"any Pod of Service " + service.text(), {}}, {}, 0, true, true}};
    std::vector<Endpoint> out;
    for (const Json* slice : found->second)
      for (const Json& slice_port : api::member(*slice, "ports"))
        if (text_at(slice_port, "name") == text_at(port, "name")) add_endpoints(service, *slice, slice_port, out);
    return out;
  }

  void add_endpoints(const kube::ObjectKey& service, const Json& slice, const Json& port,
                     std::vector<Endpoint>& into) const {
    for (const Json& endpoint : api::member(slice, "endpoints")) {
      const Json& told = api::at(endpoint, "conditions", "ready");
      const bool ready = !told.is_boolean() || told.get<bool>();  // of which nothing is said counts as ready
      const Json& reference = api::member(endpoint, "targetRef");
      for (const Json& address : api::member(endpoint, "addresses")) {
        const std::string ip(api::text(address));
        const std::string name = reference.is_object() ? service.namespace_ + "/" + text_at(reference, "name") : ip;
        const bool gated = gated_pods_.contains({service.namespace_, text_at(reference, "name")});
        into.push_back({{name, ip}, text_at(endpoint, "nodeName"), port_at(port, "port"), ready, ready || gated});
      }
    }
  }

  std::vector<ClusterNode> nodes_;
  Slices slices_;
  std::set<kube::ObjectKey> gated_pods_;
  std::set<std::string> worked_;  // namespaces with workloads
  ClusterView& view_;
};

}  // namespace

bool is_workload(std::string_view kind) {
  return std::ranges::any_of(kWorkloads, [kind](const auto& workload) { return workload.second == kind; });
}

std::vector<ClusterNode> nodes_of(World& world) {
  std::vector<ClusterNode> nodes;
  for (const ClusterSlot& cluster : world.clusters())
    for (ClusterNode& node : nodes_in(cluster.core)) nodes.push_back(std::move(node));
  return nodes;
}

ClusterView cluster_view(World& world) {
  ClusterView view;
  std::vector<ClusterReader> readers;
  for (const ClusterSlot& cluster : world.clusters()) readers.emplace_back(cluster.core, view);
  for (const auto& [arn, group] : world.account().state().load_balancing.target_groups)
    for (const auto& [target, entry] : group.targets) {
      const auto idle = [&target](const ClusterReader& reader) { return reader.is_idle(target); };
      if (view.contains(target) || std::ranges::any_of(readers, idle)) continue;
      view[target] = {{"whoever listens at " + target.id, {}}};
    }
  return view;
}

fake_aws::ProbeAnswer probe(World& world, const fake_aws::Probe& probe) {
  return fake_aws::probe(world.account().state(), cluster_view(world), probe);
}

api::Json to_json(const fake_aws::ProbeAnswer& answer) {
  Json ways = Json::array();
  std::set<TargetKey> targets;
  for (const fake_aws::Path& path : answer.paths) {
    targets.insert(path.target);
    Json way{{"listener", path.listener_arn},
             {"targetGroup", path.target_group_arn},
             {"target", Json{{"Id", path.target.id}, {"Port", path.target.port}}},
             {"pod", path.pod.name},
             {"failOpen", path.fail_open}};
    if (!path.pod.ip.empty()) way["podIp"] = path.pod.ip;
    if (!path.certificate_arn.empty()) way["certificate"] = path.certificate_arn;
    if (!path.source.empty()) way["source"] = path.source;
    ways.push_back(std::move(way));
  }
  Json out{{"reaches", std::move(ways)},
           {"targets", targets.size()},
           {"obstacle", std::string(fake_aws::name(answer.obstacle))}};
  if (!answer.why.empty()) out["why"] = answer.why;
  return out;
}

}  // namespace nlbsim::scenarios
