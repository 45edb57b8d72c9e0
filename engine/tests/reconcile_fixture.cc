#include "engine/tests/reconcile_fixture.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::engine::testing {

sim::Task<sim::Result<void>> PatchServer::call(api::CallContext, api::CallRef request) {
  if (&request->operation() != &kube::Patch::info()) co_return sim::fail("MethodNotAllowed", "patches only");
  if (before_patch) std::exchange(before_patch, nullptr)();
  auto& call = api::as<kube::Patch>(*request);
  co_return patch(call.request, call.response);
}

sim::Result<void> PatchServer::patch(const kube::Patch::Request& request, kube::Patch::Response& response) {
  if (!refusals.empty()) {
    const std::string code = refusals.front();
    refusals.erase(refusals.begin());
    return sim::fail(code, "refused");
  }
  kube::ObjectRef object = cluster_.get(request.resource, request.key);
  for (const auto& [resource, held] : held_)
    if (resource == request.resource && held->meta().key() == request.key) object = held;
  if (!object) return sim::fail("NotFound", request.key.text() + " not found");
  const std::string_view locked = api::text(api::at(*request.body, "metadata", "resourceVersion"));
  if (!locked.empty() && locked != std::to_string(object->meta().resource_version))
    return sim::fail("Conflict", "the object has been modified");
  api::Json document = object->document();
  api::Json body = *request.body;
  if (body.contains("metadata")) body["metadata"].erase("resourceVersion");
  api::merge_patch(document, body);
  log.push_back(fmt::format("{} {} {}", request.resource.plural, request.key.text(), request.subresource));
  bodies.push_back(*request.body);
  if (cache_lags) {
    document["metadata"]["resourceVersion"] = std::to_string(object->meta().resource_version + 1);
    held_.emplace_back(request.resource, kube::Object::make(std::move(document)));
    response.object = held_.back().second;
  } else {
    cluster_.put(request.resource, std::move(document));
    response.object = cluster_.get(request.resource, request.key);
  }
  return {};
}

void PatchServer::catch_up() {
  cache_lags = false;
  for (const auto& [resource, held] : std::exchange(held_, {})) cluster_.put(resource, held->document());
}

ReconcileTest::ReconcileTest(const std::string& objects)
    : cluster_(objects),
      kube_(cluster_),
      scheduler_(chooser_),
      actor_(scheduler_.start("controller-1")),
      context_{scheduler_, journal_, actor_, kube_, kube_, kube_, kube_, config_} {
  config_.profile = &profile_;
}

namespace {

sim::Task<void> drive(Reconciler& reconciler, Request request, std::optional<Outcome>& outcome) {
  auto task = reconciler.reconcile(std::move(request));
  outcome = co_await std::move(task);
}

}  // namespace

Outcome ReconcileTest::run(Reconciler& reconciler, const kube::ObjectKey& key) {
  std::optional<Outcome> outcome;
  Request request;
  request.key = key;
  sim::spawn(actor_, drive(reconciler, std::move(request), outcome));
  EXPECT_TRUE(scheduler_.settle(10'000));
  if (!outcome) ADD_FAILURE() << "the reconcile never ended";
  return outcome.value_or(Outcome{Done{}});
}

std::string render(const Outcome& outcome) {
  if (const auto* failed = std::get_if<Failed>(&outcome))
    return (failed->retry == Retry::on_change ? "waits for a change after " : "failed ") + failed->error.code;
  if (const auto* again = std::get_if<RequeueAfter>(&outcome))
    return fmt::format("requeue-after {}{}", sim::format_duration(again->delay),
                       again->kind == sim::TimerKind::periodic ? " periodic" : "");
  return "done";
}

}  // namespace nlbsim::engine::testing
