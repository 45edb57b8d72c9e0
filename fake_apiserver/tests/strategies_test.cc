// What the server fills in and refuses for built-in kinds, each by its strategy.
#include <gmock/gmock.h>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using testing::HasSubstr;

constexpr kube::Resource kPods{"", "v1", "pods", "Pod"};
constexpr kube::Resource kSecrets{"", "v1", "secrets", "Secret"};
constexpr kube::Resource kConfigMaps{"", "v1", "configmaps", "ConfigMap"};
constexpr kube::Resource kSlices{"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"};
constexpr kube::Resource kDeployments{"apps", "v1", "deployments", "Deployment"};
constexpr kube::Resource kIngresses{"networking.k8s.io", "v1", "ingresses", "Ingress"};
constexpr kube::Resource kIngressClasses{"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false};

constexpr kube::Resource kRoles{"rbac.authorization.k8s.io", "v1", "roles", "Role"};
constexpr kube::Resource kRoleBindings{"rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"};
constexpr kube::Resource kPriorities{"scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false};
constexpr kube::Resource kWebhooks{"admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations",
                                   "ValidatingWebhookConfiguration", false};
constexpr kube::Resource kJobs{"batch", "v1", "jobs", "Job"};
constexpr kube::Resource kStatefulSets{"apps", "v1", "statefulsets", "StatefulSet"};

class Strategies : public CoreFixture {
 protected:
  std::string refusal(const kube::Resource& resource, std::string_view body) {
    const auto made = create(resource, resource.namespaced ? "default" : "", body);
    return made ? "taken" : made.error().message;
  }
};

TEST_F(Strategies, APodGetsItsDefaults) {
  const auto pod = create(kPods, "default", R"({"metadata":{"name":"p"},"spec":{"hostNetwork":true,"containers":[
      {"name":"c","image":"img:v1","ports":[{"containerPort":9000}],"resources":{"limits":{"cpu":"1"}},
       "readinessProbe":{"httpGet":{"port":80}}}],"volumes":[{"name":"v"},{"name":"w","secret":{"secretName":"s"}}]}})");
  ASSERT_TRUE(pod) << pod.error().message;
  const Json& spec = (*pod)->document()["spec"];
  EXPECT_EQ(spec["restartPolicy"], "Always");
  EXPECT_EQ(spec["terminationGracePeriodSeconds"], 30);
  EXPECT_EQ(spec["tolerations"].size(), 2U);
  const Json& container = spec["containers"][0];
  EXPECT_EQ(container["imagePullPolicy"], "IfNotPresent");
  EXPECT_EQ(container["resources"]["requests"]["cpu"], "1");
  EXPECT_EQ(container["ports"][0], json(R"({"containerPort":9000,"hostPort":9000,"protocol":"TCP"})"));
  EXPECT_EQ(container["readinessProbe"]["httpGet"]["scheme"], "HTTP");
  EXPECT_EQ(container["readinessProbe"]["failureThreshold"], 3);
  EXPECT_EQ(spec["volumes"][0]["emptyDir"], Json::object());
  EXPECT_EQ(spec["volumes"][1]["secret"]["defaultMode"], 420);
  EXPECT_EQ((*pod)->document()["status"], json(R"({"phase":"Pending","qosClass":"Burstable"})"));
  EXPECT_THAT(refusal(kPods, R"({"metadata":{"name":"q"},"spec":{}})"), HasSubstr("spec.containers: Required value"));
}

TEST_F(Strategies, AScheduledPodIsGivenTimeToEnd) {
  constexpr std::string_view kPod =
      R"({"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}})";
  ASSERT_TRUE(create(kPods, "default", kPod));
  const auto asked = remove(kPods, {"default", "p"});
  ASSERT_TRUE(asked);
  EXPECT_FALSE(asked->removed);
  EXPECT_EQ(asked->object->document()["metadata"]["deletionGracePeriodSeconds"], 30);
  EXPECT_EQ(asked->object->meta().deletion_timestamp, now + std::chrono::seconds(30));
  const auto with_grace = [&](std::int64_t grace) {
    kube::Delete::Request request;
    request.resource = kPods;
    request.key = {"default", "p"};
    request.grace_seconds = grace;
    return call<kube::Delete>(std::move(request));
  };
  EXPECT_EQ(with_grace(5)->object->document()["metadata"]["deletionGracePeriodSeconds"], 5);
  EXPECT_EQ(with_grace(60)->object->document()["metadata"]["deletionGracePeriodSeconds"], 5) << "never later";
  EXPECT_TRUE(with_grace(0)->removed);
  EXPECT_FALSE(get(kPods, {"default", "p"}));
  ASSERT_TRUE(
      create(kPods, "default", R"({"metadata":{"name":"u"},"spec":{"containers":[{"name":"c","image":"i"}]}})"));
  EXPECT_TRUE(remove(kPods, {"default", "u"})->removed) << "nothing runs it";
}

TEST_F(Strategies, TextOfASecretBecomesData) {
  const auto secret =
      create(kSecrets, "default", R"({"metadata":{"name":"s"},"data":{"k":"eA=="},"stringData":{"a":"new","b":""}})");
  ASSERT_TRUE(secret);
  EXPECT_EQ((*secret)->document()["data"], json(R"({"a":"bmV3","b":"","k":"eA=="})"));
  EXPECT_EQ((*secret)->document()["type"], "Opaque");
  EXPECT_FALSE((*secret)->document().contains("stringData"));
  EXPECT_THAT(refusal(kSecrets, R"({"metadata":{"name":"t"},"type":"kubernetes.io/tls"})"),
              HasSubstr("[data[tls.crt]: Required value, data[tls.key]: Required value]"));
  EXPECT_THAT(refusal(kSecrets, R"({"metadata":{"name":"t"},"data":{"a":1}})"),
              HasSubstr("json: cannot unmarshal number into Go struct field Secret.data of type []uint8"));
}

TEST_F(Strategies, WhatIsImmutableStaysSo) {
  ASSERT_TRUE(create(kConfigMaps, "default", R"({"metadata":{"name":"c"},"data":{"a":"b"},"immutable":true})"));
  const auto changed = patch(kConfigMaps, {"default", "c"}, R"({"data":{"a":"c"}})");
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("data: Forbidden: field is immutable when `immutable` is set"));
  EXPECT_THAT(refusal(kConfigMaps, R"({"metadata":{"name":"d"},"data":{"a/b":"c"}})"), HasSubstr("data[a/b]: Invalid"));
}

TEST_F(Strategies, ASliceHoldsAddressesOfItsType) {
  const auto slice = create(kSlices, "default", R"({"metadata":{"name":"e"},"addressType":"IPv4",
      "endpoints":[{"addresses":["10.1.0.1"]}],"ports":[{"port":80}]})");
  ASSERT_TRUE(slice);
  EXPECT_EQ((*slice)->document()["ports"][0], json(R"({"name":"","port":80,"protocol":"TCP"})"));
  EXPECT_EQ((*slice)->document()["endpoints"][0]["conditions"], Json::object());
  EXPECT_THAT(refusal(kSlices, R"({"metadata":{"name":"f"},"addressType":"IPv5","endpoints":[]})"),
              HasSubstr(R"(addressType: Unsupported value: "IPv5": supported values: "FQDN", "IPv4", "IPv6")"));
  EXPECT_THAT(
      refusal(kSlices, R"({"metadata":{"name":"f"},"addressType":"IPv4","endpoints":[{"addresses":["nope"]}]})"),
      HasSubstr("endpoints[0].addresses[0]: Invalid value: \"nope\": must be a valid IP address"));
}

TEST_F(Strategies, ADeploymentGetsItsDefaults) {
  constexpr std::string_view kTemplate = R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
      {"name":"c","image":"i"}]}})";
  const auto made = create(kDeployments, "default",
                           std::string(R"({"metadata":{"name":"d"},"spec":{"selector":
      {"matchLabels":{"a":"b"}},)") +
                               std::string(kTemplate) + "}}");
  ASSERT_TRUE(made) << made.error().message;
  const Json& spec = (*made)->document()["spec"];
  EXPECT_EQ(spec["replicas"], 1);
  EXPECT_EQ(spec["strategy"],
            json(R"({"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}})"));
  EXPECT_EQ(spec["template"]["spec"]["dnsPolicy"], "ClusterFirst");
  EXPECT_FALSE(spec["template"]["spec"].contains("tolerations")) << "admission looks at Pods alone";
  EXPECT_THAT(refusal(kDeployments, std::string(R"({"metadata":{"name":"e"},"spec":{"selector":{"matchLabels":
      {"x":"y"}},)") + std::string(kTemplate) +
                                        "}}"),
              HasSubstr("`selector` does not match template `labels`"));
}

TEST_F(Strategies, AnIngressTakesTheDefaultClass) {
  ASSERT_TRUE(create(kIngressClasses, "", R"({"metadata":{"name":"alb","annotations":
      {"ingressclass.kubernetes.io/is-default-class":"true"}},"spec":{"controller":"ingress.k8s.aws/alb"}})"));
  const auto ingress = create(kIngresses, "default", R"({"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":
      {"name":"s","port":{"number":80}}}}})");
  ASSERT_TRUE(ingress);
  EXPECT_EQ((*ingress)->document()["spec"]["ingressClassName"], "alb");
  EXPECT_EQ((*ingress)->document()["status"], json(R"({"loadBalancer":{}})"));
}

TEST_F(Strategies, ANodeReportsWhatItLeftOut) {
  const auto node = create(kube::kNodes, "", R"({"metadata":{"name":"n"},"spec":{"podCIDR":"10.1.0.0/24"},
      "status":{"capacity":{"cpu":"2"},"conditions":[{"type":"Ready","status":"True"}]}})");
  ASSERT_TRUE(node);
  EXPECT_EQ((*node)->document()["spec"]["podCIDRs"], json(R"(["10.1.0.0/24"])"));
  EXPECT_EQ((*node)->document()["status"]["allocatable"], json(R"({"cpu":"2"})"));
  EXPECT_EQ((*node)->document()["status"]["nodeInfo"]["kubeletVersion"], "");
}

TEST_F(Strategies, FieldsThatABuiltInKindDoesNotHaveAreDropped) {
  const auto service =
      create(kube::kServices, "default",
             R"({"metadata":{"name":"s"},"bogus":1,"spec":{"bogus":1,"ports":[{"port":80,"bogus":1}]}})");
  ASSERT_TRUE(service);
  EXPECT_FALSE((*service)->document().contains("bogus"));
  EXPECT_FALSE((*service)->document()["spec"].contains("bogus"));
  EXPECT_FALSE((*service)->document()["spec"]["ports"][0].contains("bogus"));
  EXPECT_TRUE((*service)->document()["spec"].contains("clusterIP"));
}

TEST_F(Strategies, ALeaseCountsMicroseconds) {
  EXPECT_THAT(
      refusal(kube::kLeases, R"({"metadata":{"name":"l"},"spec":{"renewTime":"2026-01-01T00:00:00Z"}})"),
      HasSubstr(R"(parsing time "2026-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as)"));
  EXPECT_TRUE(create(kube::kLeases, "default",
                     R"({"metadata":{"name":"l"},"spec":{"renewTime":"2026-01-01T00:00:00.000000Z"}})"));
}

// A body, and what its decoder says of it.
struct Undecodable {
  const kube::Resource& resource;
  std::string_view body;
  std::string_view why;
};

TEST_F(Strategies, WhatHasAnotherTypeIsRefusedInTheDecodersWords) {
  for (
      const Undecodable& row : std::initializer_list<Undecodable>{
          {kube::kServices, R"({"spec":{"ports":[{"port":"x"}]}})",
           "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32"},
          {kube::kServices, R"({"spec":{"ports":[{"port":1.5}]}})",
           "json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.port of type int32"},
          {kube::kServices, R"({"spec":{"ports":{}}})",
           "json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort"},
          {kube::kServices, R"({"spec":{"type":5,"ports":[{"port":80}]}})",
           "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType"},
          {kube::kServices, R"({"spec":{"selector":{"a":1}}})",
           "json: cannot unmarshal number into Go struct field ServiceSpec.spec.selector of type string"},
          {kube::kServices, R"({"spec":[]})",
           "json: cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec"},
          {kube::kServices, R"({"spec":{"publishNotReadyAddresses":"yes"}})",
           "json: cannot unmarshal string into Go struct field ServiceSpec.spec.publishNotReadyAddresses of type bool"},
          {kDeployments, R"({"spec":{"template":{"spec":{"containers":[{"image":7}]}}}})",
           "json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.image of type "
           "string"},
          {kPods, R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"much"}}}]}})",
           "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"},
          {kSecrets, R"({"data":{"a":"no base64!"}})", "illegal base64 data at input byte 2"},
          {kube::kLeases, R"({"spec":{"renewTime":"2026-01-01T00:00:00Z"}})",
           R"(parsing time "2026-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000")"},
      }) {
    Json body = json(row.body);
    body["metadata"]["name"] = "x";
    EXPECT_THAT(refusal(row.resource, api::dump_json(body)), testing::EndsWith(std::string(": ").append(row.why)));
  }
}

TEST_F(Strategies, EmptyValuesAreKeptWhereTheyAreWritten) {
  const auto service = create(kube::kServices, "default", R"({"metadata":{"name":"s"},"bogus":1,"spec":{
      "externalIPs":[],"selector":{},"clusterIP":null,"loadBalancerIP":"","ports":[{"port":80,"nodePort":0,"x":1}]}})");
  ASSERT_TRUE(service) << service.error().message;
  const Json& spec = (*service)->document()["spec"];
  for (const char* field : {"externalIPs", "selector", "loadBalancerIP"}) EXPECT_FALSE(spec.contains(field)) << field;
  EXPECT_FALSE((*service)->document().contains("bogus"));
  EXPECT_EQ(spec["ports"][0], json(R"({"port":80,"protocol":"TCP","targetPort":80})"));
  const auto pod = create(kPods, "default", R"({"metadata":{"name":"p"},"spec":{"nodeSelector":{},"hostNetwork":false,
      "containers":[{"name":"c","image":"i","env":[{"name":"n","valueFrom":{"resourceFieldRef":{"resource":"cpu"}}}]}]}})");
  ASSERT_TRUE(pod) << pod.error().message;
  EXPECT_FALSE((*pod)->document()["spec"].contains("hostNetwork"));
  EXPECT_EQ((*pod)->document()["spec"]["containers"][0]["env"][0]["valueFrom"]["resourceFieldRef"]["divisor"], "0");
}

// A Service's spec, and what is wrong with it.
struct Refused {
  std::string_view spec;
  std::string_view why;
};

TEST_F(Strategies, ServicesKeepTheRulesOfTheirTypes) {
  for (
      const Refused& row : std::initializer_list<Refused>{
          {R"({"ports":[{"port":80,"nodePort":30080}]})",
           "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"},
          {R"({"externalTrafficPolicy":"Local","ports":[{"port":80}]})",
           "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services"},
          {R"({"ports":[{"name":"a","port":80},{"name":"a","port":81}]})",
           "spec.ports[1].name: Duplicate value: \"a\""},
          {R"({"ports":[{"name":"a","port":80},{"name":"b","port":80}]})", "spec.ports[1]: Duplicate value: "},
          {R"({"type":"NodePort","ports":[{"name":"a","port":80,"nodePort":30080},{"name":"b","port":81,"nodePort":30080}]})",
           "spec.ports[1].nodePort: Duplicate value: 30080"},
          {R"({"type":"Nodeport","ports":[{"port":80}]})",
           "spec.type: Unsupported value: \"Nodeport\": supported values: \"ClusterIP\", \"ExternalName\", "
           "\"LoadBalancer\", \"NodePort\""},
          {R"({"type":"ExternalName"})", "spec.externalName: Required value"},
          {R"({"type":"NodePort","loadBalancerClass":"a.b/c","ports":[{"port":80}]})",
           "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"},
          {R"({"clusterIP":"1.2.3.4","ports":[{"port":80}]})",
           "spec.clusterIPs: Invalid value: []string{\"1.2.3.4\"}: failed to allocate IP 1.2.3.4: the provided IP "
           "(1.2.3.4) is not in the valid range. The range of valid IPs is 10.96.0.0/16"},
          {R"({"type":"NodePort","clusterIP":"None","ports":[{"port":80}]})",
           "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"},
          {R"({"sessionAffinity":"Sticky","ports":[{"port":80}]})",
           "spec.sessionAffinity: Unsupported value: \"Sticky\": supported values: \"ClientIP\", \"None\""},
          {R"({"type":"LoadBalancer","loadBalancerSourceRanges":["10.0.0.0"],"ports":[{"port":80}]})",
           "spec.loadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value"},
          {R"({"ports":[{"port":80,"targetPort":"Not A Name"}]})", "must contain only alpha-numeric characters"},
      }) {
    Json body{{"metadata", {{"name", "s"}}}, {"spec", json(row.spec)}};
    EXPECT_THAT(refusal(kube::kServices, api::dump_json(body)), HasSubstr(std::string(row.why)));
  }
}

TEST_F(Strategies, TheHealthPortGoesWithItsPolicy) {
  ASSERT_TRUE(create(kube::kServices, "default", R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer",
      "externalTrafficPolicy":"Local","ports":[{"port":80}]}})"));
  const auto port = [&] {
    return get(kube::kServices, {"default", "s"}).value()->document()["spec"]["healthCheckNodePort"];
  };
  EXPECT_GE(port().get<int>(), 30000);
  const auto changed = patch(kube::kServices, {"default", "s"}, R"({"spec":{"healthCheckNodePort":32111}})");
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("spec.healthCheckNodePort: Invalid value: 32111: field is immutable"));
  ASSERT_TRUE(patch(kube::kServices, {"default", "s"}, R"({"spec":{"externalTrafficPolicy":"Cluster"}})"));
  EXPECT_TRUE(port().is_null());
}

// Otherwise a body of a few megabytes fills the memory with what is wrong with it.
TEST_F(Strategies, OfCountlessFaultsTheFirstAreTold) {
  std::string labels;
  std::string owners;
  for (int i = 0; i < 2000; ++i) labels += (labels.empty() ? "\"" : ",\"") + std::to_string(i) + "!\":\"!\"";
  for (int i = 0; i < 50; ++i)
    owners += (owners.empty() ? "" : ",") +
              (R"({"apiVersion":"v1","kind":"X","name":"x","controller":true,"uid":")" + std::to_string(i) + "\"}");
  const auto causes = [&](const std::string& metadata) {
    const auto made = create(kConfigMaps, "default", R"({"metadata":{"name":"c",)" + metadata + "}}");
    return made ? 0 : made.error().causes.size();
  };
  EXPECT_EQ(causes("\"labels\":{" + labels + "}"), 1000U);
  EXPECT_EQ(causes("\"ownerReferences\":[" + owners + "]"), 10U);
}

TEST_F(Strategies, AServiceThatNamesAnotherGivesItsAddressBack) {
  ASSERT_TRUE(create(kube::kServices, "default",
                     R"({"metadata":{"name":"s"},"spec":{"clusterIP":"10.96.7.7","ports":[{"port":80}]}})"));
  const auto named =
      patch(kube::kServices, {"default", "s"}, R"({"spec":{"type":"ExternalName","externalName":"a.example.com"}})");
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_FALSE((*named)->document()["spec"].contains("clusterIP"));
  EXPECT_TRUE(create(kube::kServices, "default",
                     R"({"metadata":{"name":"t"},"spec":{"clusterIP":"10.96.7.7","ports":[{"port":80}]}})"));
}

TEST_F(Strategies, ANodeStaysTheInstanceThatItIs) {
  ASSERT_TRUE(create(kube::kNodes, "", R"({"metadata":{"name":"n"},"spec":{"providerID":"aws:///a/i-1"}})"));
  const auto moved = patch(kube::kNodes, {"", "n"}, R"({"spec":{"providerID":"aws:///a/i-2"}})");
  ASSERT_FALSE(moved);
  EXPECT_THAT(
      moved.error().message,
      HasSubstr("spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid"));
}

TEST_F(Strategies, WorkloadsHaveASelectorThatPicksTheirPods) {
  const std::string pod =
      R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}})";
  const auto stateful = create(
      kStatefulSets, "default",
      R"({"metadata":{"name":"s"},"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},)" + pod + "}}");
  ASSERT_TRUE(stateful) << stateful.error().message;
  EXPECT_EQ((*stateful)->document()["spec"]["updateStrategy"],
            json(R"({"type":"RollingUpdate","rollingUpdate":{"partition":0}})"));
  EXPECT_EQ((*stateful)->document()["status"], json(R"({"replicas":0,"availableReplicas":0})"));
  EXPECT_THAT(
      refusal(kDeployments, R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"c"}},)" + pod + "}}"),
      HasSubstr("Invalid value: map[string]string{\"a\":\"b\"}: `selector` does not match template `labels`"));
  EXPECT_THAT(refusal(kDeployments, R"({"metadata":{"name":"d"},"spec":{"selector":{},)" + pod + "}}"),
              HasSubstr("empty selector is invalid for deployment"));
  const auto moved = patch(kStatefulSets, {"default", "s"}, R"({"spec":{"selector":{"matchLabels":{"c":"d"}}}})");
  ASSERT_FALSE(moved);
  EXPECT_THAT(moved.error().message, HasSubstr("field is immutable"));
}

TEST_F(Strategies, AJobSelectsItsPodsByItsOwnUid) {
  const std::string job = R"({"metadata":{"name":"once"},"spec":{"template":{"spec":{"containers":[)"
                          R"({"name":"c","image":"i"}],"restartPolicy":)";
  const auto made = create(kJobs, "default", job + R"("Never"}}}})");
  ASSERT_TRUE(made) << made.error().message;
  const Json& document = (*made)->document();
  EXPECT_EQ(document["spec"]["completions"], 1);
  EXPECT_EQ(document["spec"]["backoffLimit"], 6);
  EXPECT_EQ(document["spec"]["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"], (*made)->meta().uid);
  EXPECT_EQ(document["spec"]["template"]["metadata"]["labels"]["job-name"], "once");
  EXPECT_THAT(refusal(kJobs, job + R"("Always"}}}})"),
              HasSubstr(R"(spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never")"));
  const auto more = patch(kJobs, {"default", "once"}, R"({"spec":{"completions":2}})");
  ASSERT_FALSE(more);
  EXPECT_THAT(more.error().message, HasSubstr("spec.completions: Invalid value: 2: field is immutable"));
  EXPECT_TRUE(patch(kJobs, {"default", "once"}, R"({"spec":{"parallelism":2}})"));
}

TEST_F(Strategies, NobodyOwnsWhatAJobIsGivenByItsUid) {
  kube::Create::Request request;
  request.resource = kJobs;
  request.namespace_ = "default";
  request.field_manager = "kubectl";
  request.body = std::make_shared<const Json>(json(R"({"metadata":{"name":"j"},"spec":{"template":{"spec":{
      "restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})"));
  const auto made = call<kube::Create>(std::move(request));
  ASSERT_TRUE(made) << made.error().message;
  const Json& owned = made->object->document()["metadata"]["managedFields"][0]["fieldsV1"]["f:spec"];
  EXPECT_TRUE(owned.contains("f:template"));
  EXPECT_FALSE(owned.contains("f:selector"));  // an apply of the same manifest by kubectl leaves it
}

TEST_F(Strategies, RolesAndTheirBindings) {
  EXPECT_EQ(
      refusal(kRoles,
              R"({"metadata":{"name":"system:r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]})"),
      "taken");
  EXPECT_THAT(refusal(kRoles, R"({"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["pods"]}]})"),
              HasSubstr("rules[0].verbs: Required value: verbs must contain at least one value"));
  const auto binding = create(kRoleBindings, "default",
                              R"({"metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"r"},"subjects":[
                                  {"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"n"}]})");
  ASSERT_TRUE(binding) << binding.error().message;
  EXPECT_EQ((*binding)->document()["roleRef"]["apiGroup"], "rbac.authorization.k8s.io");
  EXPECT_EQ((*binding)->document()["subjects"][0]["apiGroup"], "rbac.authorization.k8s.io");
  const auto moved = patch(kRoleBindings, {"default", "b"}, R"({"roleRef":{"name":"other"}})");
  ASSERT_FALSE(moved);
  EXPECT_THAT(moved.error().message, HasSubstr("cannot change roleRef"));
}

TEST_F(Strategies, WhatAdministratorsBring) {
  const auto hooks = create(kWebhooks, "", R"({"metadata":{"name":"w"},"webhooks":[{"name":"a.b.c","sideEffects":"None",
      "admissionReviewVersions":["v1"],"clientConfig":{"service":{"namespace":"n","name":"s"}},
      "rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]}]})");
  ASSERT_TRUE(hooks) << hooks.error().message;
  const Json& hook = (*hooks)->document()["webhooks"][0];
  EXPECT_EQ(hook["failurePolicy"], "Fail");
  EXPECT_EQ(hook["timeoutSeconds"], 10);
  EXPECT_EQ(hook["clientConfig"]["service"]["port"], 443);
  EXPECT_EQ(hook["rules"][0]["scope"], "*");
  EXPECT_THAT(refusal(kWebhooks, R"({"metadata":{"name":"x"},"webhooks":[{"name":"a"}]})"),
              HasSubstr("should be a domain with at least three segments separated by dots"));
  ASSERT_TRUE(create(kPriorities, "", R"({"metadata":{"name":"high"},"value":1000})"));
  const auto moved = patch(kPriorities, {"", "high"}, R"({"value":2000})");
  ASSERT_FALSE(moved);
  EXPECT_THAT(moved.error().message, HasSubstr("value: Forbidden: may not be changed in an update."));
}

TEST_F(Strategies, ATerminatingNamespaceGoesWithItsLastFinalizer) {
  ASSERT_TRUE(create(kube::kNamespaces, "", R"({"metadata":{"name":"x"}})"));
  ASSERT_TRUE(remove(kube::kNamespaces, {"", "x"}));
  Json body = get(kube::kNamespaces, {"", "x"}).value()->document();
  body["spec"]["finalizers"] = Json::array();
  const auto finalized = update(kube::kNamespaces, {"", "x"}, body, "finalize");
  ASSERT_TRUE(finalized) << finalized.error().message;
  EXPECT_EQ((*finalized)->document()["spec"], Json::object());
  EXPECT_FALSE(get(kube::kNamespaces, {"", "x"}));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
