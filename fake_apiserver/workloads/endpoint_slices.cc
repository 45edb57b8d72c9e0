// The EndpointSlice controller: for each Service with a selector, slices of at most 100 of its Pods, one set for each
// family of addresses and each meaning of its ports. A Pod stays in the slice in which it is.
#include <algorithm>
#include <map>

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

constexpr std::size_t kEndpointsOfSlice = 100;
constexpr std::string_view kManagedBy = "endpointslice.kubernetes.io/managed-by";
constexpr std::string_view kManager = "endpointslice-controller.k8s.io";
constexpr std::string_view kHeadless = "service.kubernetes.io/headless";
constexpr std::string_view kZone = "topology.kubernetes.io/zone";

bool is_family(std::string_view address, std::string_view family) {
  return (address.find(':') != address.npos) == (family == "IPv6");
}

// The port of a Pod that a Service's port leads to; null if the Pod has none of that name.
Json target_port(const Json& port, const Object& pod) {
  const Json& target = member(port, "targetPort");
  if (target.is_number_integer()) return target;
  if (target.is_null() || text(target).empty()) return member(port, "port");
  const std::string_view protocol = text(member(port, "protocol"));
  for (const Json& container : at(pod.document(), "spec", "containers"))
    for (const Json& offered : member(container, "ports")) {
      const std::string_view spoken = text(member(offered, "protocol"));
      if (member(offered, "name") == target && (spoken.empty() ? "TCP" : spoken) == protocol)
        return member(offered, "containerPort");
    }
  return nullptr;
}

// The ports of the slices that this Pod may be in.
Json ports_for(const Json& service_ports, const Object& pod) {
  Json out = Json::array();
  for (const Json& port : service_ports) {
    Json number = target_port(port, pod);
    if (number.is_null()) continue;
    Json entry{
        {"name", text(member(port, "name"))}, {"port", std::move(number)}, {"protocol", member(port, "protocol")}};
    if (const Json& app = member(port, "appProtocol"); !app.is_null()) entry["appProtocol"] = app;
    out.push_back(std::move(entry));
  }
  return out;
}

Json endpoint_of(const Cluster& cluster, const Object& pod, std::string_view address, bool publish_not_ready) {
  const bool terminating = pod.meta().deleting();
  const bool ready = is_ready(pod);
  Json endpoint{{"addresses", Json::array({address})},
                {"conditions", Json::object({{"ready", publish_not_ready || (ready && !terminating)},
                                             {"serving", ready},
                                             {"terminating", terminating}})},
                {"targetRef", Json::object({{"kind", "Pod"},
                                            {"name", pod.meta().name},
                                            {"namespace", pod.meta().namespace_},
                                            {"uid", pod.meta().uid}})}};
  const std::string node_name(text(at(pod.document(), "spec", "nodeName")));
  if (node_name.empty()) return endpoint;
  endpoint["nodeName"] = node_name;
  if (const ObjectRef node = find_object(cluster, kube::kNodes, {{}, node_name}))
    if (const auto zone = node->meta().labels.find(std::string(kZone)); zone != node->meta().labels.end())
      endpoint["zone"] = zone->second;
  return endpoint;
}

// What its slices are told apart by.
struct Group {
  std::string family;
  Json ports;
  bool operator<(const Group& other) const {
    return family != other.family ? family < other.family : ports < other.ports;
  }
};
using EndpointsByUid = std::map<std::string, Json>;

std::map<Group, EndpointsByUid> wanted_of(const Cluster& cluster, const Object& service) {
  const Json& spec = member(service.document(), "spec");
  const Json& publish = member(spec, "publishNotReadyAddresses");
  const bool publish_not_ready = publish.is_boolean() && publish.get<bool>();
  std::map<Group, EndpointsByUid> wanted;
  for (const ObjectRef& pod : objects_in(cluster, kPods, service.meta().namespace_)) {
    const std::string_view phase = text(at(pod->document(), "status", "phase"));
    if (phase == "Succeeded" || phase == "Failed" || !has_labels(pod->meta(), member(spec, "selector"))) continue;
    for (const Json& family : member(spec, "ipFamilies"))
      for (const Json& entry : at(pod->document(), "status", "podIPs")) {
        const std::string_view address = text(member(entry, "ip"));
        if (address.empty() || !is_family(address, text(family))) continue;
        const Group group{std::string(text(family)), ports_for(member(spec, "ports"), *pod)};
        wanted[group].emplace(pod->meta().uid, endpoint_of(cluster, *pod, address, publish_not_ready));
        break;
      }
  }
  // A Service that selects nothing has one slice of nothing for each family.
  if (wanted.empty())
    for (const Json& family : member(spec, "ipFamilies")) wanted[{std::string(text(family)), Json::array()}];
  return wanted;
}

Json labels_of(const Object& service) {
  Json labels = Json::object();
  for (const auto& [key, value] : service.meta().labels) labels[key] = value;
  labels[kManagedBy] = kManager;
  labels[kServiceNameLabel] = service.meta().name;
  if (text(at(service.document(), "spec", "clusterIP")) == "None") labels[kHeadless] = "";
  return labels;
}

bool is_ours(const Object& slice, const std::string& service) {
  const auto& labels = slice.meta().labels;
  const auto has = [&](std::string_view key, std::string_view value) {
    const auto label = labels.find(std::string(key));
    return label != labels.end() && label->second == value;
  };
  return has(kServiceNameLabel, service) && has(kManagedBy, kManager);
}

// One slice as it should be; `old` null: it is to be made.
struct Planned {
  ObjectRef old;
  Json endpoints = Json::array();
};

// Pods stay where they are; the others go where there is room.
std::vector<Planned> distribute(const std::vector<ObjectRef>& slices, EndpointsByUid endpoints) {
  std::vector<Planned> plan;
  for (const ObjectRef& slice : slices) {
    Planned& planned = plan.emplace_back(Planned{slice});
    for (const Json& held : member(slice->document(), "endpoints")) {
      const auto kept = endpoints.find(std::string(text(at(held, "targetRef", "uid"))));
      if (kept == endpoints.end()) continue;
      planned.endpoints.push_back(std::move(kept->second));
      endpoints.erase(kept);
    }
  }
  auto open = plan.begin();
  for (auto& [uid, endpoint] : endpoints) {
    while (open != plan.end() && open->endpoints.size() >= kEndpointsOfSlice) ++open;
    if (open == plan.end()) open = plan.insert(plan.end(), Planned{});
    open->endpoints.push_back(std::move(endpoint));
  }
  if (plan.empty()) plan.emplace_back();
  return plan;
}

void make_slice(Write& write, const Object& service, const Group& group, Json endpoints) {
  kube::Create::Request request;
  request.resource = kEndpointSlices;
  request.namespace_ = service.meta().namespace_;
  Json metadata{{"generateName", service.meta().name + "-"},
                {"labels", labels_of(service)},
                {"ownerReferences", Json::array({controller_reference(service, kube::kServices)})}};
  request.body = std::make_shared<const Json>(Json::object({{"apiVersion", "discovery.k8s.io/v1"},
                                                            {"kind", "EndpointSlice"},
                                                            {"metadata", std::move(metadata)},
                                                            {"addressType", group.family},
                                                            {"endpoints", std::move(endpoints)},
                                                            {"ports", group.ports}}));
  [[maybe_unused]] const auto made = create(write, request);  // refused where the namespace is on its way out
}

void write_slice(Write& write, const Object& service, const Planned& planned) {
  kube::Update::Request request;
  request.resource = kEndpointSlices;
  request.key = planned.old->meta().key();
  Json document = planned.old->document();
  document["metadata"]["labels"] = labels_of(service);
  document["endpoints"] = planned.endpoints;
  request.body = std::make_shared<const Json>(std::move(document));
  [[maybe_unused]] const auto written = update(write, request);
}

void drop_slice(Write& write, const Object& slice) {
  if (const auto index = write.cluster.registry->find(kEndpointSlices))
    remove_in_background(write, storage_target(write.cluster, *index), slice.meta().key());
}

}  // namespace

void sync_endpoint_slices(Write& write, const kube::ObjectKey& key) {
  const ObjectRef service = find_object(write.cluster, kube::kServices, key);
  if (!service || service->meta().deleting()) return;  // its slices go with it
  const Json& selector = at(service->document(), "spec", "selector");
  if (selector.empty() || text(at(service->document(), "spec", "type")) == "ExternalName") return;
  std::map<Group, EndpointsByUid> wanted = wanted_of(write.cluster, *service);
  std::map<Group, std::vector<ObjectRef>> slices;
  for (const ObjectRef& slice : objects_in(write.cluster, kEndpointSlices, key.namespace_)) {
    if (!is_ours(*slice, key.name)) continue;
    const Json& ports = member(slice->document(), "ports");
    const Group group{std::string(text(member(slice->document(), "addressType"))),
                      ports.is_null() ? Json::array() : ports};
    if (wanted.contains(group)) slices[group].push_back(slice);
    else drop_slice(write, *slice);
  }
  for (auto& [group, endpoints] : wanted) {
    std::vector<Planned> plan = distribute(slices[group], std::move(endpoints));
    for (Planned& planned : plan) {
      const bool spare = planned.old && planned.endpoints.empty() && plan.size() > 1;
      if (spare) drop_slice(write, *planned.old);
      else if (planned.old) write_slice(write, *service, planned);
      else make_slice(write, *service, group, std::move(planned.endpoints));
    }
  }
}

}  // namespace nlbsim::fake_apiserver
