#include "fake_apiserver/registry/known_kinds.h"

#include <utility>

#include "fake_apiserver/schema/kinds/kinds.h"
#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/custom_resource.h"

namespace nlbsim::fake_apiserver {
namespace {

using Names = std::vector<std::string_view>;
using Strings = std::vector<std::string>;
using kube::kGatewayGroup;
using kube::Resource;

constexpr std::string_view kControllerGroup = "gateway.k8s.aws";
constexpr std::string_view kElbGroup = "elbv2.k8s.aws";
const Column kAge{"Age", "date", "metadata.creationTimestamp", 0};

Kind kind(const Resource& resource, const Names& versions, std::string_view singular, Strings short_names = {}) {
  Kind out;
  out.resource = resource;
  for (const std::string_view version : versions) out.versions.push_back({version, nullptr, {kAge}});
  out.strategy = &plain_strategy();
  out.singular = singular;
  out.short_names = std::move(short_names);
  out.verbs = {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"};
  return out;
}

Kind built_in(const Resource& resource, std::string_view singular, Strings short_names = {}) {
  Kind out = kind(resource, {resource.version}, singular, std::move(short_names));
  out.unconditional_update = true;
  return out;
}

Kind custom(const Resource& resource, const Names& versions, std::string_view singular, Strings short_names = {}) {
  Kind out = kind(resource, versions, singular, std::move(short_names));
  out.custom = true;
  out.strategy = &custom_resource_strategy();
  out.has_generation = true;
  out.has_status = true;
  return out;
}

Kind with_schema(Kind kind, const std::shared_ptr<const Schema>& schema) {
  const Schema* status = schema->property("status");
  for (KindVersion& version : kind.versions) version.schema = schema;
  kind.has_status = status != nullptr;
  kind.status_defaulted = status && status->has_default();
  return kind;
}

Kind with_columns(Kind kind, const std::vector<Column>& columns) {
  for (KindVersion& version : kind.versions) version.columns = columns;
  return kind;
}

Kind gateway_api(Kind kind) {
  kind.categories = {"gateway-api"};
  return kind;
}

void add_core(std::vector<Kind>& kinds) {
  Kind& namespaces = kinds.emplace_back(built_in(kube::kNamespaces, "namespace", {"ns"}));
  namespaces.strategy = &namespace_strategy();
  namespaces.name_rule = NameRule::dns1123_label;
  namespaces.has_status = true;
  namespaces.fields = {"status.phase"};
  namespaces.verbs = {"create", "delete", "get", "list", "patch", "update", "watch"};
  namespaces.versions.front().columns = {{"Status", "string", "status.phase", 0}, kAge};
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
  leases.versions.front().columns = {{"Holder", "string", "spec.holderIdentity", 0}, kAge};
}

// Kinds that clients ask for and that no rule here reads: stored as they come.
void add_generic(std::vector<Kind>& kinds) {
  Kind& pods = kinds.emplace_back(built_in({"", "v1", "pods", "Pod"}, "pod", {"po"}));
  pods.strategy = &pod_strategy();
  pods.has_status = true;
  pods.has_generation = true;
  pods.delete_answers_object = true;
  pods.fields = {"spec.nodeName",    "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
                 "spec.hostNetwork", "status.phase",       "status.podIP",       "status.nominatedNodeName"};
  pods.categories = {"all"};
  kinds.push_back(with_columns(built_in({"", "v1", "configmaps", "ConfigMap"}, "configmap", {"cm"}), {kAge}));
  Kind& secrets = kinds.emplace_back(built_in({"", "v1", "secrets", "Secret"}, "secret"));
  secrets.fields = {"type"};
  kinds.push_back(built_in({"", "v1", "serviceaccounts", "ServiceAccount"}, "serviceaccount", {"sa"}));
  Kind& slices =
      kinds.emplace_back(built_in({"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"}, "endpointslice"));
  slices.has_generation = true;
  Kind& ingresses =
      kinds.emplace_back(built_in({"networking.k8s.io", "v1", "ingresses", "Ingress"}, "ingress", {"ing"}));
  ingresses.has_generation = true;
  ingresses.has_status = true;
  Kind& classes = kinds.emplace_back(
      built_in({"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false}, "ingressclass"));
  classes.has_generation = true;
}

struct Versions {
  Names gateway;
  Names route;  // TCPRoute and UDPRoute
  Names tls_route;
  Names grant;
  Names configuration;
  std::string_view route_storage;
  std::string_view tls_route_storage;
  std::string_view configuration_storage;
  bool listener_sets = false;
};

// What each bundle serves; the older controller comes with configurations at v1beta1.
Versions versions_of(ServedVersions served) {
  switch (served) {
    case ServedVersions::seed_compat:
      return {{"v1", "v1beta1", "v1alpha2"},
              {"v1", "v1alpha2"},
              {"v1", "v1alpha2"},
              {"v1beta1"},
              {"v1", "v1beta1"},
              "v1alpha2",
              "v1alpha2",
              "v1beta1",
              true};
    case ServedVersions::gateway_api_v1_3:
      return {{"v1", "v1beta1"}, {"v1alpha2"}, {"v1alpha2"}, {"v1beta1"}, {"v1beta1"},
              "v1alpha2",        "v1alpha2",   "v1beta1",    false};
    case ServedVersions::gateway_api_v1_6:
      return {{"v1", "v1beta1"},
              {"v1", "v1alpha2"},
              {"v1", "v1alpha3", "v1alpha2"},
              {"v1", "v1beta1"},
              {"v1", "v1beta1"},
              "v1",
              "v1",
              "v1",
              true};
  }
  return {};
}

Resource at(Resource resource, std::string_view version) {
  resource.version = version;
  return resource;
}

void add_gateway_api(std::vector<Kind>& kinds, const Versions& versions) {
  const Column programmed{"Programmed", "string", "status.conditions[Programmed].status", 0};
  const Column accepted{"Accepted", "string", "status.conditions[Accepted].status", 0};
  const auto route = [&](const Resource& resource, const Names& served, std::string_view singular) {
    return gateway_api(custom(resource, served, singular));
  };
  kinds.push_back(
      with_columns(gateway_api(with_schema(custom(kube::kGatewayClasses, versions.gateway, "gatewayclass", {"gc"}),
                                           kinds::gateway_class())),
                   {{"Controller", "string", "spec.controllerName", 0},
                    accepted,
                    kAge,
                    {"Description", "string", "spec.description", 1}}));
  kinds.push_back(with_columns(
      gateway_api(with_schema(custom(kube::kGateways, versions.gateway, "gateway", {"gtw"}), kinds::gateway())),
      {{"Class", "string", "spec.gatewayClassName", 0},
       {"Address", "string", "status.addresses[*].value", 0},
       programmed,
       kAge}));
  kinds.push_back(
      with_schema(route(at(kube::kTcpRoutes, versions.route_storage), versions.route, "tcproute"), kinds::tcp_route()));
  kinds.push_back(gateway_api(with_schema(
      custom(kube::kReferenceGrants, versions.grant, "referencegrant", {"refgrant"}), kinds::reference_grant())));
  const std::string_view udp = versions.route_storage;
  kinds.push_back(route({kGatewayGroup, udp, "udproutes", "UDPRoute"}, versions.route, "udproute"));
  kinds.push_back(
      route({kGatewayGroup, versions.tls_route_storage, "tlsroutes", "TLSRoute"}, versions.tls_route, "tlsroute"));
  if (versions.listener_sets)
    kinds.push_back(with_columns(
        gateway_api(custom({kGatewayGroup, "v1", "listenersets", "ListenerSet"}, {"v1"}, "listenerset", {"lset"})),
        {accepted, programmed, kAge}));
}

void add_controller(std::vector<Kind>& kinds, const Versions& versions) {
  kinds.push_back(with_columns(
      with_schema(custom(kube::kTargetGroupBindings, {"v1beta1"}, "targetgroupbinding"), kinds::target_group_binding()),
      {{"SERVICE-NAME", "string", "spec.serviceRef.name", 0},
       {"SERVICE-PORT", "string", "spec.serviceRef.port", 0},
       {"TARGET-TYPE", "string", "spec.targetType", 0},
       {"ARN", "string", "spec.targetGroupARN", 1},
       {"NAME", "string", "spec.targetGroupName", 1},
       {"AGE", "date", "metadata.creationTimestamp", 0}}));
  Kind& params = kinds.emplace_back(custom({kElbGroup, "v1beta1", "ingressclassparams", "IngressClassParams", false},
                                           {"v1beta1"}, "ingressclassparams"));
  params.has_status = false;
  const auto configuration = [&](std::string_view plural, std::string_view kind_name, std::string_view singular) {
    const Resource resource{kControllerGroup, versions.configuration_storage, plural, kind_name};
    return custom(resource, versions.configuration, singular);
  };
  kinds.push_back(
      configuration("loadbalancerconfigurations", "LoadBalancerConfiguration", "loadbalancerconfiguration"));
  kinds.push_back(configuration("targetgroupconfigurations", "TargetGroupConfiguration", "targetgroupconfiguration"));
  kinds.push_back(
      configuration("listenerruleconfigurations", "ListenerRuleConfiguration", "listenerruleconfiguration"));
}

}  // namespace

std::vector<KindRef> known_kinds(ServedVersions served) {
  const Versions versions = versions_of(served);
  std::vector<Kind> kinds;
  add_core(kinds);
  add_gateway_api(kinds, versions);
  add_controller(kinds, versions);
  add_generic(kinds);
  std::vector<KindRef> shared;
  for (Kind& kind : kinds) {
    kind.api_version = kind.resource.api_version();
    shared.push_back(std::make_shared<const Kind>(std::move(kind)));
  }
  return shared;
}

}  // namespace nlbsim::fake_apiserver
