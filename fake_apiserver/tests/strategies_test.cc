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

}  // namespace
}  // namespace nlbsim::fake_apiserver
