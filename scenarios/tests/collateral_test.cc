// No collateral: of four listeners of a Gateway, whatever AWS refuses for one, the other three keep or get what they
// need, and each tells its own story. Which calls concern a listener is seen in a run where nothing fails; then each of
// them is refused, for each listener, from the start and after convergence.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <set>

#include "api/kube/views.h"
#include "api/records.h"
#include "scenarios/language/load.h"
#include "scenarios/runner/user.h"

namespace nlbsim::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kManySteps = 10'000'000;
constexpr std::array kListeners{1, 2, 3, 4};
constexpr std::string_view kRefusal = "UnsupportedFeature";
constexpr sim::Duration kLongestBackoff = 1000s;

enum class Stage {
  from_the_start,  // nothing is there yet
  other_backends,  // every route gets another Service
  other_ports,     // every listener gets another port
};
constexpr std::array kStages{Stage::from_the_start, Stage::other_backends, Stage::other_ports};

int port_of(int listener, Stage stage) { return (stage == Stage::other_ports ? 9000 : 8000) + listener; }

// Text of an object for kubectl: JSON.
Json gateway(Stage stage) {
  Json listeners = Json::array();
  for (const int n : kListeners) {
    Json listener = {{"name", fmt::format("l{}", n)}, {"protocol", "TCP"}, {"port", port_of(n, stage)}};
    listeners.push_back(std::move(listener));
  }
  Json spec = {{"gatewayClassName", "aws-nlb-gateway-class"}, {"listeners", std::move(listeners)}};
  return {{"apiVersion", "gateway.networking.k8s.io/v1"},
          {"kind", "Gateway"},
          {"metadata", {{"name", "g"}, {"namespace", "example-ns"}}},
          {"spec", std::move(spec)}};
}

Json service(const std::string& name, int node_port) {
  Json port = {{"port", 9000}, {"targetPort", 9000}, {"nodePort", node_port}};
  Json spec = {{"type", "NodePort"}, {"ports", Json::array({std::move(port)})}};
  return {{"apiVersion", "v1"},
          {"kind", "Service"},
          {"metadata", {{"name", name}, {"namespace", "example-ns"}}},
          {"spec", std::move(spec)}};
}

Json route(int listener, Stage stage) {
  const std::string backend = fmt::format("{}{}", stage == Stage::other_backends ? "other" : "service", listener);
  Json parent = {{"name", "g"}, {"sectionName", fmt::format("l{}", listener)}};
  Json reference = {{"name", backend}, {"port", 9000}};
  Json rule = {{"backendRefs", Json::array({std::move(reference)})}};
  Json spec = {{"parentRefs", Json::array({std::move(parent)})}, {"rules", Json::array({std::move(rule)})}};
  return {{"apiVersion", "gateway.networking.k8s.io/v1alpha2"},
          {"kind", "TCPRoute"},
          {"metadata", {{"name", fmt::format("route{}", listener)}, {"namespace", "example-ns"}}},
          {"spec", std::move(spec)}};
}

// Sees, or refuses, the calls of controllers that change something of one listener in AWS.
class Refusing final : public api::Hook {
 public:
  Refusing(World& world, int listener, std::string operation)
      : world_(world), listener_(listener), operation_(std::move(operation)) {}

  std::optional<sim::Error> before(api::Passage& passage) override {
    const api::OperationInfo& operation = passage.call.operation();
    const bool by_user = passage.context.actor == &world_.user();
    if (by_user || !operation.mutates || operation.plane != api::Plane::aws || !concerns(passage.call)) return {};
    seen.insert(std::string(operation.name));
    if (operation.name != operation_) return {};
    ++struck;
    sim::Error error;
    error.code = kRefusal;
    error.message = "as the test asks";
    error.http_status = 400;
    return error;
  }

  std::set<std::string> seen;
  int struck = 0;

 private:
  bool concerns(const api::AnyCall& call) const {
    const std::string text = api::dump_json(call.request_json());
    const auto says = [&](const std::string& part) { return text.find(part) != std::string::npos; };
    for (const Stage stage : {Stage::from_the_start, Stage::other_ports}) {
      const int port = port_of(listener_, stage);
      if (says(fmt::format("\"FromPort\":{},", port)) || says(fmt::format("\"Port\":{},", port))) return true;
      for (const Json& item : world_.account().snapshot("Listener")) {
        const bool own = api::member(item, "Port") == Json(port);
        if (own && says(std::string(api::text(api::member(item, "ListenerArn"))))) return true;
      }
    }
    return says(fmt::format("k8s-examplen-route{}-", listener_));
  }

  World& world_;
  const int listener_;
  const std::string operation_;
};

class Trial {
 public:
  Trial(const WorldTemplate& plan, Stage stage, int victim, std::string operation)
      : world_(plan, chooser_), user_(world_), stage_(stage), hook_(world_, victim, std::move(operation)) {
    apply_files({"ns-example.yaml", "nlb-gatewayclass.yaml"});
    for (const int n : kListeners) {
      apply(service(fmt::format("service{}", n), 31000 + n));
      apply(service(fmt::format("other{}", n), 32000 + n));
    }
    settle();
    if (stage_ == Stage::from_the_start) world_.aws().add(hook_);
    apply(gateway(Stage::from_the_start));
    for (const int n : kListeners) apply(route(n, Stage::from_the_start));
    if (stage_ != Stage::from_the_start) {
      settle();
      world_.aws().add(hook_);
      if (stage_ == Stage::other_ports) apply(gateway(stage_));
      for (const int n : kListeners) apply(route(n, stage_));
    }
    advance(1h);
  }

  Refusing& hook() { return hook_; }
  void heal() {
    world_.aws().remove(hook_);
    advance(3 * kLongestBackoff);
  }

  // What the listener lacks of being served; empty: nothing.
  std::string shortcoming(int n) {
    const int port = port_of(n, stage_);
    const Json listener = find("Listener", "Port", Json(port));
    if (listener.is_null()) return "no listener";
    const Json group = find("TargetGroup", "TargetGroupArn",
                            api::member(api::member(listener, "DefaultActions").at(0), "TargetGroupArn"));
    if (group.is_null()) return "no target group";
    const int node_port = (stage_ == Stage::other_backends ? 32000 : 31000) + n;
    if (api::member(group, "Port") != Json(node_port)) return "it forwards elsewhere";
    std::size_t healthy = 0;
    for (const Json& target : api::member(group, "Targets"))
      if (api::text(api::member(target, "State")) == "healthy") ++healthy;
    if (healthy != 3) return fmt::format("{} of 3 targets are healthy", healthy);
    if (!clients_reach(port)) return "clients are not let in";
    return status_shortcoming(n);
  }

  bool told() const {
    for (const sim::Record& record : world_.journal().records()) {
      if (record.kind != sim::RecordKind::object_changed) continue;
      const auto& change = api::payload<api::ObjectChanged>(record);
      const bool about = change.resource.kind == "Event" || change.resource.kind == "Gateway";
      if (about && api::dump_json(change.object->document()).find(kRefusal) != std::string::npos) return true;
    }
    return false;
  }

 private:
  void apply(Json document) {
    std::vector<Manifest> manifests(1);
    manifests.front().document = std::make_shared<const Json>(std::move(document));
    user_.apply("", std::move(manifests), 0);
    advance(1s);
  }
  void apply_files(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      auto manifests = load_manifests("scenarios/manifests/" + file);
      if (!manifests) ADD_FAILURE() << manifests.error().describe();
      else user_.apply("", std::move(*manifests), 0);
      advance(1s);
    }
  }
  void advance(sim::Duration time) {
    EXPECT_TRUE(world_.scheduler().run_until(world_.scheduler().now() + time, kManySteps));
  }
  void settle() { EXPECT_TRUE(world_.scheduler().settle(kManySteps)); }

  Json find(std::string_view kind, std::string_view member, const Json& value) {
    for (const Json& item : world_.account().snapshot(kind))
      if (api::member(item, member) == value) return item;
    return {};
  }
  bool clients_reach(int port) {
    for (const Json& group : world_.account().snapshot("SecurityGroup")) {
      if (!api::text(api::member(group, "GroupName")).starts_with("k8s-examplen-g-")) continue;
      for (const Json& rule : api::member(group, "IpPermissions"))
        if (api::member(rule, "FromPort") == Json(port)) return true;
    }
    return false;
  }
  std::string status_shortcoming(int n) {
    const fake_apiserver::ApiServer& server = world_.clusters().front().core;
    const auto object = server.store().find(*server.registry().find(kube::kGateways), {"example-ns", "g"});
    for (const auto& listener : object->view<kube::Gateway>().status.listeners) {
      if (listener.name != fmt::format("l{}", n)) continue;
      if (listener.attachedRoutes != 1) return fmt::format("attachedRoutes is {}", listener.attachedRoutes);
      const auto* programmed = kube::find_condition(listener.conditions, "Programmed");
      return programmed && programmed->status == "True" ? "" : "it is not Programmed";
    }
    return "it has no status";
  }

  sim::FirstChooser chooser_;
  World world_;
  User user_;
  Stage stage_;
  Refusing hook_;
};

class Collateral : public testing::Test {
 protected:
  const WorldTemplate plan_ = *WorldTemplate::make(WorldSettings(), "seed", "seed-compat");

  std::set<std::string> operations(Stage stage, int listener) {
    Trial calm(plan_, stage, listener, "");
    for (const int n : kListeners) EXPECT_EQ(calm.shortcoming(n), "") << n;
    return calm.hook().seen;
  }
  void refuse(Stage stage, int victim, const std::string& operation) {
    Trial trial(plan_, stage, victim, operation);
    const std::string what = fmt::format("{} of listener {} in stage {}", operation, victim, static_cast<int>(stage));
    EXPECT_GT(trial.hook().struck, 0) << what;
    for (const int n : kListeners) {
      if (n == victim) continue;
      EXPECT_EQ(trial.shortcoming(n), "") << what << " harms listener " << n;
    }
    EXPECT_TRUE(trial.told()) << what;
    trial.heal();
    for (const int n : kListeners) EXPECT_EQ(trial.shortcoming(n), "") << what << " does not heal: listener " << n;
  }
};

TEST_F(Collateral, WhateverIsRefusedForOneListenerTheOthersServe) {
  int tried = 0;
  for (const Stage stage : kStages) {
    for (const int victim : kListeners) {
      for (const std::string& operation : operations(stage, victim)) {
        refuse(stage, victim, operation);
        ++tried;
      }
    }
  }
  std::cout << tried << " pairs of operation and listener, each refused\n";
  EXPECT_GE(tried, 40);
}

}  // namespace
}  // namespace nlbsim::scenarios
