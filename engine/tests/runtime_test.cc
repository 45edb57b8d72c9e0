// The parts together: what a watch tells becomes a key in a queue, and that a reconcile, each with the one before as
// its cause.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/runtime/cache/caches.h"
#include "engine/runtime/controller/controller.h"
#include "engine/tests/bench.h"

namespace nlbsim::engine {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;
using testing::Bench;
using testing::HandFedWatch;
using testing::object;

// Remembers the version of each Gateway that it found in the cache.
class VersionReader final : public Reconciler {
 public:
  explicit VersionReader(const Lister& gateways) : gateways_(gateways) {}
  sim::Task<Outcome> reconcile(Request request) override {
    const kube::ObjectRef gateway = gateways_.get(request.key);
    versions.push_back(gateway ? gateway->meta().resource_version : 0);
    cause = request.cause;
    co_return Done();
  }
  std::vector<std::uint64_t> versions;
  sim::RecordId cause = 0;

 private:
  const Lister& gateways_;
};

struct RuntimeTest : ::testing::Test {
  RuntimeTest() {
    bench.kube.answer = [this](api::AnyCall& call) -> api::Result<void> {
      if (&call.operation() == &kube::Watch::info()) api::as<kube::Watch>(call).response.stream = stream;
      else api::as<kube::List>(call).response.resource_version = 1;
      return {};
    };
    caches.add_handler(kube::kGateways,
                       [this](const Delta& delta) { queue.add(delta.object->meta().key(), delta.cause); });
    controller.start();
    caches.start();
    bench.scheduler.settle(Bench::kSteps);
  }
  void feed(kube::WatchEventType type, std::uint64_t version, sim::RecordId cause) {
    kube::WatchEvent event;
    event.type = type;
    event.object = object(kube::kGateways, {"ns", "a"}, version);
    event.resource_version = version;
    event.cause = cause;
    stream->feed(bench.scheduler, std::move(event));
  }
  Bench bench;
  std::shared_ptr<HandFedWatch> stream = std::make_shared<HandFedWatch>();
  const std::array<kube::Resource, 1> resources{kube::kGateways};
  Caches& caches = bench.keep<Caches>(bench.context, bench.keep<Listers>(resources));
  WorkQueue& queue = bench.keep<WorkQueue>(bench.actor, "gateway", RateLimits{});
  VersionReader& reader = bench.keep<VersionReader>(caches.lister(kube::kGateways));
  Controller& controller = bench.keep<Controller>(bench.context, queue, reader, 3);
};

TEST_F(RuntimeTest, AChangeIsReconciledAndTheJournalTellsWhy) {
  const sim::RecordId change =
      bench.journal.append(bench.scheduler.now(), 0, 0, sim::RecordKind::note, std::make_shared<api::Note>());
  feed(kube::WatchEventType::added, 5, change);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  EXPECT_THAT(reader.versions, ElementsAre(5u));
  const sim::Record* started = bench.journal.find(reader.cause);
  ASSERT_TRUE(started);
  EXPECT_EQ(started->kind, sim::RecordKind::reconcile_started);
  const sim::Record* seen = bench.journal.find(started->cause);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->kind, sim::RecordKind::watch_event);
  EXPECT_EQ(seen->cause, change);
}

TEST_F(RuntimeTest, ABurstOfChangesIsReconciledOnceWithTheLast) {
  for (std::uint64_t version = 5; version < 9; ++version) feed(kube::WatchEventType::modified, version, 0);
  feed(kube::WatchEventType::deleted, 9, 0);
  ASSERT_TRUE(bench.scheduler.settle(Bench::kSteps));
  ASSERT_FALSE(reader.versions.empty());
  EXPECT_LE(reader.versions.size(), 2u);
  EXPECT_EQ(reader.versions.back(), 0u) << "it is gone";
  EXPECT_EQ(queue.depth(), 0u);
}

}  // namespace
}  // namespace nlbsim::engine
