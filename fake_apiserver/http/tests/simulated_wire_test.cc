// The HTTP session and the front inside the simulation: a request whose bytes arrive in any two parts, an answer that
// leaves byte by byte, a watch. The same steps give the same journal.
#include <gmock/gmock.h>

#include "api/http/session.h"
#include "fake_apiserver/http/kube_front.h"
#include "fake_apiserver/http/tests/simulated_stream.h"
#include "sim/choice.h"

namespace nlbsim::fake_apiserver {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view kPost =
    "POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Content-Length: 62\r\n\r\n"
    R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}})";
constexpr std::string_view kWatch = "GET /api/v1/configmaps?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n";

// A cluster with one simulated connection to it.
struct Simulation {
  Simulation() {
    auto session = std::make_shared<http::Session<SimulatedStream>>(SimulatedStream(user, wire), front, limits,
                                                                    [this] { ++closed; });
    session->start();
    connection = session;
  }
  ~Simulation() {
    wire->close();  // the read under way holds the session
    scheduler.run_until(scheduler.now() + 1s, 1'000);
  }
  // The first part now, the rest a millisecond later; then 10 ms pass.
  void send(std::string_view bytes, std::size_t split) {
    wire->arrive(bytes.substr(0, split));
    const std::string rest(bytes.substr(split));
    scheduler.after(user, 1ms, sim::TimerKind::pending, [this, rest] { wire->arrive(rest); });
    pass(10ms);
  }
  // As if so many seconds had passed for the connection's owner.
  void tick(int seconds) {
    for (; seconds > 0; --seconds)
      if (const auto open = connection.lock()) open->tick();
    pass(10ms);
  }
  void pass(sim::Duration time) { EXPECT_TRUE(scheduler.run_until(scheduler.now() + time, 100'000)); }

  http::Limits limits;
  std::shared_ptr<SimulatedWire> wire = std::make_shared<SimulatedWire>();
  int closed = 0;
  std::weak_ptr<http::OwnedConnection> connection;
  sim::FirstChooser chooser;
  sim::Journal journal;
  ApiServer core;
  sim::Scheduler scheduler{chooser};
  sim::Actor& kube = scheduler.start("kube-apiserver");
  sim::Actor& user = scheduler.start("user");
  KubeServer server{scheduler, kube, journal, core};
  api::Pipeline pipeline{server};
  KubeFront front{pipeline, server, user, "simulated"};
};

TEST(SimulatedWire, ARequestMayArriveInAnyTwoParts) {
  std::string whole;
  std::uint64_t hash = 0;
  for (std::size_t split = 0; split < kPost.size(); ++split) {
    SCOPED_TRACE(split);
    Simulation simulation;
    simulation.send(kPost, split);
    if (split == 0) {
      whole = simulation.wire->sent;
      hash = simulation.journal.hash();
      EXPECT_THAT(whole, testing::StartsWith("HTTP/1.1 201 Created\r\n"));
    }
    EXPECT_EQ(simulation.wire->sent, whole);
    EXPECT_EQ(simulation.journal.hash(), hash);
  }
}

TEST(SimulatedWire, AnAnswerMayLeaveByteByByte) {
  Simulation quick;
  quick.send(kPost, 0);
  Simulation slow;
  slow.wire->piece = 1;
  slow.send(kPost, 0);
  EXPECT_EQ(slow.wire->sent, quick.wire->sent);
  EXPECT_EQ(slow.journal.hash(), quick.journal.hash());
}

TEST(SimulatedWire, AWatchToldInPartsTellsTheSame) {
  std::string whole;
  for (std::size_t split = 0; split < kWatch.size(); ++split) {
    SCOPED_TRACE(split);
    Simulation simulation;
    simulation.send(kWatch, split);
    kube::Create::Request create;
    create.resource = {"", "v1", "configmaps", "ConfigMap"};
    create.namespace_ = "default";
    create.body = std::make_shared<const api::Json>(
        api::Json{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "a"}}}});
    api::CallContext context;
    context.actor = &simulation.user;
    simulation.pipeline.start(context, std::make_shared<api::TypedCall<kube::Create>>(std::move(create)),
                              [](const api::Result<void>& created) { EXPECT_TRUE(created); });
    simulation.pass(10ms);
    if (split == 0) whole = simulation.wire->sent;
    EXPECT_EQ(simulation.wire->sent, whole);
    EXPECT_THAT(whole, HasSubstr(R"({"type":"ADDED","object":{"apiVersion":"v1","kind":"ConfigMap")"));
    EXPECT_EQ(simulation.server.watches(), 1U);
  }
}

TEST(SimulatedWire, AHeaderThatTricklesHasAMinute) {
  Simulation simulation;
  for (const char c : kPost.substr(0, 60)) {
    simulation.wire->arrive(std::string_view(&c, 1));
    simulation.tick(1);
  }
  EXPECT_EQ(simulation.closed, 0);
  simulation.wire->arrive("x");
  simulation.tick(2);  // the first second had passed before the first byte was read
  EXPECT_EQ(simulation.closed, 1);
}

TEST(SimulatedWire, AMinuteOfIdlenessIsNotCountedAgainstARequest) {
  Simulation simulation;
  simulation.tick(200);
  EXPECT_EQ(simulation.closed, 0) << "without a request a connection may stay";
  const std::size_t head = kPost.find('{');
  simulation.wire->arrive(kPost.substr(0, head));
  simulation.tick(59);
  simulation.wire->arrive(kPost.substr(head));
  simulation.pass(10ms);
  EXPECT_THAT(simulation.wire->sent, testing::StartsWith("HTTP/1.1 201 Created\r\n"));
}

TEST(SimulatedWire, AClientThatHangsUpEndsItsWatch) {
  Simulation simulation;
  simulation.send(kWatch, 0);
  ASSERT_EQ(simulation.server.watches(), 1U);
  simulation.wire->close();
  simulation.pass(10ms);
  EXPECT_EQ(simulation.server.watches(), 0U);
  EXPECT_EQ(simulation.closed, 1);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
