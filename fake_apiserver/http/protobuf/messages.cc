#include "fake_apiserver/http/protobuf/messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace nlbsim::fake_apiserver::protobuf {
namespace {

struct Line {
  std::string_view message;
  std::string_view fields;
};

// "NUMBER:NAME" or "NUMBER:NAME:TYPE", "[]" behind the name of a list, "?" behind that of a field that is sent only
// where it is meant. Types: nothing, a text; i an integer, b a flag, m texts by name, M bytes by name, t a Time, T a
// MicroTime, x an IntOrString, - what is ignored, =NAME a message inlined, else the name of a message.
// Source: the numbers of generated.proto in k8s.io/api and k8s.io/apimachinery, 1.33.
constexpr std::array kLines{
    Line{"ObjectMeta",
         "1:name 2:generateName 3:namespace 4:selfLink 5:uid 6:resourceVersion 7:generation:i 8:creationTimestamp:t "
         "9:deletionTimestamp:t 10:deletionGracePeriodSeconds?:i 11:labels:m 12:annotations:m "
         "13:ownerReferences[]:OwnerReference 14:finalizers[] 17:managedFields[]:-"},
    Line{"OwnerReference", "1:kind 3:name 4:uid 5:apiVersion 6:controller?:b 7:blockOwnerDeletion?:b"},
    Line{"LabelSelector", "1:matchLabels:m 2:matchExpressions[]:LabelSelectorRequirement"},
    Line{"LabelSelectorRequirement", "1:key 2:operator 3:values[]"},
    Line{"DeleteOptions",
         "1:gracePeriodSeconds?:i 2:preconditions:Preconditions 3:orphanDependents?:b 4:propagationPolicy? 5:dryRun[]"},
    Line{"Preconditions", "1:uid? 2:resourceVersion?"},
    Line{"Namespace", "1:metadata:ObjectMeta 2:spec:NamespaceSpec 3:status:-"},
    Line{"NamespaceSpec", "1:finalizers[]"},
    Line{"ConfigMap", "1:metadata:ObjectMeta 2:data:m 3:binaryData:M 4:immutable?:b"},
    Line{"Secret", "1:metadata:ObjectMeta 2:data:M 3:type 4:stringData:m 5:immutable?:b"},
    Line{"ServiceAccount",
         "1:metadata:ObjectMeta 2:secrets[]:ObjectReference 3:imagePullSecrets[]:LocalObjectReference "
         "4:automountServiceAccountToken?:b"},
    Line{"ObjectReference", "1:kind 2:namespace 3:name 4:uid 5:apiVersion 6:resourceVersion 7:fieldPath"},
    Line{"LocalObjectReference", "1:name"},
    Line{"Service", "1:metadata:ObjectMeta 2:spec:ServiceSpec 3:status:-"},
    Line{"ServiceSpec",
         "1:ports[]:ServicePort 2:selector:m 3:clusterIP 4:type 5:externalIPs[] 7:sessionAffinity 8:loadBalancerIP "
         "9:loadBalancerSourceRanges[] 10:externalName 11:externalTrafficPolicy 12:healthCheckNodePort:i "
         "13:publishNotReadyAddresses:b 17:ipFamilyPolicy? 18:clusterIPs[] 19:ipFamilies[] "
         "20:allocateLoadBalancerNodePorts?:b 21:loadBalancerClass? 22:internalTrafficPolicy? 23:trafficDistribution?"},
    Line{"ServicePort", "1:name 2:protocol 3:port:i 4:targetPort:x 5:nodePort:i 6:appProtocol?"},
    Line{"Pod", "1:metadata:ObjectMeta 2:spec:PodSpec 3:status:-"},
    Line{"PodTemplateSpec", "1:metadata:ObjectMeta 2:spec:PodSpec"},
    Line{"PodSpec",
         "2:containers[]:Container 3:restartPolicy 4:terminationGracePeriodSeconds?:i 5:activeDeadlineSeconds?:i "
         "6:dnsPolicy 7:nodeSelector:m 8:serviceAccountName 9:serviceAccount 10:nodeName 11:hostNetwork:b 12:hostPID:b "
         "13:hostIPC:b 15:imagePullSecrets[]:LocalObjectReference 16:hostname 17:subdomain 19:schedulerName "
         "20:initContainers[]:Container 21:automountServiceAccountToken?:b 24:priorityClassName 25:priority?:i "
         "28:readinessGates[]:PodReadinessGate"},
    Line{"PodReadinessGate", "1:conditionType"},
    Line{"Container",
         "1:name 2:image 3:command[] 4:args[] 5:workingDir 6:ports[]:ContainerPort 7:env[]:EnvVar "
         "13:terminationMessagePath 14:imagePullPolicy 16:stdin:b 17:stdinOnce:b 18:tty:b 20:terminationMessagePolicy"},
    Line{"ContainerPort", "1:name 2:hostPort:i 3:containerPort:i 4:protocol 5:hostIP"},
    Line{"EnvVar", "1:name 2:value"},
    Line{"Deployment", "1:metadata:ObjectMeta 2:spec:DeploymentSpec 3:status:-"},
    Line{"DeploymentSpec",
         "1:replicas?:i 2:selector:LabelSelector 3:template:PodTemplateSpec 4:strategy:DeploymentStrategy "
         "5:minReadySeconds:i 6:revisionHistoryLimit?:i 7:paused:b 8:progressDeadlineSeconds?:i"},
    Line{"DeploymentStrategy", "1:type 2:rollingUpdate:RollingUpdateDeployment"},
    Line{"RollingUpdateDeployment", "1:maxUnavailable?:x 2:maxSurge?:x"},
    Line{"Job", "1:metadata:ObjectMeta 2:spec:JobSpec 3:status:-"},
    Line{"JobSpec",
         "1:parallelism?:i 2:completions?:i 3:activeDeadlineSeconds?:i 4:selector:LabelSelector 5:manualSelector?:b "
         "6:template:PodTemplateSpec 7:backoffLimit?:i 8:ttlSecondsAfterFinished?:i 9:completionMode? 10:suspend?:b"},
    Line{"Role", "1:metadata:ObjectMeta 2:rules[]:PolicyRule"},
    Line{"ClusterRole", "1:metadata:ObjectMeta 2:rules[]:PolicyRule 3:aggregationRule:AggregationRule"},
    Line{"AggregationRule", "1:clusterRoleSelectors[]:LabelSelector"},
    Line{"PolicyRule", "1:verbs[] 2:apiGroups[] 3:resources[] 4:resourceNames[] 5:nonResourceURLs[]"},
    Line{"RoleBinding", "1:metadata:ObjectMeta 2:subjects[]:Subject 3:roleRef:RoleRef"},
    Line{"ClusterRoleBinding", "1:metadata:ObjectMeta 2:subjects[]:Subject 3:roleRef:RoleRef"},
    Line{"Subject", "1:kind 2:apiGroup 3:name 4:namespace"},
    Line{"RoleRef", "1:apiGroup 2:kind 3:name"},
    Line{"Ingress", "1:metadata:ObjectMeta 2:spec:IngressSpec 3:status:-"},
    Line{"IngressSpec", "1:defaultBackend:IngressBackend 2:tls[]:IngressTLS 3:rules[]:IngressRule 4:ingressClassName?"},
    Line{"IngressTLS", "1:hosts[] 2:secretName"},
    Line{"IngressRule", "1:host 2:rule:=IngressRuleValue"},
    Line{"IngressRuleValue", "1:http:HTTPIngressRuleValue"},
    Line{"HTTPIngressRuleValue", "1:paths[]:HTTPIngressPath"},
    Line{"HTTPIngressPath", "1:path 2:backend:IngressBackend 3:pathType?"},
    Line{"IngressBackend", "3:resource:TypedLocalObjectReference 4:service:IngressServiceBackend"},
    Line{"TypedLocalObjectReference", "1:apiGroup? 2:kind 3:name"},
    Line{"IngressServiceBackend", "1:name 2:port:ServiceBackendPort"},
    Line{"ServiceBackendPort", "1:name 2:number:i"},
    Line{"PriorityClass", "1:metadata:ObjectMeta 2:value:i 3:globalDefault:b 4:description 5:preemptionPolicy?"},
    Line{"Lease", "1:metadata:ObjectMeta 2:spec:LeaseSpec"},
    Line{"LeaseSpec",
         "1:holderIdentity? 2:leaseDurationSeconds?:i 3:acquireTime:T 4:renewTime:T 5:leaseTransitions?:i 6:strategy? "
         "7:preferredHolder?"},
    Line{"Event",
         "1:metadata:ObjectMeta 2:involvedObject:ObjectReference 3:reason 4:message 5:source:EventSource "
         "6:firstTimestamp:t 7:lastTimestamp:t 8:count:i 9:type 10:eventTime:T 12:action 13:related:ObjectReference "
         "14:reportingComponent 15:reportingInstance"},
    Line{"EventSource", "1:component 2:host"},
    Line{"SelfSubjectReview", "1:metadata:ObjectMeta 2:status:-"},
    Line{"TokenReview", "1:metadata:ObjectMeta 2:spec:TokenReviewSpec 3:status:-"},
    Line{"TokenReviewSpec", "1:token 2:audiences[]"},
    Line{"SelfSubjectAccessReview", "1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:-"},
    Line{"SubjectAccessReview", "1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:-"},
    Line{"LocalSubjectAccessReview", "1:metadata:ObjectMeta 2:spec:SubjectAccessReviewSpec 3:status:-"},
    Line{"SubjectAccessReviewSpec",
         "1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes 3:user 4:groups[] "
         "6:uid"},
    Line{"ResourceAttributes", "1:namespace 2:verb 3:group 4:version 5:resource 6:subresource 7:name"},
    Line{"NonResourceAttributes", "1:path 2:verb"},
    Line{"SelfSubjectRulesReview", "1:metadata:ObjectMeta 2:spec:SelfSubjectRulesReviewSpec 3:status:-"},
    Line{"SelfSubjectRulesReviewSpec", "1:namespace"},
};

// Kinds that share a name with one of another group.
struct Sender {
  std::string_view group, kind;
};
constexpr std::array kSenders{Sender{"", "Namespace"},
                              Sender{"", "ConfigMap"},
                              Sender{"", "Secret"},
                              Sender{"", "ServiceAccount"},
                              Sender{"", "Service"},
                              Sender{"", "Pod"},
                              Sender{"", "Event"},
                              Sender{"apps", "Deployment"},
                              Sender{"batch", "Job"},
                              Sender{"rbac.authorization.k8s.io", "Role"},
                              Sender{"rbac.authorization.k8s.io", "ClusterRole"},
                              Sender{"rbac.authorization.k8s.io", "RoleBinding"},
                              Sender{"rbac.authorization.k8s.io", "ClusterRoleBinding"},
                              Sender{"networking.k8s.io", "Ingress"},
                              Sender{"scheduling.k8s.io", "PriorityClass"},
                              Sender{"coordination.k8s.io", "Lease"},
                              Sender{"authentication.k8s.io", "SelfSubjectReview"},
                              Sender{"authentication.k8s.io", "TokenReview"},
                              Sender{"authorization.k8s.io", "SelfSubjectAccessReview"},
                              Sender{"authorization.k8s.io", "SelfSubjectRulesReview"},
                              Sender{"authorization.k8s.io", "SubjectAccessReview"},
                              Sender{"authorization.k8s.io", "LocalSubjectAccessReview"}};

std::string_view take(std::string_view& rest, char until) {
  const auto at = rest.find(until);
  const std::string_view part = rest.substr(0, at);
  rest = at == rest.npos ? std::string_view() : rest.substr(at + 1);
  return part;
}

void set_type(Field& field, std::string_view type) {
  constexpr std::string_view kLetters = "ibmMtTx-";
  constexpr std::array kTypes{FieldType::integer,       FieldType::flag,   FieldType::texts_by_name,
                              FieldType::bytes_by_name, FieldType::time,   FieldType::micro_time,
                              FieldType::int_or_string, FieldType::ignored};
  if (type.empty()) return;
  if (const auto letter = kLetters.find(type); type.size() == 1 && letter != kLetters.npos) {
    field.type = kTypes.at(letter);
    return;
  }
  field.type = type.starts_with('=') ? FieldType::inlined : FieldType::message;
  field.message = type.starts_with('=') ? type.substr(1) : type;
}

Field parse_field(std::string_view text) {
  Field field;
  const std::string_view number = take(text, ':');
  std::from_chars(number.data(), number.data() + number.size(), field.number);
  std::string_view name = take(text, ':');
  field.repeated = name.ends_with("[]");
  if (field.repeated) name.remove_suffix(2);
  field.optional = name.ends_with('?');
  if (field.optional) name.remove_suffix(1);
  field.name = name;
  set_type(field, text);
  return field;
}

const std::map<std::string_view, std::vector<Field>>& all_messages() {
  static const std::map<std::string_view, std::vector<Field>> messages = [] {
    std::map<std::string_view, std::vector<Field>> out;
    for (const Line& line : kLines)
      for (std::string_view rest = line.fields; !rest.empty();)
        out[line.message].push_back(parse_field(take(rest, ' ')));
    return out;
  }();
  return messages;
}

}  // namespace

const std::vector<Field>& fields_of(std::string_view message) {
  static const std::vector<Field> none;
  const auto found = all_messages().find(message);
  return found == all_messages().end() ? none : found->second;
}

std::string_view message_of(std::string_view api_version, std::string_view kind) {
  if (kind == "DeleteOptions") return kind;  // in every group
  const auto slash = api_version.find('/');
  const std::string_view group = slash == api_version.npos ? std::string_view() : api_version.substr(0, slash);
  const bool sent =
      std::ranges::any_of(kSenders, [&](const Sender& sender) { return sender.kind == kind && sender.group == group; });
  return sent ? kind : std::string_view();
}

}  // namespace nlbsim::fake_apiserver::protobuf
