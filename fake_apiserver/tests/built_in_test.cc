// Facts recorded from a kube-apiserver 1.33 about built-in kinds, as rows: what was sent, and which fields came back.
#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::Json;
using kube::kServices;

struct ServiceFact {
  std::string_view name;
  std::string_view spec;
  std::string_view filled;  // a subset of the answer's spec
  int node_ports;           // how many ports got one
};

class BuiltInTest : public CoreFixture {
 protected:
  sim::Result<kube::ObjectRef> service(std::string_view name, std::string_view spec) {
    Json body{{"metadata", {{"name", name}}}};
    body["spec"] = json(spec);
    return create(kServices, "default", api::dump_json(body));
  }
};

TEST_F(BuiltInTest, ServiceDefaults) {
  const ServiceFact facts[] = {
      {"cluster-ip", R"({"ports": [{"port": 80}]})",
       R"({"type": "ClusterIP", "sessionAffinity": "None", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
           "internalTrafficPolicy": "Cluster", "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}]})",
       0},
      {"node-port", R"({"type": "NodePort", "ports": [{"port": 80}]})", R"({"externalTrafficPolicy": "Cluster"})", 1},
      {"explicit", R"({"type": "NodePort", "ports": [{"port": 80, "nodePort": 30900, "targetPort": 9000}]})",
       R"({"ports": [{"port": 80, "nodePort": 30900, "targetPort": 9000, "protocol": "TCP"}]})", 1},
      {"lb", R"({"type": "LoadBalancer", "ports": [{"port": 80}]})",
       R"({"allocateLoadBalancerNodePorts": true, "externalTrafficPolicy": "Cluster"})", 1},
      {"lb-none", R"({"type": "LoadBalancer", "allocateLoadBalancerNodePorts": false, "ports": [{"port": 80}]})",
       R"({"allocateLoadBalancerNodePorts": false})", 0},
      {"headless", R"({"clusterIP": "None", "selector": {"app": "x"}, "ports": [{"port": 80}]})",
       R"({"clusterIPs": ["None"], "ipFamilies": ["IPv4"]})", 0},
      {"headless-dual", R"({"clusterIP": "None", "ports": [{"port": 80}]})",
       R"({"ipFamilies": ["IPv4", "IPv6"], "ipFamilyPolicy": "RequireDualStack"})", 0},
      {"affine", R"({"sessionAffinity": "ClientIP", "ports": [{"port": 80}]})",
       R"({"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10800}}})", 0},
      {"both", R"({"type": "NodePort", "ports": [{"name": "a", "port": 53}, {"name": "b", "port": 53,
           "protocol": "UDP"}]})",
       R"({"type": "NodePort"})", 2},
  };
  for (const ServiceFact& fact : facts) {
    const auto created = service(fact.name, fact.spec);
    ASSERT_TRUE(created) << fact.name << created.error().message;
    const Json& spec = (*created)->document()["spec"];
    const Json filled = json(fact.filled);
    for (const auto& [key, value] : filled.items())
      EXPECT_EQ(api::member(spec, key), value) << fact.name << " " << key.view();
    int node_ports = 0;
    for (const Json& port : spec["ports"]) {
      if (!port.contains("nodePort")) continue;
      ++node_ports;
      EXPECT_GE(port["nodePort"].get<int>(), 30000);
      EXPECT_LE(port["nodePort"].get<int>(), 32767);
    }
    EXPECT_EQ(node_ports, fact.node_ports) << fact.name;
    EXPECT_EQ((*created)->document()["status"], json(R"({"loadBalancer": {}})")) << fact.name;
    EXPECT_FALSE((*created)->document()["metadata"].contains("generation")) << fact.name;
  }
  const Json& both = (*get(kServices, {"default", "both"}))->document()["spec"]["ports"];
  EXPECT_EQ(both[0]["nodePort"], both[1]["nodePort"]);
  const auto local = service("local", R"({"type": "LoadBalancer", "externalTrafficPolicy": "Local",
      "ports": [{"port": 80}]})");
  EXPECT_TRUE((*local)->document()["spec"].contains("healthCheckNodePort"));
  const auto external = service("external", R"({"type": "ExternalName", "externalName": "a.example.com"})");
  EXPECT_FALSE((*external)->document()["spec"].contains("clusterIP"));
}

TEST_F(BuiltInTest, AddressesBelongToTheNameAndComeBack) {
  const auto spec_of = [](const auto& created) { return (*created)->document()["spec"]; };
  constexpr std::string_view kSpec = R"({"type": "NodePort", "ports": [{"port": 80}]})";
  const Json first = spec_of(service("s", kSpec));
  ASSERT_TRUE(remove(kServices, {"default", "s"}));
  service("other", kSpec);
  EXPECT_EQ(spec_of(service("s", kSpec)), first);
  Json taken = json(kSpec);
  taken["ports"][0]["nodePort"] = first["ports"][0]["nodePort"];
  const auto refused = service("late", api::dump_json(taken));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().causes[0].field, "spec.ports[0].nodePort");
  // A write that says nothing of them keeps both.
  const auto patched = patch(kServices, {"default", "s"}, R"({"metadata": {"labels": {"a": "b"}}})");
  EXPECT_EQ((*patched)->document()["spec"], first);
  const auto plain = patch(kServices, {"default", "s"}, R"({"spec": {"type": "ClusterIP"}})");
  EXPECT_FALSE((*plain)->document()["spec"]["ports"][0].contains("nodePort"));
  EXPECT_TRUE(service("late", api::dump_json(taken)));
}

// In the words of who restores an object from a map, which are not the decoder's.
TEST_F(BuiltInTest, AStrategicPatchWithAWrongTypeIsRefused) {
  service("s", R"({"ports": [{"port": 80}]})");
  const auto why = [&](std::string_view body) {
    const auto answer = patch(kServices, {"default", "s"}, body, "", kube::PatchType::strategic);
    return answer ? std::string("taken") : answer.error().message;
  };
  EXPECT_EQ(why(R"({"spec": {"ports": "x"}})"),
            " \"\" is invalid: patch: Invalid value: \"map[spec:map[ports:x]]\": cannot restore slice from string");
  EXPECT_EQ(why(R"({"spec": {"selector": 5}})"),
            " \"\" is invalid: patch: Invalid value: \"map[spec:map[selector:5]]\": cannot restore map from int64");
  EXPECT_EQ(
      why(R"({"spec": {"type": 5}})"),
      " \"\" is invalid: patch: Invalid value: \"map[spec:map[type:5]]\": cannot convert int64 to v1.ServiceType");
}

TEST_F(BuiltInTest, ServiceRefusals) {
  service("s", R"({"ports": [{"port": 80}]})");
  EXPECT_EQ(patch(kServices, {"default", "s"}, R"({"spec": {"clusterIP": "10.96.7.8", "clusterIPs": ["10.96.7.8"]}})")
                .error()
                .message,
            "Service \"s\" is invalid: spec.clusterIPs[0]: Invalid value: []string{\"10.96.7.8\"}: may not change once "
            "set");
  // A client that does not know of clusterIPs is told the same, once.
  EXPECT_EQ(patch(kServices, {"default", "s"}, R"({"spec": {"clusterIP": "10.96.7.8"}})").error().causes.size(), 1U);
  EXPECT_TRUE(patch(kServices, {"default", "s"}, R"({"spec": {"clusterIP": null}})"));
  EXPECT_EQ(
      patch(kServices, {"default", "s"}, R"({"status": {"loadBalancer": {"ingress": [{"ip": "10.0.0.1"}]}}})", "status")
          .error()
          .message,
      "Service \"s\" is invalid: status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is "
      "'LoadBalancer'");
  // Labels do apply on the status path of a built-in kind.
  EXPECT_EQ(
      (*patch(kServices, {"default", "s"}, R"({"metadata": {"labels": {"a": "b"}}})", "status"))->meta().labels.size(),
      1U);
}

TEST_F(BuiltInTest, WrongTypesAreRefusedNotTrusted) {
  const auto code = [](const auto& result) { return result ? "accepted" : result.error().code; };
  service("s", R"({"ports": [{"port": 80}]})");
  for (const char* spec : {R"("x")", R"({"ports": "x"})", R"({"ports": [1]})", R"({"ports": [{"port": "80"}]})"}) {
    EXPECT_EQ(code(service("t", spec)), "BadRequest") << spec;
    const std::string body = std::string(R"({"spec": )") + spec + "}";
    EXPECT_EQ(code(patch(kServices, {"default", "s"}, body)), "Invalid") << spec;
  }
  EXPECT_EQ(code(create(kube::kNodes, "", R"({"metadata": {"name": "n"}, "spec": {"taints": {}}})")), "BadRequest");
  EXPECT_EQ(code(create(kube::kNamespaces, "", R"({"metadata": {"name": "n"}, "spec": 1})")), "BadRequest");
  EXPECT_EQ(code(create(kServices, "default", R"({"metadata": 1})")), "BadRequest");
  EXPECT_EQ(code(create(kServices, "default", "[]")), "BadRequest");
}

TEST_F(BuiltInTest, StrategicMergeKeepsTheOrderOfThePatch) {
  service("s", R"({"ports": [{"name": "a", "port": 9000}, {"name": "b", "port": 9001}]})");
  const auto patched =
      patch(kServices, {"default", "s"},
            R"({"spec": {"ports": [{"port": 9000, "targetPort": 1234}, {"name": "c", "port": 9100}]}})", "",
            kube::PatchType::strategic);
  ASSERT_TRUE(patched) << patched.error().message;
  std::vector<std::int64_t> ports;
  for (const auto& port : (*patched)->document()["spec"]["ports"]) ports.push_back(port["port"].get<std::int64_t>());
  EXPECT_EQ(ports, (std::vector<std::int64_t>{9000, 9100, 9001}));
}

TEST_F(BuiltInTest, ALoadBalancerHasAddressesOnly) {
  service("s", R"({"type": "LoadBalancer", "ports": [{"port": 80}]})");
  EXPECT_EQ(
      patch(kServices, {"default", "s"}, R"({"status": {"loadBalancer": {"ingress": [{"ip": "nope"}]}}})", "status")
          .error()
          .message,
      "Service \"s\" is invalid: status.loadBalancer.ingress[0].ip: Invalid value: \"nope\": must be a valid IP "
      "address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
}

TEST_F(BuiltInTest, StrategicMergePutsNewItemsFirst) {
  service("s", R"({"ports": [{"name": "a", "port": 9000}]})");
  const auto patched = patch(kServices, {"default", "s"}, R"({"spec": {"ports": [{"name": "b", "port": 9100}]}})", "",
                             kube::PatchType::strategic);
  ASSERT_TRUE(patched) << patched.error().message;
  EXPECT_EQ((*patched)->document()["spec"]["ports"][0]["port"], 9100);
  EXPECT_EQ(
      patch(kServices, {"default", "s"}, R"({"spec": {"ports": [{"name": "x"}]}})", "", kube::PatchType::strategic)
          .error()
          .message,
      "map: map[name:x] does not contain declared merge key: port");
  EXPECT_EQ((*patch(kServices, {"default", "s"}, R"({"spec": {"ports": [{"port": 9000, "$patch": "delete"}]}})", "",
                    kube::PatchType::strategic))
                ->document()["spec"]["ports"]
                .size(),
            1U);
}

TEST_F(BuiltInTest, LeaseEventNodeNamespace) {
  // A lease is created by PUT, and not overwritten blindly.
  const auto lease = update(kube::kLeases, {"default", "l"}, json(R"({"metadata": {"name": "l"}})"));
  ASSERT_TRUE(lease) << lease.error().message;
  EXPECT_EQ((*lease)->document()["spec"], Json::object());
  EXPECT_EQ(
      update(kube::kLeases, {"default", "l"}, json(R"({"metadata": {"name": "l"}, "spec": {"holderIdentity": "b"}})"))
          .error()
          .message,
      "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified "
      "for an update");
  Json held = (*lease)->document();
  held["spec"]["holderIdentity"] = "a";
  EXPECT_TRUE(update(kube::kLeases, {"default", "l"}, held));
  EXPECT_EQ(update(kube::kLeases, {"default", "l"}, held).error().code, "Conflict");

  const auto event = create(kube::kEvents, "default", R"({"metadata": {"name": "e"},
      "involvedObject": {"kind": "Gateway", "namespace": "default", "name": "gw"}})");
  ASSERT_TRUE(event);
  EXPECT_TRUE((*event)->document()["eventTime"].is_null());
  EXPECT_EQ((*event)->document()["reportingComponent"], "");
  EXPECT_FALSE(
      create(kube::kEvents, "default", R"({"metadata": {"name": "f"}, "involvedObject": {"namespace": "x"}})"));
  EXPECT_TRUE(patch(kube::kEvents, {"default", "e"}, R"({"count": 2})", "", kube::PatchType::strategic));

  const auto node = create(kube::kNodes, "", R"({"metadata": {"name": "n"}})");
  EXPECT_EQ((*node)->document()["spec"]["taints"][0]["key"], "node.kubernetes.io/not-ready");
  EXPECT_EQ((*get(kube::kNamespaces, {"", "default"}))->document()["spec"]["finalizers"][0], "kubernetes");
  EXPECT_EQ(
      update(*core.registry().served("", "v1", "configmaps"), {"default", "c"}, json(R"({"metadata": {"name": "c"}})"))
          .error()
          .http_status,
      404);
}

TEST_F(BuiltInTest, EveryRouteKindHasItsSchema) {
  const kube::Resource tls = *core.registry().served(kube::kGatewayGroup, "v1alpha2", "tlsroutes");
  const auto created = create(tls, "default", R"({"metadata": {"name": "t"}, "spec": {"anything": 1, "rules": [
      {"backendRefs": [{"name": "a", "port": 443}]}]}})");
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(api::dump_json((*created)->document()["spec"]),
            R"({"rules":[{"backendRefs":[{"group":"","kind":"Service","name":"a","port":443,"weight":1}]}]})");
  EXPECT_EQ((*created)->meta().generation, 1);
  EXPECT_EQ((*patch(tls, {"default", "t"}, R"({"status": {"parents": []}})", "status"))->meta().generation, 1);
  EXPECT_EQ((*patch(tls, {"default", "t"}, R"({"spec": {"hostnames": ["a.example.com"]}})"))->meta().generation, 2);
  const auto nonsense = create(tls, "default", R"({"metadata": {"name": "u"}, "spec": {"rules": "nonsense"}})");
  ASSERT_FALSE(nonsense);
  EXPECT_EQ(nonsense.error().causes.front().message,
            R"(Invalid value: "string": spec.rules in body must be of type array: "string")");
  EXPECT_FALSE(core.registry().served(kube::kGatewayGroup, "v9", "tlsroutes"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
