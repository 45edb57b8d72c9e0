#include "fake_apiserver/registry/built_in_fields.h"

#include <algorithm>
#include <array>
#include <string>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

struct Fields {
  std::string_view group;
  std::string_view kind;
  std::string_view text;
};

// Source: the Kubernetes API reference, 1.33.
constexpr std::array<Fields, 10> kFields{{
    {"", "Service",
     "spec{ports[port,protocol=TCP]{name protocol appProtocol port:i targetPort:x nodePort:i} selector:m clusterIP "
     "clusterIPs[] type externalIPs[] sessionAffinity loadBalancerIP loadBalancerSourceRanges[] externalName "
     "externalTrafficPolicy healthCheckNodePort:i publishNotReadyAddresses:b "
     "sessionAffinityConfig{clientIP{timeoutSeconds:i}} ipFamilies[] ipFamilyPolicy allocateLoadBalancerNodePorts:b "
     "loadBalancerClass internalTrafficPolicy trafficDistribution} "
     "status{loadBalancer{ingress[]{ip hostname ipMode ports[]{port:i protocol error}}} "
     "conditions[type]{type status observedGeneration:i lastTransitionTime reason message}}"},
    {"", "ConfigMap", "immutable:b data:m binaryData:m"},
    {"", "Secret", "immutable:b data:m stringData:m type"},
    {"", "Namespace",
     "spec{finalizers[]} status{phase conditions[type]{type status lastTransitionTime reason message}}"},
    {"", "ServiceAccount",
     "secrets[name]{kind namespace name uid apiVersion resourceVersion fieldPath} imagePullSecrets[]{name} "
     "automountServiceAccountToken:b"},
    {"", "Endpoints",
     "subsets[]{addresses[]{ip hostname nodeName targetRef:*} notReadyAddresses[]{ip hostname nodeName targetRef:*} "
     "ports[]{name port:i protocol appProtocol}}"},
    {"discovery.k8s.io", "EndpointSlice",
     "addressType endpoints[]{addresses[] conditions{ready:b serving:b terminating:b} hostname "
     "targetRef{kind namespace name uid apiVersion resourceVersion fieldPath} deprecatedTopology:m nodeName zone "
     "hints{forZones[]{name} forNodes[]{name}}} ports[]{name protocol port:i appProtocol}"},
    {"coordination.k8s.io", "Lease",
     "spec{holderIdentity leaseDurationSeconds:i acquireTime renewTime leaseTransitions:i strategy preferredHolder}"},
    {"networking.k8s.io", "IngressClass", "spec{controller parameters{apiGroup kind name scope namespace}}"},
    {"networking.k8s.io", "Ingress",
     "spec{ingressClassName defaultBackend{service{name port{name number:i}} resource{apiGroup kind name}} "
     "tls[]{hosts[] secretName} rules[]{host http{paths[]{path pathType backend{service{name port{name number:i}} "
     "resource{apiGroup kind name}}}}}} "
     "status{loadBalancer{ingress[]{ip hostname ports[]{port:i protocol error}}}}"},
}};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Fields up to the end, or to the bracket that closes them.
  Json object() {
    Json properties = Json::object();
    for (skip_space(); at_ < text_.size() && text_[at_] != '}'; skip_space()) {
      const std::string name(word());
      properties[name] = field();
    }
    if (at_ < text_.size()) ++at_;
    return Json{{"type", "object"}, {"properties", std::move(properties)}};
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(" {}[]:,=", at_), text_.size());
    return text_.substr(begin, at_ - begin);
  }
  bool accept(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Json field() {
    if (accept('[')) return list();
    if (accept('{')) return object();
    return accept(':') ? typed(text_[at_++]) : Json{{"type", "string"}};
  }

  static Json typed(char type) {
    if (type == 'i') return Json{{"type", "integer"}};
    if (type == 'b') return Json{{"type", "boolean"}};
    if (type == 'x') return Json{{"x-kubernetes-int-or-string", true}};
    if (type == 'm') return Json{{"type", "object"}, {"additionalProperties", Json{{"type", "string"}}}};
    return Json{{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}};
  }

  Json list() {
    Json keys = Json::array();
    Json defaults = Json::object();
    while (!accept(']')) {
      const std::string key(word());
      if (accept('=')) defaults[key] = std::string(word());
      keys.push_back(key);
      accept(',');
    }
    Json items = field();
    for (const auto& [key, value] : defaults.items()) items["properties"][key]["default"] = value;
    Json out{{"type", "array"}, {"items", std::move(items)}};
    if (keys.empty()) return out;
    out["x-kubernetes-list-type"] = "map";
    out["x-kubernetes-list-map-keys"] = std::move(keys);
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Json schema_of_fields(std::string_view text) {
  Json out = Reader(text).object();
  out["properties"]["apiVersion"] = Json{{"type", "string"}};
  out["properties"]["kind"] = Json{{"type", "string"}};
  out["properties"]["metadata"] = Json{{"type", "object"}};
  return out;
}

std::shared_ptr<const LazySchema> built_in_fields(std::string_view group, std::string_view kind) {
  const auto found =
      std::ranges::find_if(kFields, [&](const Fields& fields) { return fields.kind == kind && fields.group == group; });
  return found == kFields.end() ? nullptr : LazySchema::of_document(schema_of_fields(found->text));
}

}  // namespace nlbsim::fake_apiserver
