// The API server's core, called as the simulation calls it: get, list, merge patches of metadata and status, create and
// delete, and what a watch is told of a change; among 10 and 1,000 objects of the kind.
#include <benchmark/benchmark.h>

#include "bench/allocations.h"
#include "fake_apiserver/api_server.h"
#include "scenarios/load/fleet.h"

namespace nlbsim::bench {
namespace {

using fake_apiserver::ApiServer;

// A server that holds a fleet as it is before any controller has touched it.
class Filled {
 public:
  explicit Filled(std::int64_t gateways) {
    for (const scenarios::Manifest& manifest : scenarios::fleet(static_cast<int>(gateways))) create(manifest);
  }

  template <class Op>
  typename Op::Response perform(typename Op::Request request) {
    api::TypedCall<Op> call(std::move(request));
    const auto answer = server_.apply(context_, call);
    if (!answer) failed_ = answer.error().message;
    context_.records.clear();
    return std::move(call.response);
  }
  void create(const scenarios::Manifest& manifest) {
    const api::Json& document = *manifest.document;
    kube::Create::Request request;
    request.resource = *server_.registry().served_kind(api::text(api::member(document, "apiVersion")),
                                                       api::text(api::member(document, "kind")));
    request.namespace_ = api::text(api::at(document, "metadata", "namespace"));
    request.body = manifest.document;
    perform<kube::Create>(std::move(request));
  }
  ApiServer& server() { return server_; }
  // Ends a benchmark whose calls were refused.
  void report(benchmark::State& state, const AllocationCounter& allocations) const {
    allocations.report(state);
    state.SetItemsProcessed(state.iterations());
    if (!failed_.empty()) state.SkipWithError(failed_.c_str());
  }

 private:
  sim::FirstChooser chooser_;
  ApiServer server_;
  api::CoreContext context_{sim::kWorldStart, chooser_, "bench", {}};
  std::string failed_;
};

void BM_Get(benchmark::State& state) {
  Filled filled(state.range(0));
  const AllocationCounter allocations;
  for (auto _ : state)
    benchmark::DoNotOptimize(filled.perform<kube::Get>({kube::kGateways, scenarios::fleet_gateway(0)}));
  filled.report(state, allocations);
}
BENCHMARK(BM_Get)->Arg(10)->Arg(1'000);

void BM_List(benchmark::State& state) {
  Filled filled(state.range(0));
  const AllocationCounter allocations;
  for (auto _ : state) {
    kube::List::Request request;
    request.resource = kube::kGateways;
    benchmark::DoNotOptimize(filled.perform<kube::List>(std::move(request)));
  }
  filled.report(state, allocations);
}
BENCHMARK(BM_List)->Arg(10)->Arg(1'000);

// The same change back and forth, so that each one is stored.
void patch(benchmark::State& state, const std::string& subresource, const std::array<api::Json, 2>& bodies) {
  Filled filled(state.range(0));
  const std::array shared{std::make_shared<const api::Json>(bodies[0]), std::make_shared<const api::Json>(bodies[1])};
  std::size_t i = 0;
  const AllocationCounter allocations;
  for (auto _ : state) {
    kube::Patch::Request request;
    request.resource = kube::kGateways;
    request.key = scenarios::fleet_gateway(0);
    request.subresource = subresource;
    request.body = shared[++i % 2];
    benchmark::DoNotOptimize(filled.perform<kube::Patch>(std::move(request)));
  }
  filled.report(state, allocations);
}

api::Json label(std::string_view value) { return api::Json{{"metadata", {{"labels", {{"touched", value}}}}}}; }
api::Json address(std::string_view host) {
  const api::Json entry{{"type", "Hostname"}, {"value", host}};
  return api::Json{{"status", {{"addresses", api::Json::array({entry})}}}};
}

void BM_PatchLabel(benchmark::State& state) { patch(state, "", {label("once"), label("again")}); }
BENCHMARK(BM_PatchLabel)->Arg(10)->Arg(1'000);
void BM_PatchStatus(benchmark::State& state) { patch(state, "status", {address("a.example"), address("b.example")}); }
BENCHMARK(BM_PatchStatus)->Arg(10)->Arg(1'000);

void BM_CreateAndDelete(benchmark::State& state) {
  Filled filled(state.range(0));
  const scenarios::Manifest manifest = scenarios::fleet_member(static_cast<int>(state.range(0)) - 1).front();
  const kube::ObjectKey key = scenarios::fleet_gateway(static_cast<int>(state.range(0)) - 1);
  const AllocationCounter allocations;
  for (auto _ : state) {
    kube::Delete::Request request;
    request.resource = kube::kGateways;
    request.key = key;
    filled.perform<kube::Delete>(std::move(request));
    filled.create(manifest);
  }
  filled.report(state, allocations);
}
BENCHMARK(BM_CreateAndDelete)->Arg(10)->Arg(1'000);

// What a new watch is given: all objects, then what changed since.
void BM_StartWatch(benchmark::State& state) {
  Filled filled(state.range(0));
  kube::Watch::Request request;
  request.resource = kube::kGateways;
  const AllocationCounter allocations;
  for (auto _ : state) benchmark::DoNotOptimize(filled.server().start_watch(request));
  filled.report(state, allocations);
}
BENCHMARK(BM_StartWatch)->Arg(10)->Arg(1'000);

// A fresh server, and a copy of a prepared one, which is what a world starts with.
void BM_FreshServer(benchmark::State& state) {
  const AllocationCounter allocations;
  for (auto _ : state) benchmark::DoNotOptimize(ApiServer());
  allocations.report(state);
}
BENCHMARK(BM_FreshServer);
void BM_CopiedServer(benchmark::State& state) {
  const ApiServer prepared;
  const AllocationCounter allocations;
  for (auto _ : state) benchmark::DoNotOptimize(ApiServer(prepared));
  allocations.report(state);
}
BENCHMARK(BM_CopiedServer);

}  // namespace
}  // namespace nlbsim::bench
