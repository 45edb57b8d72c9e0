// What a reconcile costs: one that finds nothing to do, and those that bring many Gateways from nothing to converged.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "api/kube/views.h"
#include "api/records.h"
#include "bench/allocations.h"
#include "bench/scenario_runs.h"
#include "scenarios/load/fleet.h"
#include "scenarios/runner/user.h"

namespace nlbsim::bench {
namespace {

using scenarios::Manifest;
using scenarios::User;
using scenarios::World;
using scenarios::WorldTemplate;

constexpr std::uint64_t kManySteps = 1'000'000'000;

WorldTemplate fleet_template() { return *WorldTemplate::make(scenarios::fleet_world(), "seed", "seed-compat"); }

void converge(World& world, User& user, int gateways) {
  user.apply("", scenarios::fleet(gateways), 0);
  world.scheduler().settle(kManySteps);
}

// Somebody labels the Gateway: a patch, a watch event, and a reconcile that finds everything as it should be.
void BM_TouchConvergedGateway(benchmark::State& state) {
  const WorldTemplate plan = fleet_template();
  sim::FirstChooser chooser;
  World world(plan, chooser);
  User user(world);
  converge(world, user, 1);
  world.journal().limit(4096);
  scenarios::PatchStep step;
  step.ref.kind = "Gateway";
  step.ref.namespace_ = scenarios::fleet_gateway(0).namespace_;
  step.ref.name = scenarios::fleet_gateway(0).name;
  step.type = "merge";
  const std::array bodies{
      std::make_shared<const api::Json>(api::Json{{"metadata", {{"labels", {{"touched", "once"}}}}}}),
      std::make_shared<const api::Json>(api::Json{{"metadata", {{"labels", {{"touched", "again"}}}}}})};
  const auto touch = [&](std::size_t i) {
    user.patch(step, bodies[i % 2], 0);
    world.scheduler().settle(kManySteps);
  };
  const sim::RecordId before = world.journal().last();
  touch(0);
  const auto first = world.journal().find(before + 1) - world.journal().records().data();
  const Figures once = figures(world.journal().records().subspan(static_cast<std::size_t>(first)));
  const AllocationCounter allocations;
  std::size_t i = 1;
  for (auto _ : state) touch(i++);
  allocations.report(state);
  state.counters["reconciles"] = static_cast<double>(once.reconciles);
  state.counters["calls"] = static_cast<double>(once.calls);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(once.reconciles));
}
BENCHMARK(BM_TouchConvergedGateway)->Unit(benchmark::kMicrosecond);

// Every cached object to every handler again, as a resync does: one reconcile of each object there is.
void BM_ResyncConverged(benchmark::State& state) {
  const WorldTemplate plan = fleet_template();
  sim::FirstChooser chooser;
  World world(plan, chooser);
  User user(world);
  converge(world, user, static_cast<int>(state.range(0)));
  const auto reconciles = [&] { return figures(world.journal().records()).reconciles; };
  const auto resync = [&] {
    world.replicas().front().replica->resync();
    world.scheduler().settle(kManySteps);
  };
  const std::uint64_t before = reconciles();
  resync();
  const auto each = static_cast<double>(reconciles() - before);
  world.journal().limit(4096);
  const AllocationCounter allocations;
  for (auto _ : state) resync();
  allocations.report(state, each);
  state.counters["reconciles"] = each;
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(each));
}
BENCHMARK(BM_ResyncConverged)->Arg(1)->Arg(100)->Unit(benchmark::kMicrosecond);

bool programmed(const kube::Object& gateway) {
  const kube::Condition* condition =
      kube::find_condition(gateway.view<kube::Gateway>().status.conditions, "Programmed");
  return condition && condition->status == "True";
}

// From the creation of each Gateway to Programmed=True, in seconds, sorted.
std::vector<double> seconds_to_programmed(std::span<const sim::Record> records) {
  std::map<kube::ObjectKey, sim::Instant> created;
  std::vector<double> out;
  for (const sim::Record& record : records) {
    if (record.kind != sim::RecordKind::object_changed) continue;
    const auto& changed = api::payload<api::ObjectChanged>(record);
    if (changed.resource != kube::kGateways) continue;
    const kube::ObjectKey key = changed.object->meta().key();
    if (changed.type == kube::WatchEventType::added) created[key] = record.at;
    const auto since = created.find(key);
    if (since == created.end() || !programmed(*changed.object)) continue;
    out.push_back(std::chrono::duration<double>(record.at - since->second).count());
    created.erase(since);
  }
  std::ranges::sort(out);
  return out;
}

double percentile(const std::vector<double>& sorted, std::size_t percent) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

void BM_FleetFromNothing(benchmark::State& state) {
  const int gateways = static_cast<int>(state.range(0));
  const WorldTemplate plan = fleet_template();
  const std::vector<Manifest> manifests = scenarios::fleet(gateways);
  Figures made;
  std::vector<double> to_programmed;
  Allocations allocated;
  for (auto _ : state) {
    sim::FirstChooser chooser;
    const AllocationCounter allocations;
    auto world = std::make_unique<World>(plan, chooser);
    auto user = std::make_unique<User>(*world);
    user->apply("", manifests, 0);
    world->scheduler().settle(kManySteps);
    benchmark::DoNotOptimize(world->journal().hash());
    state.PauseTiming();
    allocated = allocations.since();
    made = figures(world->journal().records());
    to_programmed = seconds_to_programmed(world->journal().records());
    state.ResumeTiming();
    user.reset();
    world.reset();
  }
  if (to_programmed.size() != static_cast<std::size_t>(gateways))
    state.SkipWithError("not every Gateway is programmed");
  const auto per = [](std::uint64_t all, std::uint64_t by) {
    return static_cast<double>(all) / static_cast<double>(by);
  };
  const auto count = static_cast<std::uint64_t>(gateways);
  state.counters["gateways/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * gateways, benchmark::Counter::kIsRate);
  state.counters["reconciles/gw"] = per(made.reconciles, count);
  state.counters["calls/gw"] = per(made.calls, count);
  state.counters["aws_calls/reconcile"] = per(made.aws_calls, made.reconciles);
  state.counters["allocs/reconcile"] = per(allocated.count, made.reconciles);
  state.counters["bytes/reconcile"] = per(allocated.bytes, made.reconciles);
  state.counters["programmed_p50_s"] = percentile(to_programmed, 50);
  state.counters["programmed_p95_s"] = percentile(to_programmed, 95);
  state.counters["programmed_p99_s"] = percentile(to_programmed, 99);
}
BENCHMARK(BM_FleetFromNothing)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nlbsim::bench
