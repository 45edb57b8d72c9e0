// The work queue of a controller: a key that is added, handed out, worked on and done, alone and among many, and adds
// that coalesce.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <vector>

#include "bench/allocations.h"
#include "engine/runtime/queue/work_queue.h"

namespace nlbsim::bench {
namespace {

using engine::Request;
using engine::WorkQueue;

constexpr std::uint64_t kManySteps = 1'000'000'000;

sim::Task<void> work(WorkQueue& queue, std::uint64_t& handled) {
  for (;;) {
    const Request request = co_await queue.get();
    ++handled;
    queue.forget(request.key);
    queue.done(request.key);
  }
}

std::vector<kube::ObjectKey> keys(std::int64_t count) {
  std::vector<kube::ObjectKey> out;
  for (std::int64_t i = 0; i < count; ++i) out.push_back({"example-ns", fmt::format("gateway-{:05}", i)});
  return out;
}

// N keys added at once, taken by three workers.
void BM_AddGetDone(benchmark::State& state) {
  sim::FirstChooser chooser;
  sim::Scheduler scheduler(chooser);
  sim::Actor& actor = scheduler.start("controller");
  WorkQueue queue(actor, "gateway", {});
  std::uint64_t handled = 0;
  for (int i = 0; i < 3; ++i) sim::spawn(actor, work(queue, handled));
  scheduler.settle(kManySteps);
  const std::vector<kube::ObjectKey> all = keys(state.range(0));
  const AllocationCounter allocations;
  for (auto _ : state) {
    for (const kube::ObjectKey& key : all) queue.add(key, 0);
    scheduler.settle(kManySteps);
  }
  allocations.report(state, static_cast<double>(all.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(handled));
  scheduler.drop(actor, sim::OpenCalls::abandon);
}
BENCHMARK(BM_AddGetDone)->Arg(1)->Arg(1'000);

// A key that is queued already.
void BM_AddCoalesces(benchmark::State& state) {
  sim::FirstChooser chooser;
  sim::Scheduler scheduler(chooser);
  WorkQueue queue(scheduler.start("controller"), "gateway", {});
  const std::vector<kube::ObjectKey> all = keys(1'000);
  for (const kube::ObjectKey& key : all) queue.add(key, 0);
  std::size_t i = 0;
  const AllocationCounter allocations;
  for (auto _ : state) queue.add(all[++i % all.size()], 0);
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AddCoalesces);

// A failure: the key comes back after its back-off.
void BM_AddRateLimited(benchmark::State& state) {
  sim::FirstChooser chooser;
  sim::Scheduler scheduler(chooser);
  sim::Actor& actor = scheduler.start("controller");
  WorkQueue queue(actor, "targetGroupBinding", {.shared_bucket = false});
  std::uint64_t handled = 0;
  sim::spawn(actor, work(queue, handled));
  scheduler.settle(kManySteps);
  const kube::ObjectKey key{"example-ns", "my-tcp-gateway"};
  const AllocationCounter allocations;
  for (auto _ : state) {
    queue.add_rate_limited(key, 0);
    scheduler.settle(kManySteps);
  }
  allocations.report(state);
  state.SetItemsProcessed(state.iterations());
  scheduler.drop(actor, sim::OpenCalls::abandon);
}
BENCHMARK(BM_AddRateLimited);

}  // namespace
}  // namespace nlbsim::bench
