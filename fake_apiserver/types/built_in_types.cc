#include "fake_apiserver/types/built_in_types.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace nlbsim::fake_apiserver {
namespace {

// Source of all of these: the Kubernetes API reference, 1.33.
struct SharedText {
  std::string_view name;
  std::string_view text;
};
constexpr std::array kShared{
    SharedText{"ObjectMeta",
               "name generateName namespace selfLink uid resourceVersion generation:l creationTimestamp:t "
               "deletionTimestamp?:t deletionGracePeriodSeconds?:l labels% annotations% "
               "ownerReferences[uid]:OwnerReference{apiVersion! kind! name! uid! controller?:b blockOwnerDeletion?:b} "
               "finalizers[=] managedFields[]:*"},
    SharedText{"ObjectReference", "kind namespace name uid apiVersion resourceVersion fieldPath"},
    SharedText{"LocalObjectReference", "name"},
    SharedText{"Condition", "type! status! observedGeneration:l lastTransitionTime:t reason! message!"},
    SharedText{"LabelSelector", "matchLabels% matchExpressions[]:LabelSelectorRequirement{key! operator! values[]}"},
    SharedText{"KeyToPath", "key! path! mode?:i"},
    SharedText{"ObjectFieldSelector", "apiVersion fieldPath!"},
    SharedText{"ResourceFieldSelector", "containerName resource! divisor:q"},
    SharedText{"DownwardAPIVolumeFile",
               "path! fieldRef?:#ObjectFieldSelector resourceFieldRef?:#ResourceFieldSelector mode?:i"},
    SharedText{"VolumeProjection",
               "secret?:SecretProjection{name items[]:KeyToPath optional?:b} "
               "downwardAPI?:DownwardAPIProjection{items[]:DownwardAPIVolumeFile} "
               "configMap?:ConfigMapProjection{name items[]:KeyToPath optional?:b} "
               "serviceAccountToken?:ServiceAccountTokenProjection{audience expirationSeconds?:l path!} "
               "clusterTrustBundle?:*"},
    SharedText{
        "Volume",
        "name! hostPath?:HostPathVolumeSource{path! type?:HostPathType} "
        "emptyDir?:EmptyDirVolumeSource{medium:StorageMedium sizeLimit?:q} gcePersistentDisk?:* "
        "awsElasticBlockStore?:AWSElasticBlockStoreVolumeSource{volumeID! fsType partition:i readOnly:b} gitRepo?:* "
        "secret?:SecretVolumeSource{secretName items[]:KeyToPath defaultMode?:i optional?:b} "
        "nfs?:NFSVolumeSource{server! path! readOnly:b} iscsi?:* glusterfs?:* "
        "persistentVolumeClaim?:PersistentVolumeClaimVolumeSource{claimName! readOnly:b} rbd?:* flexVolume?:* "
        "cinder?:* cephfs?:* flocker?:* "
        "downwardAPI?:DownwardAPIVolumeSource{items[]:DownwardAPIVolumeFile defaultMode?:i} fc?:* azureFile?:* "
        "configMap?:ConfigMapVolumeSource{name items[]:KeyToPath defaultMode?:i optional?:b} vsphereVolume?:* "
        "quobyte?:* azureDisk?:* photonPersistentDisk?:* "
        "projected?:ProjectedVolumeSource{sources[]!:VolumeProjection defaultMode?:i} portworxVolume?:* scaleIO?:* "
        "storageos?:* csi?:CSIVolumeSource{driver! readOnly?:b fsType? volumeAttributes% "
        "nodePublishSecretRef?:#LocalObjectReference} ephemeral?:* "
        "image?:ImageVolumeSource{reference pullPolicy:PullPolicy}"},
    SharedText{"HTTPGetAction", "path port!:x host scheme:URIScheme httpHeaders[]:HTTPHeader{name! value!}"},
    SharedText{"Probe",
               "exec?:ExecAction{command[]} httpGet?:HTTPGetAction tcpSocket?:TCPSocketAction{port!:x host} "
               "grpc?:GRPCAction{port!:i service?} initialDelaySeconds:i timeoutSeconds:i periodSeconds:i "
               "successThreshold:i failureThreshold:i terminationGracePeriodSeconds?:l"},
    SharedText{"LifecycleHandler",
               "exec?:ExecAction{command[]} httpGet?:HTTPGetAction tcpSocket?:TCPSocketAction{port!:x host} "
               "sleep?:SleepAction{seconds!:l}"},
    SharedText{"ResourceRequirements", "limits%:q requests%:q claims[name]:ResourceClaim{name! request}"},
    SharedText{"SELinuxOptions", "user role type level"},
    SharedText{"SeccompProfile", "type!:SeccompProfileType localhostProfile?"},
    SharedText{"AppArmorProfile", "type!:AppArmorProfileType localhostProfile?"},
    SharedText{
        "SecurityContext",
        "capabilities?:Capabilities{add[] drop[]} privileged?:b seLinuxOptions?:SELinuxOptions windowsOptions?:* "
        "runAsUser?:l runAsGroup?:l runAsNonRoot?:b readOnlyRootFilesystem?:b allowPrivilegeEscalation?:b "
        "procMount?:ProcMountType seccompProfile?:SeccompProfile appArmorProfile?:AppArmorProfile"},
    SharedText{
        "PodSecurityContext",
        "seLinuxOptions?:SELinuxOptions windowsOptions?:* runAsUser?:l runAsGroup?:l runAsNonRoot?:b "
        "supplementalGroups[]:l supplementalGroupsPolicy? fsGroup?:l sysctls[]:Sysctl{name! value!} "
        "fsGroupChangePolicy? seccompProfile?:SeccompProfile appArmorProfile?:AppArmorProfile seLinuxChangePolicy?"},
    SharedText{
        "Container",
        "name! image command[] args[] workingDir ports[containerPort,protocol=TCP]:ContainerPort{name hostPort:i "
        "containerPort!:i protocol:Protocol hostIP} envFrom[]:EnvFromSource{prefix "
        "configMapRef?:ConfigMapEnvSource{name optional?:b} secretRef?:SecretEnvSource{name optional?:b}} "
        "env[name]:EnvVar{name! value valueFrom?:EnvVarSource{fieldRef?:#ObjectFieldSelector "
        "resourceFieldRef?:#ResourceFieldSelector configMapKeyRef?:#ConfigMapKeySelector{name key! optional?:b} "
        "secretKeyRef?:#SecretKeySelector{name key! optional?:b}}} resources:ResourceRequirements "
        "resizePolicy[]:ContainerResizePolicy{resourceName! restartPolicy!} restartPolicy?:ContainerRestartPolicy "
        "volumeMounts[mountPath]:VolumeMount{name! readOnly:b recursiveReadOnly? mountPath! subPath "
        "mountPropagation? subPathExpr} volumeDevices[devicePath]:VolumeDevice{name! devicePath!} "
        "livenessProbe?:Probe readinessProbe?:Probe startupProbe?:Probe "
        "lifecycle?:Lifecycle{postStart?:LifecycleHandler preStop?:LifecycleHandler stopSignal?} "
        "terminationMessagePath terminationMessagePolicy:TerminationMessagePolicy imagePullPolicy:PullPolicy "
        "securityContext?:SecurityContext stdin:b stdinOnce:b tty:b"},
    SharedText{"NodeSelectorTerm",
               "matchExpressions[]:NodeSelectorRequirement{key! operator!:NodeSelectorOperator values[]} "
               "matchFields[]:NodeSelectorRequirement{key! operator!:NodeSelectorOperator values[]}"},
    SharedText{
        "PodAffinityTerm",
        "labelSelector?:#LabelSelector namespaces[] topologyKey! namespaceSelector?:#LabelSelector matchLabelKeys[] "
        "mismatchLabelKeys[]"},
    SharedText{"PodAffinity",
               "requiredDuringSchedulingIgnoredDuringExecution[]:PodAffinityTerm "
               "preferredDuringSchedulingIgnoredDuringExecution[]:WeightedPodAffinityTerm{weight!:i "
               "podAffinityTerm:PodAffinityTerm}"},
    SharedText{"Affinity",
               "nodeAffinity?:NodeAffinity{requiredDuringSchedulingIgnoredDuringExecution?:#NodeSelector{"
               "nodeSelectorTerms[]!:#NodeSelectorTerm} "
               "preferredDuringSchedulingIgnoredDuringExecution[]:PreferredSchedulingTerm{weight!:i "
               "preference:#NodeSelectorTerm}} podAffinity?:PodAffinity podAntiAffinity?:PodAffinity"},
    SharedText{
        "PodSpec",
        "volumes[name]:Volume initContainers[name]:Container containers[name]!:Container "
        "ephemeralContainers[name]:* restartPolicy:RestartPolicy terminationGracePeriodSeconds?:l "
        "activeDeadlineSeconds?:l dnsPolicy:DNSPolicy nodeSelector%# serviceAccountName serviceAccount "
        "automountServiceAccountToken?:b nodeName hostNetwork:b hostPID:b hostIPC:b shareProcessNamespace?:b "
        "securityContext?:PodSecurityContext imagePullSecrets[name]:LocalObjectReference hostname subdomain "
        "affinity?:Affinity schedulerName tolerations[]:Toleration{key operator:TolerationOperator value "
        "effect:TaintEffect tolerationSeconds?:l} hostAliases[ip]:HostAlias{ip! hostnames[]} priorityClassName "
        "priority?:i dnsConfig?:PodDNSConfig{nameservers[] searches[] options[]:PodDNSConfigOption{name value?}} "
        "readinessGates[]:PodReadinessGate{conditionType!:PodConditionType} runtimeClassName? enableServiceLinks?:b "
        "preemptionPolicy?:PreemptionPolicy overhead%:q "
        "topologySpreadConstraints[topologyKey,whenUnsatisfiable]:TopologySpreadConstraint{maxSkew!:i topologyKey! "
        "whenUnsatisfiable! labelSelector?:#LabelSelector minDomains?:i nodeAffinityPolicy? nodeTaintsPolicy? "
        "matchLabelKeys[]} setHostnameAsFQDN?:b os?:PodOS{name!} hostUsers?:b "
        "schedulingGates[name]:PodSchedulingGate{name!} resourceClaims[name]:PodResourceClaim{name! "
        "resourceClaimName? resourceClaimTemplateName?} resources?:ResourceRequirements"},
    SharedText{"PodTemplateSpec", "metadata:ObjectMeta spec:PodSpec"},
    SharedText{"ContainerState",
               "waiting?:ContainerStateWaiting{reason message} running?:ContainerStateRunning{startedAt:t} "
               "terminated?:ContainerStateTerminated{exitCode!:i signal:i reason message startedAt:t finishedAt:t "
               "containerID}"},
    SharedText{
        "ContainerStatus",
        "name! state:ContainerState lastState:ContainerState ready!:b restartCount!:i image! imageID! containerID "
        "started?:b allocatedResources%:q resources?:ResourceRequirements volumeMounts[mountPath]:* user?:* "
        "allocatedResourcesStatus[]:* stopSignal?"},
    SharedText{"EndpointAddress", "ip! hostname nodeName? targetRef?:#ObjectReference"},
    SharedText{"IngressBackend",
               "service?:IngressServiceBackend{name! port:ServiceBackendPort{name number:i}} "
               "resource?:#TypedLocalObjectReference{apiGroup?! kind! name!}"},
    SharedText{"PolicyRule", "verbs[]! apiGroups[] resources[] resourceNames[] nonResourceURLs[]"},
    SharedText{"Subject", "kind! apiGroup name! namespace"},
    SharedText{"RoleRef", "apiGroup! kind! name!"},
    SharedText{"WebhookClientConfig", "url? service?:ServiceReference{namespace! name! path? port?:i} caBundle:y"},
    SharedText{"RuleWithOperations", "operations[] apiGroups[] apiVersions[] resources[] scope?"},
    SharedText{"MatchCondition", "name! expression!"},
    SharedText{"NamedRuleWithOperations",
               "resourceNames[] operations[] apiGroups[] apiVersions[] resources[] scope?:ScopeType"},
    SharedText{"MatchResources",
               "namespaceSelector?:#LabelSelector objectSelector?:#LabelSelector "
               "resourceRules[]:#NamedRuleWithOperations excludeResourceRules[]:#NamedRuleWithOperations "
               "matchPolicy?:MatchPolicyType"},
};

struct KindText {
  std::string_view group;
  std::string_view name;
  std::string_view text;
};
constexpr std::array kKinds{
    KindText{"", "Service",
             "spec:ServiceSpec{ports[port,protocol=TCP]:ServicePort{name protocol:Protocol appProtocol? port!:i "
             "targetPort:x nodePort:i} selector%# clusterIP clusterIPs[] type:ServiceType externalIPs[] "
             "sessionAffinity:ServiceAffinity loadBalancerIP loadBalancerSourceRanges[] externalName "
             "externalTrafficPolicy:ServiceExternalTrafficPolicy healthCheckNodePort:i publishNotReadyAddresses:b "
             "sessionAffinityConfig?:SessionAffinityConfig{clientIP?:ClientIPConfig{timeoutSeconds?:i}} "
             "ipFamilies[]:IPFamily ipFamilyPolicy?:IPFamilyPolicy allocateLoadBalancerNodePorts?:b loadBalancerClass? "
             "internalTrafficPolicy?:ServiceInternalTrafficPolicy trafficDistribution?} "
             "status:ServiceStatus{loadBalancer:LoadBalancerStatus{ingress[]:LoadBalancerIngress{ip hostname "
             "ipMode?:LoadBalancerIPMode ports[]:PortStatus{port!:i protocol!:Protocol error?}}} "
             "conditions[type]:Condition}"},
    KindText{"", "ConfigMap", "immutable?:b data% binaryData%:y"},
    KindText{"", "Secret", "immutable?:b data%:y stringData% type:SecretType"},
    KindText{"", "Namespace",
             "spec:NamespaceSpec{finalizers[]:FinalizerName} status:NamespaceStatus{phase:NamespacePhase "
             "conditions[type]:NamespaceCondition{type! status! lastTransitionTime:t reason message}}"},
    KindText{"", "ServiceAccount",
             "secrets[name]:ObjectReference imagePullSecrets[]:LocalObjectReference automountServiceAccountToken?:b"},
    KindText{"", "Endpoints",
             "subsets[]:EndpointSubset{addresses[]:EndpointAddress notReadyAddresses[]:EndpointAddress "
             "ports[]:#EndpointPort{name port!:i protocol:Protocol appProtocol?}}"},
    KindText{"", "Pod",
             "spec:PodSpec status:PodStatus{observedGeneration:l phase:PodPhase conditions[type]:PodCondition{type! "
             "observedGeneration:l status! lastProbeTime:t lastTransitionTime:t reason message} message reason "
             "nominatedNodeName hostIP hostIPs[]:HostIP{ip!} podIP podIPs[ip]:PodIP{ip!} startTime?:t "
             "initContainerStatuses[]:ContainerStatus containerStatuses[]:ContainerStatus qosClass:PodQOSClass "
             "ephemeralContainerStatuses[]:ContainerStatus resize resourceClaimStatuses[name]:*}"},
    KindText{
        "", "Node",
        "spec:NodeSpec{podCIDR podCIDRs[=] providerID unschedulable:b taints[]:Taint{key! value effect!:TaintEffect "
        "timeAdded?:t} configSource?:* externalID} status:NodeStatus{capacity%:q allocatable%:q phase:NodePhase "
        "conditions[type]:NodeCondition{type! status! lastHeartbeatTime:t lastTransitionTime:t reason message} "
        "addresses[type]:NodeAddress{type! address!} "
        "daemonEndpoints:NodeDaemonEndpoints{kubeletEndpoint:DaemonEndpoint{Port!:i}} "
        "nodeInfo:NodeSystemInfo{machineID! systemUUID! bootID! kernelVersion! osImage! containerRuntimeVersion! "
        "kubeletVersion! kubeProxyVersion! operatingSystem! architecture! swap?:*} "
        "images[]:ContainerImage{names[] sizeBytes:l} volumesInUse[] volumesAttached[]:* config?:* "
        "runtimeHandlers[]:* features?:*}"},
    KindText{"", "Event",
             "involvedObject:#ObjectReference reason message source:EventSource{component host} firstTimestamp:t "
             "lastTimestamp:t count:i type eventTime:u series?:EventSeries{count:i lastObservedTime:u} action "
             "related?:#ObjectReference reportingComponent! reportingInstance!"},
    KindText{"discovery.k8s.io", "EndpointSlice",
             "addressType!:AddressType endpoints[]!:Endpoint{addresses[=]! conditions:EndpointConditions{ready?:b "
             "serving?:b terminating?:b} hostname? targetRef?:#ObjectReference deprecatedTopology% nodeName? zone? "
             "hints?:EndpointHints{forZones[]:ForZone{name!} forNodes[]:ForNode{name!}}} ports[]!:EndpointPort{name? "
             "protocol?:Protocol port?:i appProtocol?}"},
    KindText{"coordination.k8s.io", "Lease",
             "spec:LeaseSpec{holderIdentity? leaseDurationSeconds?:i acquireTime?:u renewTime?:u leaseTransitions?:i "
             "strategy? preferredHolder?}"},
    KindText{
        "networking.k8s.io", "IngressClass",
        "spec:IngressClassSpec{controller parameters?:IngressClassParametersReference{apiGroup? kind! name! scope? "
        "namespace?}}"},
    KindText{
        "networking.k8s.io", "Ingress",
        "spec:IngressSpec{ingressClassName? defaultBackend?:IngressBackend tls[]:IngressTLS{hosts[] secretName} "
        "rules[]:IngressRule{host http?:HTTPIngressRuleValue{paths[]!:HTTPIngressPath{path pathType?!:PathType "
        "backend:IngressBackend}}}} "
        "status:IngressStatus{loadBalancer:IngressLoadBalancerStatus{ingress[]:IngressLoadBalancerIngress{ip hostname "
        "ports[]:IngressPortStatus{port!:i protocol!:Protocol error?}}}}"},
    KindText{"apps", "Deployment",
             "spec:DeploymentSpec{replicas?:i selector?!:#LabelSelector template:PodTemplateSpec "
             "strategy:DeploymentStrategy{type:DeploymentStrategyType rollingUpdate?:RollingUpdateDeployment{"
             "maxUnavailable?:x maxSurge?:x}} minReadySeconds:i revisionHistoryLimit?:i paused:b "
             "progressDeadlineSeconds?:i} status:DeploymentStatus{observedGeneration:l replicas:i updatedReplicas:i "
             "readyReplicas:i availableReplicas:i unavailableReplicas:i terminatingReplicas?:i "
             "conditions[type]:DeploymentCondition{type! status! lastUpdateTime:t lastTransitionTime:t reason message} "
             "collisionCount?:i}"},
    KindText{"apps", "ReplicaSet",
             "spec:ReplicaSetSpec{replicas?:i minReadySeconds:i selector?!:#LabelSelector template:PodTemplateSpec} "
             "status:ReplicaSetStatus{replicas!:i fullyLabeledReplicas:i readyReplicas:i availableReplicas:i "
             "terminatingReplicas?:i observedGeneration:l conditions[type]:ReplicaSetCondition{type! status! "
             "lastTransitionTime:t reason message}}"},
    KindText{"apps", "DaemonSet",
             "spec:DaemonSetSpec{selector?!:#LabelSelector template:PodTemplateSpec "
             "updateStrategy:DaemonSetUpdateStrategy{type:DaemonSetUpdateStrategyType "
             "rollingUpdate?:RollingUpdateDaemonSet{maxUnavailable?:x maxSurge?:x}} minReadySeconds:i "
             "revisionHistoryLimit?:i} status:DaemonSetStatus{currentNumberScheduled!:i numberMisscheduled!:i "
             "desiredNumberScheduled!:i numberReady!:i observedGeneration:l updatedNumberScheduled:i numberAvailable:i "
             "numberUnavailable:i collisionCount?:i conditions[type]:DaemonSetCondition{type! status! "
             "lastTransitionTime:t reason message}}"},
    KindText{
        "apps", "StatefulSet",
        "spec:StatefulSetSpec{replicas?:i selector?!:#LabelSelector template:PodTemplateSpec volumeClaimTemplates[]:* "
        "serviceName! podManagementPolicy:PodManagementPolicyType updateStrategy:StatefulSetUpdateStrategy{"
        "type:StatefulSetUpdateStrategyType rollingUpdate?:RollingUpdateStatefulSetStrategy{partition?:i "
        "maxUnavailable?:x}} revisionHistoryLimit?:i minReadySeconds:i "
        "persistentVolumeClaimRetentionPolicy?:StatefulSetPersistentVolumeClaimRetentionPolicy{whenDeleted "
        "whenScaled} ordinals?:StatefulSetOrdinals{start!:i}} status:StatefulSetStatus{observedGeneration:l "
        "replicas!:i readyReplicas:i currentReplicas:i updatedReplicas:i currentRevision updateRevision "
        "collisionCount?:i conditions[type]:StatefulSetCondition{type! status! lastTransitionTime:t reason message} "
        "availableReplicas!:i}"},
    KindText{
        "batch", "Job",
        "spec:JobSpec{parallelism?:i completions?:i activeDeadlineSeconds?:l podFailurePolicy?:* successPolicy?:* "
        "backoffLimit?:i backoffLimitPerIndex?:i maxFailedIndexes?:i selector?:#LabelSelector manualSelector?:b "
        "template:PodTemplateSpec ttlSecondsAfterFinished?:i completionMode?:CompletionMode suspend?:b "
        "podReplacementPolicy? managedBy?} status:JobStatus{conditions[]:JobCondition{type! status! lastProbeTime:t "
        "lastTransitionTime:t reason message} startTime?:t completionTime?:t active:i succeeded:i failed:i "
        "terminating?:i completedIndexes failedIndexes? uncountedTerminatedPods?:* ready?:i}"},
    KindText{"rbac.authorization.k8s.io", "Role", "rules[]!:PolicyRule"},
    KindText{"rbac.authorization.k8s.io", "ClusterRole",
             "rules[]!:PolicyRule aggregationRule?:AggregationRule{clusterRoleSelectors[]:#LabelSelector}"},
    KindText{"rbac.authorization.k8s.io", "RoleBinding", "subjects[]:#Subject roleRef:#RoleRef"},
    KindText{"rbac.authorization.k8s.io", "ClusterRoleBinding", "subjects[]:#Subject roleRef:#RoleRef"},
    KindText{"scheduling.k8s.io", "PriorityClass",
             "value!:i globalDefault:b description preemptionPolicy?:PreemptionPolicy"},
    KindText{
        "admissionregistration.k8s.io", "ValidatingWebhookConfiguration",
        "webhooks[name]:ValidatingWebhook{name! clientConfig:WebhookClientConfig rules[]:RuleWithOperations "
        "failurePolicy?:FailurePolicyType matchPolicy?:MatchPolicyType namespaceSelector?:#LabelSelector "
        "objectSelector?:#LabelSelector sideEffects?!:SideEffectClass timeoutSeconds?:i admissionReviewVersions[]! "
        "matchConditions[name]:MatchCondition}"},
    KindText{
        "admissionregistration.k8s.io", "MutatingWebhookConfiguration",
        "webhooks[name]:MutatingWebhook{name! clientConfig:WebhookClientConfig rules[]:RuleWithOperations "
        "failurePolicy?:FailurePolicyType matchPolicy?:MatchPolicyType namespaceSelector?:#LabelSelector "
        "objectSelector?:#LabelSelector sideEffects?!:SideEffectClass timeoutSeconds?:i admissionReviewVersions[]! "
        "reinvocationPolicy?:ReinvocationPolicyType matchConditions[name]:MatchCondition}"},
    KindText{
        "admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
        "spec:ValidatingAdmissionPolicySpec{paramKind?:#ParamKind{apiVersion kind} matchConstraints?:#MatchResources "
        "validations[]:Validation{expression! message reason? messageExpression} failurePolicy?:FailurePolicyType "
        "auditAnnotations[]:AuditAnnotation{key! valueExpression!} matchConditions[name]:MatchCondition "
        "variables[name]:#Variable{name! expression!}} "
        "status:ValidatingAdmissionPolicyStatus{observedGeneration:l "
        "typeChecking?:TypeChecking{expressionWarnings[]:ExpressionWarning{fieldRef! warning!}} "
        "conditions[type]:Condition}"},
    KindText{
        "admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding",
        "spec:ValidatingAdmissionPolicyBindingSpec{policyName paramRef?:#ParamRef{name namespace "
        "selector?:#LabelSelector parameterNotFoundAction?} matchResources?:#MatchResources validationActions[=]}"},
};

// Read when they are first asked for, once, by whichever thread comes first.
class SharedStructs final : public KnownStructs {
 public:
  StructRef find(std::string_view name) const override {
    const auto known = read_.find(name);
    if (known != read_.end()) return known->second;
    const auto entry = std::ranges::find(kShared, name, &SharedText::name);
    if (entry == kShared.end()) return nullptr;
    StructRef type = parse_struct(name, entry->text, *this);
    read_.emplace(name, type);
    return type;
  }

 private:
  mutable std::map<std::string, StructRef, std::less<>> read_;
};

std::array<StructRef, kKinds.size()> read_kinds() {
  const SharedStructs shared;
  std::array<StructRef, kKinds.size()> out;
  for (std::size_t i = 0; i < kKinds.size(); ++i) out[i] = parse_struct(kKinds[i].name, kKinds[i].text, shared);
  return out;
}

}  // namespace

const StructType* built_in_type(std::string_view group, std::string_view kind) {
  static const std::array<StructRef, kKinds.size()> types = read_kinds();
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i].name == kind && kKinds[i].group == group) return types[i].get();
  return nullptr;
}

std::shared_ptr<const LazySchema> built_in_schema(std::string_view group, std::string_view kind) {
  const StructType* type = built_in_type(group, kind);
  if (!type) return nullptr;
  api::Json schema = schema_of(*type);
  schema["properties"]["apiVersion"] = api::Json{{"type", "string"}};
  schema["properties"]["kind"] = api::Json{{"type", "string"}};
  schema["properties"]["metadata"] = api::Json{{"type", "object"}};
  return LazySchema::of_document(schema);
}

}  // namespace nlbsim::fake_apiserver
