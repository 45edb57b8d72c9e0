// Who calls a served world under a name of his own - controllers of somebody else's, users - and what he is given to do
// so.
#include <gmock/gmock.h>

#include <fstream>

#include "scenarios/control/controller_files.h"
#include "scenarios/control/kubeconfig.h"
#include "scenarios/control/tests/clients/programs.h"
#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

using ServedClients = ServedTest;

constexpr const char* kGateways = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways";
constexpr const char* kGateway =
    R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"g"},
        "spec":{"gatewayClassName":"c","listeners":[{"name":"tcp","port":80,"protocol":"TCP"}]}})";

Exchange as_client(Exchange exchange, std::vector<std::pair<std::string, std::string>> headers) {
  exchange.headers = std::move(headers);
  return exchange;
}

// What clients asked, by the names of their actors.
std::vector<std::string> callers(Script& script) {
  script.play({"journal", "GET", "/_nlbsim/journal", "", "", 200, {}});
  std::vector<std::string> out;
  for (const Json& record : script.answer("journal")["records"])
    if (record["kind"] == "call_sent") out.push_back(record["actor"].get<std::string>());
  return out;
}

TEST_F(ServedClients, KnowsAClientByItsTokenAndByItsUserAgent) {
  ServeSettings settings = any_port();
  settings.clients = {{"mine", "secret"}};
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    const Exchange get{"get", "GET", "/api/v1/namespaces/default", "", "", 200, {}};
    script.play(get);
    script.play(as_client(get, {{"Authorization", "Bearer secret"}}));
    script.play(as_client(get, {{"User-Agent", "mine/v3.5.0 (linux/amd64) kubernetes/x"}}));
    script.play(as_client(get, {{"Authorization", "Bearer other"}, {"User-Agent", "mine/v3.5.0"}}));
    EXPECT_THAT(callers(script), testing::ElementsAre("user", "mine", "mine", "user"));
    std::vector<std::string> changes;
    for (const Json& record : script.answer("journal")["records"])
      if (record["kind"] == "actor_changed") changes.push_back(record["actor"].get<std::string>());
    EXPECT_THAT(changes, testing::ElementsAre("mine"));  // it is at work from its first call on
  });
}

TEST_F(ServedClients, KnowsAClientByItsAccessKey) {
  ServeSettings settings = any_port();
  settings.clients = {{"mine", "AKIDMINE"}};
  serve(settings, [&] {
    httplib::Client account = aws();
    for (const char* key : {"AKIDMINE", "test"}) {
      const httplib::Headers headers{
          {"Authorization", std::string("AWS4-HMAC-SHA256 Credential=") + key +
                                "/20260101/us-west-2/ec2/aws4_request, SignedHeaders=host, Signature=x"}};
      const auto answer =
          account.Post("/", headers, "Action=DescribeVpcs&Version=2016-11-15", "application/x-www-form-urlencoded");
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->status, 200) << answer->body;
    }
    httplib::Client client = kube();
    Script script(client);
    EXPECT_THAT(callers(script), testing::ElementsAre("mine", "user"));
  });
}

TEST_F(ServedClients, JudgesWhatAClientDoes) {
  ServeSettings settings = any_port();
  settings.clients = {{"mine", "secret"}};
  settings.judged = true;
  serve(settings, [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"fine", "GET", "/_nlbsim/verdict", "", "", 200, {{"/violations", "[]"}, {"/clients", R"(["mine"])"}}});
    // A status that goes back to an older generation is wrong whoever's controller wrote it (I-09).
    script.play({"gateway", "POST", kGateways, "", kGateway, 201, {}});
    const auto status = [&](int generation) {
      const std::string body =
          R"({"status":{"conditions":[{"type":"Accepted","status":"True","reason":"Accepted","message":"",)"
          R"("lastTransitionTime":"2026-01-01T00:00:00Z","observedGeneration":)" +
          std::to_string(generation) + "}]}}";
      return as_client(
          {"status", "PATCH", std::string(kGateways) + "/g/status", "application/merge-patch+json", body, 200, {}},
          {{"Authorization", "Bearer secret"}});
    };
    script.play(status(1));
    script.play({"spec",
                 "PATCH",
                 std::string(kGateways) + "/g",
                 "application/merge-patch+json",
                 R"({"spec":{"listeners":[{"name":"tcp","port":81,"protocol":"TCP"}]}})",
                 200,
                 {}});
    script.play(status(2));
    script.play(status(1));
    script.play({"wrong", "GET", "/_nlbsim/verdict", "", "", 200, {{"/violations/0/invariant", R"("I-09")"}}});
    script.play({"reports", "POST", "/_nlbsim/reports", "", "", 409, {{"/error", "~without --out"}}});
  });
}

TEST_F(ServedClients, IsNotJudgedUnlessAsked) {
  serve(any_port(), [&] {
    httplib::Client client = kube();
    Script script(client);
    script.play({"verdict", "GET", "/_nlbsim/verdict", "", "", 409, {{"/error", "~start serve with --out"}}});
  });
}

TEST_F(ServedClients, ServesTheApiOverTlsToWhoTrustsItsAuthority) {
  ServeSettings settings = any_port();
  settings.tls_listen = "127.0.0.1:0";
  serve(settings, [&] {
    const ScratchFolder home;
    const std::string authority = home.path() + "/ca.crt";
    ASSERT_TRUE(write_text(authority, served->authority()));
    const std::string url = "https://" + served->tls_address() + "/readyz";
    const Ran trusted = run_program("curl -s --cacert " + authority + " " + url);
    EXPECT_EQ(trusted.output, "ok");
    EXPECT_NE(run_program("curl -s " + url).exit, 0);  // nobody else vouches for it
  });
}

TEST(Clients, AreANameAndAToken) {
  EXPECT_EQ(*parse_client("lbc=s3cret"), (ClientSpec{"lbc", "s3cret"}));
  for (const char* wrong : {"lbc", "lbc=", "=x", "a b=c", "user=x", "aws=x", "kube-apiserver=x", "controller-1=x"}) {
    const auto refused = parse_client(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, "InvalidClient");
  }
}

TEST(Clients, AUserMayBeInGroups) {
  EXPECT_EQ(*parse_user("jane@example.com=t"), (UserSpec{"jane@example.com", "t", {}}));
  EXPECT_EQ(*parse_user("jane=t:dev,ops"), (UserSpec{"jane", "t", {"dev", "ops"}}));
  for (const char* wrong : {"jane", "jane=", "=t", "jane=t:", "jane=t:a,,b", "jane=a b"})
    EXPECT_EQ(parse_user(wrong).error().code, "InvalidUser") << wrong;
}

TEST_F(ServedClients, WritesAllThatAControllerNeeds) {
  ServeSettings settings = any_port();
  settings.clients = {{"lbc", "secret"}};
  settings.tls_listen = "127.0.0.1:0";
  serve(settings, [&] {
    const ScratchFolder home;
    const auto written = write_controller(home.path() + "/lbc", *served, settings.clients.front());
    ASSERT_TRUE(written) << written.error().message;
    const auto text = [&](const std::string& name) {
      std::ifstream in(home.path() + "/lbc/" + name);
      return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_THAT(text("kubeconfig"),
                testing::AllOf(HasSubstr("server: https://" + served->tls_address()), HasSubstr("token: \"secret\"")));
    EXPECT_THAT(text("environment"), HasSubstr("AWS_ACCESS_KEY_ID=secret\n"));
    const std::string flags = text("v3.5.0.flags");
    EXPECT_THAT(flags, testing::AllOf(HasSubstr("--aws-vpc-id=vpc-"), HasSubstr("--metrics-bind-addr=127.0.0.1:"),
                                      HasSubstr("Elastic Load Balancing v2=http://" + served->aws_address()),
                                      testing::Not(HasSubstr("--feature-gates"))));
    EXPECT_EQ(text("v2.14.1.flags"), flags + "--feature-gates=NLBGatewayAPI=true\n");
    EXPECT_THAT(text("webhook/tls.crt"), HasSubstr("BEGIN CERTIFICATE"));
    EXPECT_THAT(text("webhook/tls.key"), HasSubstr("PRIVATE KEY"));
    // The script hands its program each flag as one word, spaces included.
    const std::string shown = home.path() + "/shown";
    ASSERT_TRUE(write_text(shown, "printf '<%s>' \"$@\"\n"));
    const Ran ran = run_program("chmod +x " + shown + " && " + home.path() + "/lbc/run-v3.5.0 " + shown + " --more=1");
    EXPECT_THAT(ran.output, testing::AllOf(HasSubstr(",Elastic Load Balancing v2="), HasSubstr("<--more=1>")));
  });
}

TEST(Kubeconfig, NamesTheServerAndSkipsVerification) {
  const std::string text = kubeconfig("127.0.0.1:8001");
  EXPECT_THAT(text, HasSubstr("server: http://127.0.0.1:8001\n"));
  EXPECT_THAT(text, HasSubstr("insecure-skip-tls-verify: true"));
  EXPECT_FALSE(write_kubeconfig("/nowhere/at/all", "127.0.0.1:8001"));
}

TEST(Serving, RefusesAddressesThatItCannotHave) {
  boost::asio::io_context io;
  ServeSettings settings;
  settings.aws_listen = "127.0.0.1:0";
  settings.kube_listen = "nonsense";
  const auto refused = ServedWorld::start(io, settings);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "InvalidAddress");
  settings.kube_listen = "127.0.0.1:0";
  const auto first = ServedWorld::start(io, settings);
  ASSERT_TRUE(first);
  settings.kube_listen = (*first)->kube_address();
  const auto second = ServedWorld::start(io, settings);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "CannotListen");
}

}  // namespace
}  // namespace nlbsim::scenarios
