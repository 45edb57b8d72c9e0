#include "fake_apiserver/registry/known_kinds.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fake_apiserver/crds/bundled.h"
#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/types/built_in_types.h"

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
  out.versions.front().schema = built_in_schema(resource.group, resource.kind);
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

std::vector<Kind> workload_kinds() {
  std::vector<Kind> kinds;
  const auto add = [&](const Resource& resource, std::string_view singular, Strings short_names,
                       const Strategy& strategy, bool scales = true) {
    Kind& kind = kinds.emplace_back(built_in(resource, singular, std::move(short_names)));
    kind.strategy = &strategy;
    kind.has_generation = true;
    kind.has_status = true;
    kind.categories = {"all"};
    if (!scales) return;
    kind.versions.front().replicas = *JsonPath::parse(".spec.replicas");
    kind.versions.front().status_replicas = *JsonPath::parse(".status.replicas");
  };
  add({"apps", "v1", "deployments", "Deployment"}, "deployment", {"deploy"}, deployment_strategy());
  add({"apps", "v1", "replicasets", "ReplicaSet"}, "replicaset", {"rs"}, replica_set_strategy());
  add({"apps", "v1", "daemonsets", "DaemonSet"}, "daemonset", {"ds"}, daemon_set_strategy(), false);
  add({"apps", "v1", "statefulsets", "StatefulSet"}, "statefulset", {"sts"}, stateful_set_strategy());
  add({"batch", "v1", "jobs", "Job"}, "job", {}, job_strategy(), false);
  kinds.back().fields = {"status.successful"};
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
  endpoints.versions.front().deprecation =
      "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
  Kind& slices =
      kinds.emplace_back(built_in({"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"}, "endpointslice"));
  slices.strategy = &endpoint_slice_strategy();
  slices.has_generation = true;
  for (Kind& kind : workload_kinds()) kinds.push_back(std::move(kind));
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

// What comes with an installation and says who may do what, and what admission looks at.
std::vector<Kind> administration_kinds() {
  constexpr std::string_view kAccess = "rbac.authorization.k8s.io";
  constexpr std::string_view kAdmission = "admissionregistration.k8s.io";
  constexpr std::size_t kRoom = 16;  // references to kinds are held while others come
  std::vector<Kind> kinds;
  kinds.reserve(kRoom);
  const auto add = [&](const Resource& resource, std::string_view singular, const Strategy& strategy) -> Kind& {
    Kind& kind = kinds.emplace_back(built_in(resource, singular));
    kind.strategy = &strategy;
    return kind;
  };
  for (const Resource& resource :
       {Resource{kAccess, "v1", "roles", "Role"}, Resource{kAccess, "v1", "clusterroles", "ClusterRole", false}})
    add(resource, resource.kind == "Role" ? "role" : "clusterrole", role_strategy()).name_rule = NameRule::path_segment;
  for (const Resource& resource : {Resource{kAccess, "v1", "rolebindings", "RoleBinding"},
                                   Resource{kAccess, "v1", "clusterrolebindings", "ClusterRoleBinding", false}})
    add(resource, resource.kind == "RoleBinding" ? "rolebinding" : "clusterrolebinding", role_binding_strategy())
        .name_rule = NameRule::path_segment;
  for (Kind& kind : kinds) kind.create_on_update = true;
  Kind& priorities = add({"scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false}, "priorityclass",
                         priority_class_strategy());
  priorities.short_names = {"pc"};
  priorities.has_generation = true;
  const auto add_admission = [&](std::string_view plural, std::string_view kind, std::string_view singular,
                                 const Strategy& strategy, bool has_status) {
    Kind& added = add({kAdmission, "v1", plural, kind, false}, singular, strategy);
    added.has_generation = true;
    added.has_status = has_status;
    added.categories = {"api-extensions"};
  };
  add_admission("validatingwebhookconfigurations", "ValidatingWebhookConfiguration", "validatingwebhookconfiguration",
                webhooks_strategy(), false);
  add_admission("mutatingwebhookconfigurations", "MutatingWebhookConfiguration", "mutatingwebhookconfiguration",
                webhooks_strategy(), false);
  add_admission("validatingadmissionpolicies", "ValidatingAdmissionPolicy", "validatingadmissionpolicy",
                admission_policy_strategy(), true);
  add_admission("validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding",
                "validatingadmissionpolicybinding", admission_binding_strategy(), false);
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
  add(administration_kinds());
  return kinds;
}

}  // namespace nlbsim::fake_apiserver
