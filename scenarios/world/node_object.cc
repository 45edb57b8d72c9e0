#include "scenarios/world/node_object.h"

#include <algorithm>

#include "sim/time.h"

namespace nlbsim::scenarios {

namespace {

// EC2's private DNS name: ip-10-0-1-5.us-west-2.compute.internal.
std::string private_name(std::string address, const std::string& region) {
  std::ranges::replace(address, '.', '-');
  return "ip-" + address + "." + region + ".compute.internal";
}

}  // namespace

api::JsonRef node_object(const fake_aws::NodeInstance& node, const std::string& region, sim::Instant start) {
  using api::Json;
  const std::string name = private_name(node.private_ip, region);
  const std::string now = sim::to_rfc3339(start);
  Json document;
  document["apiVersion"] = "v1";
  document["kind"] = "Node";
  document["metadata"] = Json{{"name", name},
                              {"labels", Json{{"kubernetes.io/hostname", name},
                                              {"kubernetes.io/os", "linux"},
                                              {"topology.kubernetes.io/region", region},
                                              {"topology.kubernetes.io/zone", node.zone}}}};
  document["spec"] = Json{{"providerID", "aws:///" + node.zone + "/" + node.instance_id}};
  const Json ready{{"type", "Ready"},          {"status", "True"},
                   {"reason", "KubeletReady"}, {"message", "kubelet is posting ready status"},
                   {"lastHeartbeatTime", now}, {"lastTransitionTime", now}};
  const Json internal_ip{{"type", "InternalIP"}, {"address", node.private_ip}};
  const Json hostname{{"type", "Hostname"}, {"address", name}};
  // As an m5.large says it; nothing here counts what Pods take of it.
  const Json room{{"cpu", "2"}, {"memory", "7930Mi"}, {"ephemeral-storage", "20Gi"}, {"pods", "110"}};
  const Json system{{"machineID", node.instance_id},  {"systemUUID", node.instance_id},
                    {"bootID", node.instance_id},     {"kernelVersion", "6.1.0"},
                    {"osImage", "Amazon Linux 2023"}, {"containerRuntimeVersion", "containerd://1.7.27"},
                    {"kubeletVersion", "v1.33.3"},    {"kubeProxyVersion", ""},
                    {"operatingSystem", "linux"},     {"architecture", "amd64"}};
  document["status"] = Json{{"capacity", room},
                            {"allocatable", room},
                            {"conditions", Json::array({ready})},
                            {"addresses", Json::array({internal_ip, hostname})},
                            {"nodeInfo", system}};
  return std::make_shared<const Json>(std::move(document));
}

}  // namespace nlbsim::scenarios
