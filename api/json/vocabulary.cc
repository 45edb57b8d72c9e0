#include "api/json/vocabulary.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "sim/hasher.h"

namespace nlbsim::api {
namespace {

// What the documents of a run are made of. A word that is missing here costs its documents some time and nothing else.
constexpr std::array kWords = std::to_array<std::string_view>({"acquireTime",
                                                               "activeDeadlineSeconds",
                                                               "additionalProperties",
                                                               "address",
                                                               "addresses",
                                                               "allocateLoadBalancerNodePorts",
                                                               "allowWatchBookmarks",
                                                               "allowedRoutes",
                                                               "annotations",
                                                               "apiVersion",
                                                               "app",
                                                               "attachedRoutes",
                                                               "backend",
                                                               "backendRefs",
                                                               "blockOwnerDeletion",
                                                               "canary",
                                                               "certificateRefs",
                                                               "cidr",
                                                               "clusterIP",
                                                               "clusterIPs",
                                                               "component",
                                                               "conditions",
                                                               "containers",
                                                               "controller",
                                                               "controllerName",
                                                               "count",
                                                               "creationTimestamp",
                                                               "data",
                                                               "deletionGracePeriodSeconds",
                                                               "deletionTimestamp",
                                                               "description",
                                                               "effect",
                                                               "elbv2.k8s.aws/checkpoint",
                                                               "elbv2.k8s.aws/checkpoint-timestamp",
                                                               "eventTime",
                                                               "externalTrafficPolicy",
                                                               "finalizers",
                                                               "firstTimestamp",
                                                               "from",
                                                               "gateway.k8s.aws/gateway-name",
                                                               "gateway.k8s.aws/gateway-namespace",
                                                               "gatewayClassName",
                                                               "generateName",
                                                               "generation",
                                                               "group",
                                                               "groupID",
                                                               "healthCheck",
                                                               "healthCheckNodePort",
                                                               "holderIdentity",
                                                               "host",
                                                               "hostname",
                                                               "hostnames",
                                                               "image",
                                                               "infrastructure",
                                                               "ingress",
                                                               "instance",
                                                               "internalTrafficPolicy",
                                                               "involvedObject",
                                                               "ipAddressType",
                                                               "ipBlock",
                                                               "ipFamilies",
                                                               "ipFamilyPolicy",
                                                               "items",
                                                               "key",
                                                               "kind",
                                                               "kinds",
                                                               "kubernetes.io/hostname",
                                                               "kubernetes.io/metadata.name",
                                                               "kubernetes.io/service-name",
                                                               "labels",
                                                               "lastHeartbeatTime",
                                                               "lastTimestamp",
                                                               "lastTransitionTime",
                                                               "leaseDurationSeconds",
                                                               "leaseTransitions",
                                                               "listeners",
                                                               "loadBalancer",
                                                               "loadBalancers",
                                                               "managedFields",
                                                               "matchExpressions",
                                                               "matchLabels",
                                                               "message",
                                                               "metadata",
                                                               "mode",
                                                               "name",
                                                               "namespace",
                                                               "namespaces",
                                                               "networking",
                                                               "nodeName",
                                                               "nodePort",
                                                               "nodeSelector",
                                                               "observedGeneration",
                                                               "operator",
                                                               "options",
                                                               "ownerReferences",
                                                               "parameters",
                                                               "parametersRef",
                                                               "parentRef",
                                                               "parentRefs",
                                                               "parents",
                                                               "path",
                                                               "phase",
                                                               "pod",
                                                               "port",
                                                               "ports",
                                                               "preconditions",
                                                               "protocol",
                                                               "providerID",
                                                               "publishNotReadyAddresses",
                                                               "reason",
                                                               "renewTime",
                                                               "reportingComponent",
                                                               "reportingInstance",
                                                               "resourceVersion",
                                                               "rules",
                                                               "sectionName",
                                                               "securityGroup",
                                                               "securityGroups",
                                                               "selector",
                                                               "selectors",
                                                               "service",
                                                               "serviceRef",
                                                               "sessionAffinity",
                                                               "source",
                                                               "spec",
                                                               "state",
                                                               "status",
                                                               "subnets",
                                                               "supportedKinds",
                                                               "tags",
                                                               "taints",
                                                               "targetGroup",
                                                               "targetGroupARN",
                                                               "targetGroupProtocol",
                                                               "targetPort",
                                                               "targetType",
                                                               "template",
                                                               "tls",
                                                               "to",
                                                               "topology.kubernetes.io/region",
                                                               "topology.kubernetes.io/zone",
                                                               "type",
                                                               "uid",
                                                               "unschedulable",
                                                               "value",
                                                               "values",
                                                               "version",
                                                               "vpcID",
                                                               "weight"});
static_assert(std::ranges::is_sorted(kWords));

}  // namespace

// A table in open addressing, at most a quarter full. Nothing in it needs an end, so that documents may outlive it.
class Vocabulary {
 public:
  Vocabulary() {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      words_[i] = {kImmortal, true, sim::fingerprint(kWords[i]), kWords[i]};
      std::size_t at = spread(kWords[i]) % kSlots;
      while (slots_[at] != nullptr) at = (at + 1) % kSlots;
      slots_[at] = &words_[i];
    }
  }

  const Key::Text* find(std::string_view text) const {
    for (std::size_t at = spread(text) % kSlots; slots_[at] != nullptr; at = (at + 1) % kSlots)
      if (slots_[at]->text == text) return slots_[at];
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 1024;
  static_assert(kWords.size() * 4 <= kSlots);

  // Of the first and the last bytes; only whether words fall together depends on it.
  static std::size_t spread(std::string_view text) {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const std::size_t length = std::min(text.size(), sizeof first);
    std::memcpy(&first, text.data(), length);
    std::memcpy(&last, text.data() + (text.size() - length), length);
    std::uint64_t mixed = (first * 0x9e3779b97f4a7c15) ^ ((last + text.size()) * 0xd6e8feb86659fd93);
    mixed ^= mixed >> 32;
    return static_cast<std::size_t>(mixed);
  }

  std::array<Key::Text, kWords.size()> words_;
  std::array<const Key::Text*, kSlots> slots_{};
};

constinit const Key::Text Key::kEmpty{kImmortal, false, 0, ""};

std::span<const std::string_view> vocabulary() { return kWords; }

Key::Key(std::string_view text) {
  static const Vocabulary words;
  text_ = words.find(text);
  if (text_) return;
  if (text.empty()) {
    text_ = &kEmpty;
    return;
  }
  auto* room = static_cast<std::byte*>(::operator new(sizeof(Text) + text.size()));
  std::memcpy(room + sizeof(Text), text.data(), text.size());
  const std::string_view own(reinterpret_cast<const char*>(room + sizeof(Text)), text.size());
  text_ = ::new (room) Text{1, false, sim::fingerprint(own), own};
}

void Key::let_go() { ::operator delete(const_cast<Text*>(text_)); }

}  // namespace nlbsim::api
