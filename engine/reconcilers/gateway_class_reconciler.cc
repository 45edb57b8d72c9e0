#include "engine/reconcilers/gateway_class_reconciler.h"

#include <fmt/format.h>

#include "engine/configuration/load_balancer.h"
#include "engine/names.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/gateway_class_status.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// The configuration that the class was last processed with, "" for none. Written when that changes, with the time.
std::optional<api::Json> annotation_patch(const kube::ObjectRef& gateway_class, const std::string& processed,
                                          sim::Instant now) {
  const auto& annotations = gateway_class->meta().annotations;
  const auto found = annotations.find(std::string(kLastProcessedConfig));
  if (found != annotations.end() && found->second == processed) return std::nullopt;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.since_epoch).count();
  api::Json values = api::Json::object();
  values[std::string(kLastProcessedConfig)] = processed;
  values[std::string(kLastProcessedConfigTimestamp)] = std::to_string(seconds);
  return api::Json{{"metadata", {{"annotations", std::move(values)}}}};
}

PatchTarget target_of(const kube::ObjectRef& gateway_class, std::string subresource = {}) {
  return {kube::kGatewayClasses, gateway_class->meta().key(), std::move(subresource)};
}

}  // namespace

sim::Task<Outcome> GatewayClassReconciler::reconcile(Request request) {
  const kube::ObjectRef gateway_class = listers_.get(kube::kGatewayClasses, request.key);
  if (!is_our_class(gateway_class)) co_return Done{};
  if (gateway_class->meta().deleting()) co_return co_await release(gateway_class, request.cause);
  co_return co_await accept(gateway_class, request.cause);
}

sim::Task<Outcome> GatewayClassReconciler::accept(kube::ObjectRef gateway_class, sim::RecordId cause) {
  const bool plan_only = context_.config.plan_only;
  if (auto patch = add_finalizer_patch(gateway_class, kGatewayClassFinalizer); patch && !plan_only) {
    auto patching = patch_object(context_, target_of(gateway_class), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (!answer) co_return Failed{answer.error()};
    gateway_class = *answer;
  }
  std::string missing;
  const auto processed = processed_configuration(listers_, gateway_class, missing);
  const kube::Condition accepted = gateway_class_accepted(missing);
  std::optional<api::Json> annotations;
  if (processed) annotations = annotation_patch(gateway_class, *processed, context_.scheduler.now());
  if (annotations && !plan_only) {
    auto patching = patch_object(context_, target_of(gateway_class), std::move(*annotations), cause);
    const auto answer = co_await std::move(patching);
    if (!answer) co_return Failed{answer.error()};
    gateway_class = *answer;
  }
  const Stamp stamp{gateway_class->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
  if (auto patch = gateway_class_status_patch(gateway_class, accepted, stamp, *context_.config.profile)) {
    auto patching = patch_object(context_, target_of(gateway_class, "status"), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (!answer) co_return Failed{answer.error()};
  }
  co_return Done{};
}

sim::Task<Outcome> GatewayClassReconciler::release(kube::ObjectRef gateway_class, sim::RecordId cause) {
  const std::string name = gateway_class->meta().name;
  if (!gateways_of_class(listers_, name).empty()) {
    if (context_.config.profile->class_deletion_waits_for_events) co_return Done{};
    sim::Error error;
    error.code = "GatewayClassInUse";
    error.message = fmt::format("unable to delete GatewayClass [{}], as it is still referenced by Gateways", name);
    co_return Failed{std::move(error)};
  }
  auto patch = remove_finalizer_patch(gateway_class, kGatewayClassFinalizer);
  if (!patch || context_.config.plan_only) co_return Done{};
  auto patching = patch_object(context_, target_of(gateway_class), std::move(*patch), cause);
  const auto answer = co_await std::move(patching);
  if (!answer && answer.error().code != "NotFound") co_return Failed{answer.error()};
  co_return Done{};
}

}  // namespace nlbsim::engine
