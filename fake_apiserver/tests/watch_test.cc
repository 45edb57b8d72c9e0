// Watches in a world: two actors, the server and a reader, on a virtual clock.
#include <gmock/gmock.h>

#include <boost/asio/this_coro.hpp>

#include "fake_apiserver/kube_server.h"
#include "fake_apiserver/tests/core_fixture.h"
#include "sim/task.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::WatchEvent;
using kube::WatchEventType;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// What a reader saw, in words: "ADDED gw 5".
std::string describe(const WatchEvent& event) {
  std::string out(kube::name(event.type));
  if (event.object && !event.object->meta().name.empty()) out += " " + event.object->meta().name;
  if (event.error) out += " " + event.error->code;
  return out;
}

struct Log {
  std::vector<std::string> seen;
  std::vector<sim::Instant> at;
  bool ended = false;
};

sim::Task<void> read(std::shared_ptr<kube::WatchStream> stream, Log& log) {
  const auto executor = co_await boost::asio::this_coro::executor;
  for (;;) {
    const auto event = co_await stream->next();
    if (!event) break;
    log.seen.push_back(describe(*event));
    log.at.push_back(executor.actor().scheduler().now());
  }
  log.ended = true;
}

struct RecordingSink final : WatchSink {
  void deliver(const EventRef& event) override { events.push_back(event); }
  void end() override { ended = true; }
  std::vector<EventRef> events;
  bool ended = false;
};

class WatchTest : public testing::Test {
 protected:
  template <class Op>
  std::shared_ptr<api::TypedCall<Op>> perform(typename Op::Request request, sim::Actor& caller) {
    auto call = std::make_shared<api::TypedCall<Op>>(std::move(request));
    api::CallContext context;
    context.actor = &caller;
    const auto answer = server.perform(context, *call, 0);
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().message);
    return call;
  }
  kube::ObjectRef create(std::string_view name, std::string_view label = "a") {
    kube::Create::Request request;
    request.resource = kube::kGateways;
    request.namespace_ = "default";
    kube::Json body = json(kGatewayBody);
    body["metadata"] = kube::Json{{"name", name}, {"labels", {{"l", label}}}};
    request.body = std::make_shared<const kube::Json>(std::move(body));
    return perform<kube::Create>(std::move(request), user)->response.object;
  }
  void label(std::string_view name, std::string_view value) {
    kube::Patch::Request request;
    request.resource = kube::kGateways;
    request.key = {"default", std::string(name)};
    request.body = std::make_shared<const kube::Json>(kube::Json{{"metadata", {{"labels", {{"l", value}}}}}});
    perform<kube::Patch>(std::move(request), user);
  }
  void remove(std::string_view name) {
    kube::Delete::Request request;
    request.resource = kube::kGateways;
    request.key = {"default", std::string(name)};
    perform<kube::Delete>(std::move(request), user);
  }
  kube::Watch::Request watch_request() {
    kube::Watch::Request request;
    request.resource = kube::kGateways;
    return request;
  }
  // Opens a watch as `caller` and lets it read; only the reader owns the stream.
  void watch(kube::Watch::Request request, Log& into, sim::Actor& caller) {
    const auto call = perform<kube::Watch>(std::move(request), caller);
    sim::spawn(caller, read(std::exchange(call->response.stream, nullptr), into));
  }
  void settle() { ASSERT_TRUE(scheduler.settle(100000)); }

  Log log;
  RecordingSink sink;
  sim::FirstChooser chooser;
  sim::Journal journal;
  ApiServer core;
  sim::Scheduler scheduler{chooser};
  sim::Actor& api_server = scheduler.start("kube-apiserver");
  sim::Actor& user = scheduler.start("user");
  sim::Actor& reader = scheduler.start("controller-1");
  KubeServer server{scheduler, api_server, journal, core};
};

TEST_F(WatchTest, InitialEventsThenLiveOnes) {
  create("b");
  create("a");
  kube::Watch::Request request = watch_request();
  request.allow_bookmarks = request.send_initial_events = true;
  watch(request, log, reader);
  create("c");
  label("a", "x");
  remove("b");
  settle();
  EXPECT_THAT(log.seen, ElementsAre("ADDED a", "ADDED b", "BOOKMARK", "ADDED c", "MODIFIED a", "DELETED b"));
  EXPECT_EQ(log.at.front() - sim::kWorldStart, milliseconds(3));  // the median delay
}

TEST_F(WatchTest, FromARevisionTheHistoryFirst) {
  const std::uint64_t revision = create("a")->meta().resource_version;
  create("b");
  kube::Watch::Request request = watch_request();
  request.resource_version = revision;
  watch(request, log, reader);
  create("c");
  settle();
  EXPECT_THAT(log.seen, ElementsAre("ADDED b", "ADDED c"));

  server.compact(core.store().revision());
  Log late;
  watch(request, late, reader);
  settle();
  EXPECT_THAT(late.seen, ElementsAre("ERROR Expired"));
  EXPECT_TRUE(late.ended);
}

TEST_F(WatchTest, ASelectorTurnsEnteringAndLeavingIntoAddedAndDeleted) {
  kube::Watch::Request request = watch_request();
  request.label_selector = "l=in";
  watch(request, log, reader);
  create("a", "out");
  label("a", "in");
  label("a", "out");
  label("a", "off");
  settle();
  EXPECT_THAT(log.seen, ElementsAre("ADDED a", "DELETED a"));
}

// Delays differ from event to event; the order does not.
class AlternatingChooser final : public sim::LoggingChooser {
 protected:
  std::uint32_t decide(std::uint32_t n, const std::string&, std::uint32_t occurrence) override {
    return occurrence % 2 == 1 ? n - 1 : 1;
  }
};

TEST_F(WatchTest, LateEventsNeverOvertake) {
  AlternatingChooser alternating;
  sim::Journal own_journal;
  ApiServer own_core;
  Log own_log;
  sim::Scheduler own(alternating);
  sim::Actor& host = own.start("kube-apiserver");
  sim::Actor& client = own.start("client");
  KubeServer own_server(own, host, own_journal, own_core);
  api::TypedCall<kube::Watch> opened(watch_request());
  api::CallContext context;
  context.actor = &client;
  ASSERT_TRUE(own_server.perform(context, opened, 0));
  sim::spawn(client, read(std::exchange(opened.response.stream, nullptr), own_log));
  for (const char* name : {"a", "b", "c", "d"}) {
    kube::Json body = json(kGatewayBody);
    body["metadata"]["name"] = name;
    kube::Create::Request request{kube::kGateways, "default", std::make_shared<const kube::Json>(body), false, {}};
    api::TypedCall<kube::Create> call(request);
    ASSERT_TRUE(own_server.perform(context, call, 0));
  }
  ASSERT_TRUE(own.settle(1000));
  EXPECT_THAT(own_log.seen, ElementsAre("ADDED a", "ADDED b", "ADDED c", "ADDED d"));
  EXPECT_EQ(own_log.at.back() - sim::kWorldStart, milliseconds(15));
}

TEST_F(WatchTest, TimeoutEndsCleanlyWithABookmark) {
  kube::Watch::Request request = watch_request();
  request.resource_version = core.store().revision();
  request.timeout = seconds(300);
  request.allow_bookmarks = true;
  watch(request, log, reader);
  kube::Create::Request lease{kube::kLeases,
                              "default",
                              std::make_shared<const kube::Json>(json(R"({"metadata": {"name":
      "l"}})")),
                              false,
                              {}};
  perform<kube::Create>(lease, user);  // another kind: no event, but a newer revision
  ASSERT_TRUE(scheduler.run_until(sim::kWorldStart + minutes(6), 100000));
  EXPECT_THAT(log.seen, ElementsAre("BOOKMARK"));  // after a minute; then nothing newer
  EXPECT_TRUE(log.ended);
  EXPECT_EQ(server.watches(), 0U);
}

TEST_F(WatchTest, ForgottenWhenDroppedOrDestroyed) {
  watch(watch_request(), log, reader);
  settle();
  EXPECT_EQ(server.watches(), 1U);
  EXPECT_EQ(scheduler.drop(reader, sim::OpenCalls::abandon), 0U);
  create("a");
  settle();
  EXPECT_EQ(server.watches(), 0U);
  EXPECT_THAT(log.seen, IsEmpty());
  {
    const auto call = perform<kube::Watch>(watch_request(), user);
    EXPECT_EQ(server.watches(), 1U);
  }
  EXPECT_EQ(server.watches(), 0U);
}

TEST_F(WatchTest, HeldStreamsStandStillUntilReleased) {
  watch(watch_request(), log, reader);
  const WatchFilter filter{"Gateway", "controller-1"};
  server.hold(filter);
  create("a");
  settle();
  EXPECT_THAT(log.seen, IsEmpty());
  server.release({"Gateway", "controller-2"});
  settle();
  EXPECT_THAT(log.seen, IsEmpty());
  server.release(filter);
  settle();
  EXPECT_THAT(log.seen, ElementsAre("ADDED a"));
  EXPECT_EQ(server.end(filter), 1U);
  settle();
  EXPECT_TRUE(log.ended);
}

struct DropFirstDoubleRest final : WatchHook {
  void deliver(WatchDelivery& delivery) override { delivery.copies = seen++ == 0 ? 0 : 2; }
  int seen = 0;
};

TEST_F(WatchTest, HooksMayDropAndRepeat) {
  DropFirstDoubleRest hook;
  server.add(hook);
  watch(watch_request(), log, reader);
  create("a");
  create("b");
  settle();
  EXPECT_THAT(log.seen, ElementsAre("ADDED b", "ADDED b"));
}

TEST_F(WatchTest, ASlowReaderIsCutOff) {
  watch(watch_request(), log, reader);
  settle();
  scheduler.pause(reader);
  for (int i = 0; i < 200; ++i) create("g" + std::to_string(i));
  ASSERT_TRUE(scheduler.run_until(scheduler.now() + seconds(1), 100000));
  create("last");
  EXPECT_EQ(server.watches(), 0U);
  scheduler.resume(reader);
  settle();
  EXPECT_EQ(log.seen.size(), 200U);  // what had arrived is read, then the stream ends
  EXPECT_TRUE(log.ended);
}

TEST_F(WatchTest, SinksShareTheEventsOfAChange) {
  RecordingSink other;
  const auto first = server.open_watch(reader, watch_request(), sink);
  const auto second = server.open_watch(user, watch_request(), other);
  ASSERT_TRUE(first && second);
  create("a");
  ASSERT_EQ(sink.events.size(), 1U);  // in the step of the change
  EXPECT_EQ(sink.events[0], other.events.at(0));
  EXPECT_NE(sink.events[0]->event.cause, 0U);
  server.end(WatchFilter{});
  EXPECT_TRUE(sink.ended && other.ended);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
