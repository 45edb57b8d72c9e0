// Truth: what `seed` changes in AWS for the example against what the real controller, v2.14.1, was seen to change in
// two runs (data/recorded_example.yaml). Compared are actions, parameters, names, hashes, tags, and the order of each
// worker's calls. Ids, the order between workers, and the world's own subnets and nodes are not.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "api/records.h"
#include "engine/model/naming.h"
#include "scenarios/language/files.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml.h"
#include "scenarios/runner/call_view.h"
#include "scenarios/runner/user.h"

namespace nlbsim::scenarios {
namespace {

constexpr std::uint64_t kManySteps = 1'000'000;
constexpr std::string_view kData = "scenarios/tests/data/recorded_example.yaml";

struct Call {
  std::string action;
  Json request;
  bool operator==(const Call&) const = default;
};
void PrintTo(const Call& call, std::ostream* out) { *out << call.action << " " << api::dump_json(call.request); }

struct Workers {
  std::vector<Call> gateway;
  std::vector<Call> bindings;
};

Json recorded_runs() {
  const auto text = read_input(std::string(kData));
  EXPECT_TRUE(text) << text.error().describe();
  const auto documents = parse_yaml(*text, std::string(kData));
  EXPECT_TRUE(documents) << documents.error().describe();
  return api::member(to_json(documents->front(), std::string(kData)).value(), "runs");
}

std::vector<Call> recorded_calls(const Json& list) {
  std::vector<Call> calls;
  for (const Json& call : list)
    calls.push_back({std::string(api::text(api::member(call, "action"))), api::member(call, "request")});
  return calls;
}

// The request as it would be recorded: ids replaced by their names, empty members left out.
Json rewritten(const Json& value, const std::map<std::string, std::string>& names) {
  if (value.is_string()) {
    const auto found = names.find(value.get<std::string>());
    return found == names.end() ? value : Json(found->second);
  }
  Json out = value.is_array() ? Json::array() : Json::object();
  if (value.is_array())
    for (const Json& item : value) out.push_back(rewritten(item, names));
  else if (value.is_object())
    for (const auto& [key, member] : value.items()) {
      const bool empty = (member.is_structured() && member.empty()) || member == Json("");
      if (!empty) out[key] = rewritten(member, names);
    }
  else return value;
  return out;
}

class RecordedExample : public testing::TestWithParam<std::string> {
 protected:
  static WorldTemplate plan() {
    WorldSettings settings;
    settings.clusters.front().nodes = 2;
    return *WorldTemplate::make(std::move(settings), "seed", "seed-compat");
  }
  RecordedExample() : world_(plan_, chooser_), user_(world_) {
    for (const Json& run : recorded_runs())
      if (api::text(api::member(run, "name")) == GetParam()) recorded_ = run;
    EXPECT_FALSE(recorded_.is_null());
  }

  void apply(const std::vector<std::string>& files) {
    std::vector<Manifest> manifests;
    for (const std::string& file : files) {
      auto objects = load_manifests("scenarios/manifests/" + file);
      ASSERT_TRUE(objects) << objects.error().describe();
      std::ranges::move(*objects, std::back_inserter(manifests));
    }
    user_.apply("", std::move(manifests), 0);
  }
  void settle() { ASSERT_TRUE(world_.scheduler().settle(kManySteps)); }

  // The Gateway as it goes into the names, with a UID of one's own.
  static engine::GatewayIdentity gateway_with(std::string uid) {
    return {"demo-cluster", {"example-ns", "my-tcp-gateway"}, std::move(uid)};
  }
  std::string own_uid() {
    const fake_apiserver::ApiServer& server = world_.clusters().front().core;
    const auto gateway =
        server.store().find(*server.registry().find(kube::kGateways), {"example-ns", "my-tcp-gateway"});
    return gateway->meta().uid;
  }

  // What this world's ids are called in the recording.
  std::map<std::string, std::string> names() {
    std::map<std::string, std::string> names;
    const auto add = [&](const Json& value, std::string name) {
      names[std::string(api::text(value))] = std::move(name);
    };
    const engine::GatewayIdentity gateway = gateway_with(own_uid());
    names[engine::load_balancer_name(gateway, "internal")] = "<load balancer name>";
    names[engine::managed_security_group_name(gateway)] = "<managed security group name>";
    for (const Json& group : world_.account().snapshot("SecurityGroup")) {
      const std::string_view name = api::text(api::member(group, "GroupName"));
      add(api::member(group, "GroupId"), name == "demo-cluster-node"        ? "<node security group>"
                                         : name.starts_with("k8s-traffic-") ? "<backend security group>"
                                                                            : "<managed security group>");
    }
    const Json load_balancer = world_.account().snapshot("LoadBalancer").at(0);
    add(api::member(load_balancer, "VpcId"), "<vpc>");
    add(api::member(load_balancer, "LoadBalancerArn"), "<load balancer>");
    add(api::member(world_.account().snapshot("TargetGroup").at(0), "TargetGroupArn"), "<target group>");
    int node = 0;
    for (const Json& instance : world_.account().snapshot("Instance"))
      add(api::member(instance, "InstanceId"), "<node " + std::to_string(++node) + ">");
    return names;
  }

  // The subnets are the world's own, two in the recording and three here; that each zone's is there is what counts.
  void name_subnets(Json& request) {
    Json all = Json::array();
    for (const Json& subnet : world_.account().snapshot("Subnet"))
      if (api::member(subnet, "Tags").contains("kubernetes.io/role/internal-elb"))
        all.push_back(Json{{"SubnetId", api::member(subnet, "SubnetId")}});
    if (api::member(request, "SubnetMappings") == all) request["SubnetMappings"] = "<one for each internal subnet>";
  }

  Workers mutations() {
    const std::map<std::string, std::string> known = names();
    Workers workers;
    for (const sim::Record& record : world_.journal().records()) {
      if (record.kind != sim::RecordKind::call_sent) continue;
      const api::AnyCall& call = *api::payload<api::CallSent>(record).asked;
      if (call.operation().plane != api::Plane::aws || !is_mutation(call)) continue;
      Json request = call.request_json();
      name_subnets(request);
      std::vector<Call>& worker = controller_of(record) == "gateway" ? workers.gateway : workers.bindings;
      worker.push_back({std::string(call.operation().name), rewritten(request, known)});
    }
    return workers;
  }

  // The cause of a controller's call is the reconcile in which it was made.
  std::string controller_of(const sim::Record& call) {
    const sim::Record* cause = world_.journal().find(call.cause);
    if (cause && cause->kind == sim::RecordKind::reconcile_started)
      return api::payload<api::ReconcileStarted>(*cause).controller;
    ADD_FAILURE() << "record " << call.id << " was not made in a reconcile";
    return {};
  }

  const WorldTemplate plan_ = plan();
  sim::FirstChooser chooser_;
  World world_;
  User user_;
  Json recorded_;
};

// The hashes in the recorded names follow from the recorded UID by the same function that names resources here.
TEST_P(RecordedExample, NamesFollowFromTheGatewaysUid) {
  const engine::GatewayIdentity gateway = gateway_with(std::string(api::text(api::member(recorded_, "gatewayUid"))));
  EXPECT_EQ(engine::load_balancer_name(gateway, "internal"), api::text(api::member(recorded_, "loadBalancerName")));
  EXPECT_EQ(engine::managed_security_group_name(gateway),
            api::text(api::member(recorded_, "managedSecurityGroupName")));
}

// There is no difference: for one route with one backend the product's own rules ask for what v2.14.1 does. A
// difference that some rule comes to ask for is to be listed here, beside that rule.
TEST_P(RecordedExample, SeedChangesInAwsWhatTheRealControllerChanged) {
  apply({"ns-example.yaml", "nlb-gatewayclass.yaml"});
  if (GetParam() == "gateway-then-route") {
    apply({"my-tcp-gateway.yaml"});
    settle();
    apply({"svc-my-tcp-service-nodeport.yaml", "my-tcproute.yaml"});
  } else {
    apply({"svc-my-tcp-service-nodeport.yaml", "my-tcproute.yaml", "my-tcp-gateway.yaml"});
  }
  settle();
  const Workers made = mutations();
  EXPECT_THAT(made.gateway, testing::ElementsAreArray(recorded_calls(api::member(recorded_, "gateway"))));
  EXPECT_THAT(made.bindings, testing::ElementsAreArray(recorded_calls(api::member(recorded_, "bindings"))));
}

INSTANTIATE_TEST_SUITE_P(Runs, RecordedExample, testing::Values("gateway-then-route", "all-at-once"),
                         [](const testing::TestParamInfo<std::string>& run) {
                           std::string name = run.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace nlbsim::scenarios
