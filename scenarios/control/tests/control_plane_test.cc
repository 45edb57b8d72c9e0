// The control plane of a served world, asked over its socket.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

using ControlPlaneTest = ServedTest;

constexpr const char* kGateways = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways";
constexpr const char* kGateway =
    R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},
        "spec":{"gatewayClassName":"c","listeners":[{"name":"tcp","port":80,"protocol":"TCP"}]}})";

constexpr const char* kConfigMaps = "/api/v1/namespaces/default/configmaps";
constexpr const char* kConfigMap = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}})";

// What the served world is like.
void look(Script& script, std::vector<std::pair<std::string, std::string>> expect) {
  script.play({"state", "GET", "/_nlbsim/state", "", "", 200, std::move(expect)});
}

TEST_F(ControlPlaneTest, ShowsTheStateAndTheJournal) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    look(script, {{"/aws/LoadBalancer", "[]"}, {"/aws/Instance/2", "*"}, {"/kubernetes/objects/nodes", "3"}});
    script.play({"create", "POST", kConfigMaps, "", kConfigMap, 201, {}});
    look(script, {{"/kubernetes/objects/configmaps", "1"}});
    script.play({"journal",
                 "GET",
                 "/_nlbsim/journal?limit=1",
                 "",
                 "",
                 200,
                 {{"/records/0/kind", R"("call_sent")"},
                  {"/records/0/actor", R"("user")"},
                  {"/records/1", "-"},
                  {"/last", "1"}}});
    script.play({"tail", "GET", "/_nlbsim/journal?after=${journal/last}", "", "", 200, {{"/records/0/id", "2"}}});
    script.play(
        {"bad-after", "GET", "/_nlbsim/journal?after=x", "", "", 400, {{"/error", "~must be the id of a record"}}});
    script.play({"bad-limit", "GET", "/_nlbsim/journal?limit=0", "", "", 400, {{"/error", "~from 1 to 1000"}}});
    script.play({"nothing", "GET", "/_nlbsim/frob", "", "", 404, {{"/error", "~there are /_nlbsim/state"}}});
    script.play({"method", "POST", "/_nlbsim/state", "", "{}", 405, {{"/error", "~takes GET"}}});
  });
}

TEST_F(ControlPlaneTest, AConnectionIsOpened) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"nobody",
                 "GET",
                 "/_nlbsim/probe?address=nobody.example.com&port=80",
                 "",
                 "",
                 200,
                 {{"/obstacle", R"("no-such-address")"}, {"/targets", "0"}, {"/reaches", "[]"}, {"/why", "*"}}});
    script.play({"no-port", "GET", "/_nlbsim/probe?address=a", "", "", 400, {{"/error", "~an address and a port"}}});
    script.play({"protocol",
                 "GET",
                 "/_nlbsim/probe?address=a&port=80&protocol=HTTP",
                 "",
                 "",
                 400,
                 {{"/error", "~TCP, UDP or TLS"}}});
    script.play(
        {"typo", "GET", "/_nlbsim/probe?address=a&prot=80", "", "", 400, {{"/error", R"(~did you mean "port")"}}});
  });
}

TEST_F(ControlPlaneTest, TheWorldIsAsItsSettingsSay) {
  ServeSettings settings = any_port();
  settings.world.clusters.front().zones = 2;
  settings.world.clusters.front().nodes = 5;
  settings.world.aws.region = "eu-west-1";
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    look(script, {{"/aws/Subnet/3", "*"},
                  {"/aws/Subnet/4", "-"},
                  {"/aws/Subnet/0/AvailabilityZoneId", "~euw1-az"},
                  {"/aws/SecurityGroup/1/GroupName", "*"},  // the nodes' and the VPC's default one
                  {"/kubernetes/objects/nodes", "5"}});
  });
}

TEST_F(ControlPlaneTest, TheBuiltInControllerIsMeasured) {
  ServeSettings settings = any_port();
  settings.builtin_controller = true;
  serve(settings, [&] {
    httplib::Client client = kube();
    const std::string classes = "/apis/gateway.networking.k8s.io/v1/gatewayclasses";
    const std::string ours = R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"GatewayClass",
                                 "metadata":{"name":"c"},"spec":{"controllerName":"gateway.k8s.aws/nlb"}})";
    ASSERT_EQ(client.Post(classes, ours, "application/json")->status, 201);
    ASSERT_EQ(client.Post(kGateways, kGateway, "application/json")->status, 201);
    ASSERT_EQ(client.Put("/_nlbsim/clock", R"({"now":"2026-01-01T01:00:00Z"})", "application/json")->status, 200);
    const auto page = client.Get("/metrics");
    ASSERT_EQ(page->status, 200);
    EXPECT_THAT(page->get_header_value("Content-Type"), HasSubstr("text/plain; version=0.0.4"));
    for (const char* line :
         {"# TYPE controller_runtime_reconcile_total counter\n",
          "\ncontroller_runtime_reconcile_total{controller=\"gateway.k8s.aws/nlb\",result=\"success\"} ",
          "\ncontroller_runtime_reconcile_total{controller=\"targetGroupBinding\",result=\"error\"} 0\n",
          "\ncontroller_runtime_reconcile_panics_total{controller=\"gateway.k8s.aws/nlb\"} 0\n",
          "\ncontroller_runtime_reconcile_time_seconds_bucket{controller=\"gateway.k8s.aws/nlb\",le=\"0.15\"} ",
          "\ncontroller_runtime_reconcile_time_seconds_count{controller=\"aws-lbc-gateway-class-controller\"} ",
          "\ncontroller_runtime_max_concurrent_reconciles{controller=\"gateway.k8s.aws/nlb\"} 3\n",
          "\naws_api_calls_total{service=\"Elastic Load Balancing v2\",operation=\"CreateLoadBalancer\","
          "status_code=\"200\",error_code=\"\"} 1\n",
          "\naws_api_requests_total{service=\"Elastic Load Balancing v2\",operation=\"CreateLoadBalancer\","
          "status_code=\"200\",error_code=\"\"} 1\n",
          "\naws_api_call_retries_bucket{service=\"Elastic Load Balancing "
          "v2\",operation=\"CreateLoadBalancer\",le=\"0\"} 1\n",
          "\nworkqueue_depth{controller=\"gateway.k8s.aws/nlb\",name=\"gateway.k8s.aws/nlb\"} 0\n",
          "\nworkqueue_unfinished_work_seconds{controller=\"gateway.k8s.aws/nlb\",name=\"gateway.k8s.aws/nlb\"} 0\n",
          "\nleader_election_master_status{", "\nrest_client_requests_total{code=\"200\",method=\"PATCH\"} ",
          "\nawslbc_controller_cache_object_total{resource=\"targetgroupbinding\"} "})
      EXPECT_THAT(page->body, HasSubstr(line));
  });
}

TEST_F(ControlPlaneTest, WithoutAControllerThereIsNothingToMeasure) {
  serve(any_port(), [&] { EXPECT_EQ(kube().Get("/metrics")->status, 404); });
}

TEST_F(ControlPlaneTest, TurnsTheClock) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"clock",
                 "GET",
                 "/_nlbsim/clock",
                 "",
                 "",
                 200,
                 {{"/speed", "1"}, {"/paused", "false"}, {"/now", "~2026-01-01T00:0"}}});
    script.play({"pause",
                 "PUT",
                 "/_nlbsim/clock",
                 "",
                 R"({"paused":true,"speed":50})",
                 200,
                 {{"/paused", "true"}, {"/speed", "50"}}});
    script.play({"held", "GET", "/_nlbsim/clock", "", "", 200, {{"/now", R"("${pause/now}")"}}});
    script.play({"jump", "PUT", "/_nlbsim/clock", "", R"({"now":"2026-01-01T03:00:00Z"})", 200, {}});
    script.play({"there", "GET", "/_nlbsim/clock", "", "", 200, {{"/now", R"("2026-01-01T03:00:00.000000Z")"}}});
    script.play({"back",
                 "PUT",
                 "/_nlbsim/clock",
                 "",
                 R"({"now":"2026-01-01T00:00:00Z"})",
                 400,
                 {{"/error", "~not in the past"}}});
    script.play({"too-fast", "PUT", "/_nlbsim/clock", "", R"({"speed":0})", 400, {{"/error", "~from 1 to"}}});
    script.play(
        {"unknown", "PUT", "/_nlbsim/clock", "", R"({"pace":1})", 400, {{"/error", "~has speed, paused and now"}}});
  });
}

TEST_F(ControlPlaneTest, InjectsAndHealsFaults) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"add",
                 "POST",
                 "/_nlbsim/faults",
                 "",
                 R"({"id":"f1","on":{"plane":"k8s","verb":"create","object":{"kind":"ConfigMap"}},"when":{"call":1},)"
                 R"("do":{"error":"ServiceUnavailable"}})",
                 201,
                 {{"/faults/0/id", R"("f1")"}}});
    script.play({"struck", "POST", kConfigMaps, "", kConfigMap, 503, {{"/reason", R"("ServiceUnavailable")"}}});
    script.play({"second", "POST", kConfigMaps, "", kConfigMap, 201, {}});
    script.play({"hits", "GET", "/_nlbsim/faults", "", "", 200, {{"/faults/0/hits", "1"}, {"/faults/0/calls", "2"}}});
    script.play({"heal", "DELETE", "/_nlbsim/faults", "", "", 200, {{"/healed", "1"}}});
    script.play({"healed", "GET", std::string(kConfigMaps) + "/a", "", "", 200, {}});
  });
}

TEST_F(ControlPlaneTest, ALostReplyHasItsEffectAndClosesTheConnection) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"add",
                 "POST",
                 "/_nlbsim/faults",
                 "application/yaml",
                 "- {id: lost, on: {plane: k8s, verb: create}, when: {max: 1}, phase: after, do: {drop: reply}}\n",
                 201,
                 {}});
    EXPECT_FALSE(client.Post(kConfigMaps, kConfigMap, "application/json"));
    script.play({"it-is-there", "GET", std::string(kConfigMaps) + "/a", "", "", 200, {}});
  });
}

Exchange post_fault(std::string body) {
  return {"fault", "POST", "/_nlbsim/faults", "application/yaml", std::move(body), 201, {}};
}
Exchange set_clock(std::string body) { return {"clock", "PUT", "/_nlbsim/clock", "", std::move(body), 200, {}}; }

TEST_F(ControlPlaneTest, TheWindowsOfFaultsCountFromTheStartOfTheServer) {
  ServeSettings settings = any_port();
  settings.start = *sim::parse_rfc3339("2031-05-06T07:00:00Z");
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(post_fault("{id: f, on: {plane: k8s, verb: create}, when: {between: [1h, 2h]}, do: {error: Timeout}}"));
    script.play({"too-early", "POST", kConfigMaps, "", kConfigMap, 201, {}});
    script.play(set_clock(R"({"now":"2031-05-06T08:30:00Z"})"));
    script.play({"struck", "POST", kConfigMaps, "", kConfigMap, 504, {{"/reason", R"("Timeout")"}}});
    script.play(set_clock(R"({"now":"2031-05-06T09:00:00Z"})"));
    script.play({"too-late", "POST", kConfigMaps, "", kConfigMap, 409, {}});
  });
}

TEST_F(ControlPlaneTest, AThrottledWireClientIsLetThroughAgainInTheNextSecond) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(set_clock(R"({"paused":true})"));
    script.play(post_fault("{id: f, on: {plane: k8s, verb: list}, do: {throttle: 1}}"));
    script.play({"first", "GET", kConfigMaps, "", "", 200, {}});
    script.play({"second", "GET", kConfigMaps, "", "", 429, {{"/reason", R"("TooManyRequests")"}}});
    script.play(set_clock(R"({"now":"2026-01-01T01:00:00Z"})"));
    script.play({"later", "GET", kConfigMaps, "", "", 200, {}});
    script.play({"hits", "GET", "/_nlbsim/faults", "", "", 200, {{"/faults/0/hits", "1"}, {"/faults/0/calls", "3"}}});
  });
}

TEST_F(ControlPlaneTest, AWatchEventOfAWireClientComesTwiceOrNever) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(
        post_fault("- {id: twice, on: {plane: watch, object: {name: a}}, do: {duplicate: 1}}\n"
                   "- {id: never, on: {plane: watch, object: {name: b}}, do: {drop: event}}\n"));
    const auto list = client.Get(kConfigMaps);
    ASSERT_TRUE(list);
    const Json before = api::parse_json(list->body).value_or(Json());
    const std::string from(api::text(api::at(before, "metadata", "resourceVersion")));
    script.play({"a", "POST", kConfigMaps, "", kConfigMap, 201, {}});
    script.play({"b", "POST", kConfigMaps, "", R"({"metadata":{"name":"b"}})", 201, {}});
    script.play({"c", "POST", kConfigMaps, "", R"({"metadata":{"name":"c"}})", 201, {}});
    httplib::Client watcher = kube();
    const auto enough = [](const std::vector<Json>& events) { return events.size() == 3; };
    const auto events = read_watch(watcher, std::string(kConfigMaps) + "?watch=1&resourceVersion=" + from, enough);
    std::vector<std::string> names;
    for (const Json& event : events) names.emplace_back(api::text(api::at(event, "object", "metadata", "name")));
    EXPECT_THAT(names, testing::ElementsAre("a", "a", "c"));
  });
}

TEST_F(ControlPlaneTest, AProbabilityStrikesSomeCalls) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(post_fault("{id: f, on: {plane: k8s, verb: get}, when: {p: 0.5}, do: {error: Timeout}}"));
    int struck = 0;
    for (int i = 0; i < 40; ++i) struck += client.Get("/api/v1/namespaces/default")->status == 504 ? 1 : 0;
    EXPECT_GT(struck, 5);
    EXPECT_LT(struck, 35);
  });
}

TEST_F(ControlPlaneTest, TheBuiltInControllerCanBeCrashedAndComesBack) {
  ServeSettings settings = any_port();
  settings.builtin_controller = true;
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play(set_clock(R"({"paused":true})"));
    script.play(
        post_fault("{id: f, on: {plane: k8s, caller: user, verb: create}, when: {max: 1}, "
                   "do: {crash: controller-1, restartAfter: 10s}}"));
    script.play({"create", "POST", kConfigMaps, "", kConfigMap, 201, {}});
    script.play(set_clock(R"({"now":"2026-01-01T01:00:00Z"})"));
    script.play({"journal",
                 "GET",
                 "/_nlbsim/journal",
                 "",
                 "",
                 200,
                 {{"", R"(~"crash of controller-1 at create configmaps default/a")"}, {"", R"(~"change":"dropped")"}}});
    script.play({"it-watches-again", "GET", "/_nlbsim/state", "", "", 200, {{"/kubernetes/watches", "13"}}});
    script.play({"unknown",
                 "POST",
                 "/_nlbsim/faults",
                 "",
                 R"({"id":"g","on":{"plane":"aws"},"do":{"pause":"controller-2"}})",
                 400,
                 {{"/error", "~there are controller-1"}}});
  });
}

TEST_F(ControlPlaneTest, FaultsMayStandFromTheBeginning) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "nlbsim-faults.yaml";
  std::ofstream(file) << "- {id: f, on: {plane: k8s, verb: create}, do: {error: Forbidden}}\n";
  ServeSettings settings = any_port();
  settings.faults_file = file.string();
  settings.control_plane = false;
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"struck", "POST", kConfigMaps, "", kConfigMap, 403, {}});
  });
  settings.faults_file += ".not";
  EXPECT_EQ(ServedWorld::start(io, settings).error().code, "NotFound");
}

TEST_F(ControlPlaneTest, SaysWhatAFaultShouldLookLike) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"empty", "POST", "/_nlbsim/faults", "", " ", 400, {{"/error", "~there is no fault"}}});
    script.play({"typo",
                 "POST",
                 "/_nlbsim/faults",
                 "",
                 R"({"id":"f","on":{"plane":"k9s"},"do":{"error":"X"}})",
                 400,
                 {{"/error", R"(~did you mean "k8s")"}}});
    script.play({"crash",
                 "POST",
                 "/_nlbsim/faults",
                 "",
                 R"({"id":"f","on":{"plane":"aws"},"do":{"crash":"controller"}})",
                 400,
                 {{"/error", "~this world has no controller to crash or pause"}}});
    script.play({"none-added", "GET", "/_nlbsim/faults", "", "", 200, {{"/faults", "[]"}}});
  });
}

TEST_F(ControlPlaneTest, IsNotThereWhenItIsNotWanted) {
  ServeSettings settings = any_port();
  settings.control_plane = false;
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"off", "GET", "/_nlbsim/state", "", "", 404, {{"", "~404 page not found"}}});
  });
}

}  // namespace
}  // namespace nlbsim::scenarios
