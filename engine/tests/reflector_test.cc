#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/cache/backoff.h"
#include "engine/runtime/cache/caches.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;
using kube::WatchEventType;
using testing::Bench;
using testing::error;
using testing::HandFedWatch;
using testing::object;

const kube::ObjectKey kA{"ns", "a"};
const kube::ObjectKey kB{"ns", "b"};

// The server's side: what it lists, the watches it has opened, and errors it answers first.
struct ReflectorTest : ::testing::Test {
  ReflectorTest() {
    bench.kube.latency = 10ms;
    bench.kube.answer = [this](api::AnyCall& call) { return answer(call); };
  }
  api::Result<void> answer(api::AnyCall& call) {
    if (!errors.empty()) {
      const sim::Error next = errors.front();
      errors.pop_front();
      if (!next.code.empty()) return sim::forward(next);
    }
    if (&call.operation() == &kube::List::info()) {
      auto& typed = api::as<kube::List>(call);
      lists.push_back(typed.request.resource_version);
      typed.response.items = items;
      typed.response.resource_version = version;
      return {};
    }
    auto& typed = api::as<kube::Watch>(call);
    watches.push_back(typed.request.resource_version.value_or(0));
    typed.response.stream = stream = std::make_shared<HandFedWatch>();
    return {};
  }
  void start() {
    caches.add_handler(kube::kGateways, [this](const Delta& delta) {
      seen.push_back(std::string(kube::name(delta.type)) + " " + delta.object->meta().name + " " +
                     std::to_string(delta.previous ? delta.previous->meta().resource_version : 0) + "->" +
                     std::to_string(delta.object->meta().resource_version));
    });
    caches.start();
    settle();
  }
  void settle() { ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps)); }
  void feed(WatchEventType type, const kube::ObjectRef& changed, std::uint64_t at, sim::RecordId cause = 0) {
    kube::WatchEvent event;
    event.type = type;
    event.object = changed;
    event.resource_version = at;
    event.cause = cause;
    stream->feed(bench.scheduler, std::move(event));
    settle();
  }
  void feed_error(sim::Error with) {
    kube::WatchEvent event;
    event.type = WatchEventType::error;
    event.error = std::move(with);
    stream->feed(bench.scheduler, std::move(event));
    settle();
  }
  void end_watch_after(sim::Duration open) {
    bench.scheduler.run_until(bench.scheduler.now() + open, Bench::kSteps);
    stream->close(bench.scheduler);
    settle();
  }
  const Lister& gateways() { return caches.lister(kube::kGateways); }

  Bench bench;
  std::vector<kube::ObjectRef> items{object(kube::kGateways, kA, 3)};
  std::uint64_t version = 7;
  std::deque<sim::Error> errors;  // one with an empty code: an answer as usual
  std::vector<std::optional<std::uint64_t>> lists;
  std::vector<std::uint64_t> watches;
  std::vector<std::string> seen;
  std::shared_ptr<HandFedWatch> stream;
  const std::array<kube::Resource, 1> resources{kube::kGateways};
  Caches& caches = bench.keep<Caches>(bench.context, bench.keep<Listers>(resources));
};

TEST_F(ReflectorTest, ListsTheNewestStateThenWatchesFromItsVersion) {
  start();
  EXPECT_THAT(lists, ElementsAre(std::nullopt)) << "a server that lags must not take a new controller back in time";
  EXPECT_THAT(watches, ElementsAre(7u));
  EXPECT_TRUE(caches.synced());
  EXPECT_THAT(seen, ElementsAre("ADDED a 0->3"));
  EXPECT_TRUE(bench.scheduler.quiescent()) << "an open watch is nothing to wait for";
}

TEST_F(ReflectorTest, ARealReleaseTakesAnyFirstList) {
  bench.config.profile = find_draft_profile("lbc-v2.14");
  start();
  EXPECT_THAT(lists, ElementsAre(0u));
}

TEST_F(ReflectorTest, WatchEventsReachTheCacheTheHandlersAndTheJournal) {
  start();
  auto note = std::make_shared<api::Note>();
  const sim::RecordId change = bench.journal.append(bench.scheduler.now(), 0, 0, sim::RecordKind::note, note);
  feed(WatchEventType::added, object(kube::kGateways, kB, 8), 8, change);
  feed(WatchEventType::modified, object(kube::kGateways, kA, 9), 9);
  feed(WatchEventType::deleted, object(kube::kGateways, kB, 10), 10);
  EXPECT_THAT(seen, ElementsAre("ADDED a 0->3", "ADDED b 0->8", "MODIFIED a 3->9", "DELETED b 8->10"));
  EXPECT_EQ(gateways().get(kB), nullptr);
  EXPECT_EQ(gateways().get(kA)->meta().resource_version, 9u);
  std::vector<sim::RecordId> causes;
  for (const sim::Record& record : bench.journal.records())
    if (record.kind == sim::RecordKind::watch_event) causes.push_back(record.cause);
  EXPECT_THAT(causes, ElementsAre(0, change, 0, 0));
}

TEST_F(ReflectorTest, ACleanEndIsWatchedAgainAtOnceFromTheLastVersion) {
  start();
  feed(WatchEventType::modified, object(kube::kGateways, kA, 9), 9);
  const sim::Instant ended = bench.scheduler.now();
  end_watch_after(0s);
  EXPECT_THAT(watches, ElementsAre(7u, 9u));
  EXPECT_EQ(lists.size(), 1u);
  EXPECT_EQ(bench.scheduler.now() - ended, 10ms) << "no backoff, just the call";
  end_watch_after(2s);
  EXPECT_THAT(watches, ElementsAre(7u, 9u, 9u)) << "long enough, though without an event";
}

TEST_F(ReflectorTest, ABookmarkMovesTheVersionAndTellsNobody) {
  start();
  feed(WatchEventType::bookmark, nullptr, 50);
  end_watch_after(0s);
  EXPECT_THAT(watches, ElementsAre(7u, 50u));
  EXPECT_EQ(seen.size(), 1u);
}

TEST_F(ReflectorTest, AVeryShortWatchBacksOffAndLists) {
  start();
  const sim::Instant ended = bench.scheduler.now();
  end_watch_after(0s);
  EXPECT_THAT(lists, ElementsAre(std::nullopt, 7u)) << "not older than what was seen";
  EXPECT_EQ(bench.scheduler.now() - ended, 800ms + 10ms + 10ms);
}

TEST_F(ReflectorTest, AnExpiredWatchListsAndTellsWhatItMissed) {
  start();
  feed(WatchEventType::added, object(kube::kGateways, kB, 8), 8);
  items = {object(kube::kGateways, kA, 3), object(kube::kGateways, {"ns", "c"}, 20)};
  version = 21;
  seen.clear();
  const std::size_t journalled = bench.records<api::WatchSeen>(sim::RecordKind::watch_event).size();
  feed_error(error("Expired", 410));
  EXPECT_THAT(lists, ElementsAre(std::nullopt, 8u));
  EXPECT_THAT(watches, ElementsAre(7u, 21u));
  EXPECT_THAT(seen, ElementsAre("MODIFIED a 3->3", "ADDED c 0->20", "DELETED b 8->8"));
  EXPECT_EQ(gateways().all().size(), 2u);
  const auto records = bench.records<api::WatchSeen>(sim::RecordKind::watch_event);
  ASSERT_EQ(records.size(), journalled + 2) << "an unchanged object was not seen to change";
  EXPECT_EQ(records.back()->type, WatchEventType::deleted);
}

TEST_F(ReflectorTest, AListThatIsGoneOrFromTheFutureAsksForTheNewestStateAtOnce) {
  start();
  sim::Error future = error("Timeout", 504);
  future.causes.push_back({"ResourceVersionTooLarge", "", ""});
  for (const sim::Error& refusal : {error("Expired", 410), future}) {
    lists.clear();
    errors = {refusal};
    const sim::Instant before = bench.scheduler.now();
    feed_error(error("Expired", 410));
    EXPECT_THAT(lists, ElementsAre(std::nullopt)) << refusal.code;
    EXPECT_LT(bench.scheduler.now() - before, 4s) << "one backoff only, before the list that was refused";
  }
}

TEST_F(ReflectorTest, ARefusedWatchWaitsWithoutListing) {
  errors = {error("", 0), error("TooManyRequests", 429), error("ConnectionRefused", 0)};
  start();
  EXPECT_EQ(lists.size(), 1u);
  EXPECT_THAT(watches, ElementsAre(7u));
  EXPECT_EQ(bench.elapsed(), 4 * 10ms + 800ms + 1600ms);
}

TEST_F(ReflectorTest, AnyOtherErrorOfAWatchListsAgain) {
  errors = {error("", 0), error("InternalError", 500)};
  start();
  EXPECT_EQ(lists.size(), 2u);
  EXPECT_EQ(bench.elapsed(), 800ms + 4 * 10ms);
}

TEST_F(ReflectorTest, BackoffDoublesToThirtySecondsAndStartsOverAfterTwoQuietMinutes) {
  for (int i = 0; i < 8; ++i) errors.push_back(error("ServiceUnavailable", 503));
  start();
  const sim::Duration pauses = 800ms + 1600ms + 3200ms + 6400ms + 12800ms + 25600ms + 30s + 30s;
  EXPECT_EQ(bench.elapsed(), pauses + 10 * 10ms);
  EXPECT_TRUE(caches.synced());
  const sim::Instant ended = bench.scheduler.now() + 121s;
  bench.scheduler.run_until(ended, Bench::kSteps);
  feed_error(error("InternalError", 500));
  EXPECT_EQ(bench.scheduler.now() - ended, 800ms + 20ms);
}

TEST_F(ReflectorTest, AnObjectOfAnotherKindIsDropped) {
  start();
  feed(WatchEventType::added, object(kube::kServices, kB, 8), 8);
  EXPECT_EQ(gateways().get(kB), nullptr);
  EXPECT_EQ(seen.size(), 1u);
  EXPECT_EQ(bench.records<api::Note>(sim::RecordKind::note).size(), 1u);
}

TEST_F(ReflectorTest, TheDeletionOfAnObjectThatWasNeverSeenIsTold) {
  start();
  feed(WatchEventType::deleted, object(kube::kGateways, kB, 8), 8);
  EXPECT_THAT(seen, ElementsAre("ADDED a 0->3", "DELETED b 0->8"));
}

TEST_F(ReflectorTest, EveryTenHoursAllObjectsAreHandedOutAgain) {
  start();
  ASSERT_TRUE(bench.scheduler.run_until(sim::kWorldStart + 10h + 1s, Bench::kSteps));
  EXPECT_THAT(seen, ElementsAre("ADDED a 0->3", "MODIFIED a 3->3"));
  caches.resync(0);
  EXPECT_EQ(seen.size(), 3u);
}

TEST_F(ReflectorTest, WaitForSyncReturnsAfterTheFirstList) {
  errors = {error("ServiceUnavailable", 503)};
  auto done = std::make_shared<bool>(false);
  const auto wait = [](Caches& watched, std::shared_ptr<bool> flag) -> sim::Task<void> {
    co_await watched.wait_for_sync();
    *flag = true;
  };
  sim::spawn(bench.actor, wait(caches, done));
  caches.start();
  bench.scheduler.run_until(sim::kWorldStart + 500ms, Bench::kSteps);
  EXPECT_FALSE(*done);
  settle();
  EXPECT_TRUE(*done);
}

TEST(ReflectorJitter, StretchesABackoffByUpToItsLength) {
  sim::ReplayChooser chooser({{{"kube/gateways/backoff", 1}, 2}});
  ReflectorBackoff backoff;
  EXPECT_EQ(backoff.next(sim::kWorldStart, chooser, "gateways"), 1600ms);
  EXPECT_EQ(backoff.next(sim::kWorldStart, chooser, "gateways"), 1600ms) << "the second pause, without jitter";
}

}  // namespace
}  // namespace nlbsim::engine
