#include "fake_apiserver/registry/known_kinds.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fake_apiserver/crds/bundled.h"
#include "fake_apiserver/registry/built_in_fields.h"
#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"

namespace nlbsim::fake_apiserver {
namespace {

using Names = std::vector<std::string_view>;
using Strings = std::vector<std::string>;
using kube::Resource;

Column age() { return column("Age", "date", ".metadata.creationTimestamp"); }

Kind kind(const Resource& resource, const Names& versions, std::string_view singular, Strings short_names = {}) {
  Kind out;
  out.resource = resource;
  for (const std::string_view version : versions) out.versions.push_back({version, nullptr, {age()}});
  out.strategy = &plain_strategy();
  out.singular = singular;
  out.short_names = std::move(short_names);
  out.verbs = {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"};
  return out;
}

Kind built_in(const Resource& resource, std::string_view singular, Strings short_names = {}) {
  Kind out = kind(resource, {resource.version}, singular, std::move(short_names));
  out.unconditional_update = true;
  out.versions.front().schema = built_in_fields(resource.group, resource.kind);
  return out;
}

std::vector<Kind> core_kinds() {
  std::vector<Kind> kinds;
  Kind& namespaces = kinds.emplace_back(built_in(kube::kNamespaces, "namespace", {"ns"}));
  namespaces.strategy = &namespace_strategy();
  namespaces.name_rule = NameRule::dns1123_label;
  namespaces.has_status = true;
  namespaces.fields = {"status.phase"};
  namespaces.verbs = {"create", "delete", "get", "list", "patch", "update", "watch"};
  namespaces.versions.front().columns = {column("Status", "string", ".status.phase"), age()};
  namespaces.delete_answers_object = true;

  Kind& nodes = kinds.emplace_back(built_in(kube::kNodes, "node", {"no"}));
  nodes.strategy = &node_strategy();
  nodes.has_status = true;
  nodes.fields = {"spec.unschedulable"};

  Kind& services = kinds.emplace_back(built_in(kube::kServices, "service", {"svc"}));
  services.strategy = &service_strategy();
  services.name_rule = NameRule::dns1035_label;
  services.has_status = true;
  services.create_on_update = true;
  services.delete_answers_object = true;
  services.fields = {"spec.clusterIP", "spec.type"};
  services.categories = {"all"};

  Kind& events = kinds.emplace_back(built_in(kube::kEvents, "event", {"ev"}));
  events.strategy = &event_strategy();
  events.create_on_update = true;
  events.fields = {"involvedObject.kind",
                   "involvedObject.namespace",
                   "involvedObject.name",
                   "involvedObject.uid",
                   "involvedObject.apiVersion",
                   "involvedObject.resourceVersion",
                   "involvedObject.fieldPath",
                   "reason",
                   "reportingComponent",
                   "source",
                   "type"};

  Kind& leases = kinds.emplace_back(built_in(kube::kLeases, "lease"));
  leases.strategy = &lease_strategy();
  leases.create_on_update = true;
  leases.unconditional_update = false;
  leases.versions.front().columns = {column("Holder", "string", ".spec.holderIdentity"), age()};

  Kind& definitions = kinds.emplace_back(built_in(kDefinitions, "customresourcedefinition", {"crd", "crds"}));
  definitions.strategy = &custom_resource_definition_strategy();
  definitions.has_status = true;
  definitions.has_generation = true;
  definitions.delete_answers_object = true;
  definitions.unconditional_update = false;
  definitions.categories = {"api-extensions"};
  definitions.versions.front().columns.clear();  // the one that it has is no age
  return kinds;
}

// Kinds that clients bring and that the controller itself does not need.
std::vector<Kind> generic_kinds() {
  std::vector<Kind> kinds;
  Kind& pods = kinds.emplace_back(built_in({"", "v1", "pods", "Pod"}, "pod", {"po"}));
  pods.strategy = &pod_strategy();
  pods.has_status = true;
  pods.has_generation = true;
  pods.delete_answers_object = true;
  pods.fields = {"spec.nodeName",    "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
                 "spec.hostNetwork", "status.phase",       "status.podIP",       "status.nominatedNodeName"};
  pods.categories = {"all"};
  Kind& config_maps = kinds.emplace_back(built_in({"", "v1", "configmaps", "ConfigMap"}, "configmap", {"cm"}));
  config_maps.strategy = &config_map_strategy();
  Kind& secrets = kinds.emplace_back(built_in({"", "v1", "secrets", "Secret"}, "secret"));
  secrets.strategy = &secret_strategy();
  secrets.fields = {"type"};
  kinds.push_back(built_in({"", "v1", "serviceaccounts", "ServiceAccount"}, "serviceaccount", {"sa"}));
  Kind& endpoints = kinds.emplace_back(built_in({"", "v1", "endpoints", "Endpoints"}, "endpoints", {"ep"}));
  endpoints.strategy = &endpoints_strategy();
  Kind& slices =
      kinds.emplace_back(built_in({"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"}, "endpointslice"));
  slices.strategy = &endpoint_slice_strategy();
  slices.has_generation = true;
  Kind& deployments =
      kinds.emplace_back(built_in({"apps", "v1", "deployments", "Deployment"}, "deployment", {"deploy"}));
  deployments.strategy = &deployment_strategy();
  deployments.has_generation = true;
  deployments.has_status = true;
  deployments.categories = {"all"};
  Kind& ingresses =
      kinds.emplace_back(built_in({"networking.k8s.io", "v1", "ingresses", "Ingress"}, "ingress", {"ing"}));
  ingresses.strategy = &ingress_strategy();
  ingresses.has_generation = true;
  ingresses.has_status = true;
  Kind& classes = kinds.emplace_back(
      built_in({"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false}, "ingressclass"));
  classes.strategy = &ingress_class_strategy();
  classes.has_generation = true;
  return kinds;
}

}  // namespace

std::vector<KindRef> known_kinds(ServedVersions served) {
  std::vector<KindRef> kinds;
  const auto add = [&](std::vector<Kind> more) {
    for (Kind& kind : more) {
      kind.api_version = kind.resource.api_version();
      kind.list_kind = std::string(kind.resource.kind) + "List";
      kinds.push_back(std::make_shared<const Kind>(std::move(kind)));
    }
  };
  add(core_kinds());
  std::ranges::move(bundled_kinds(served), std::back_inserter(kinds));
  add(generic_kinds());
  return kinds;
}

}  // namespace nlbsim::fake_apiserver
