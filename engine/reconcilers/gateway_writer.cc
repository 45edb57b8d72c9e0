#include "engine/reconcilers/gateway_writer.h"

#include <fmt/format.h>

#include "api/kube/error_reasons.h"
#include "engine/names.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// Ours on a Gateway, and on the configuration that it was made by.
constexpr Finalizer kOfGateway{kube::kGateways, kGatewayFinalizer};
constexpr Finalizer kOfConfiguration{kube::kLoadBalancerConfigurations, kLoadBalancerConfigurationFinalizer};

}  // namespace

sim::Task<sim::Result<kube::ObjectRef>> GatewayWriter::set_finalizer(kube::ObjectRef gateway, FinalizerChange change,
                                                                     sim::RecordId cause) {
  auto setting = engine::set_finalizer(context_, listers_.of(kube::kGateways), kOfGateway, gateway, change, cause);
  auto set = co_await std::move(setting);
  if (!set) tell_finalizer(gateway, change, set.error(), cause);
  co_return set;
}

sim::Task<sim::Result<void>> GatewayWriter::hold_configuration(kube::ObjectRef gateway, ConfigurationRef configuration,
                                                               sim::RecordId cause) {
  for (const kube::ObjectRef& object : configuration->objects) {
    const Lister& lister = listers_.of(kube::kLoadBalancerConfigurations);
    if (object->meta().deleting() || newest(lister, object)->meta().has_finalizer(kOfConfiguration.name)) continue;
    auto setting = engine::set_finalizer(context_, lister, kOfConfiguration, object, FinalizerChange::add, cause);
    const auto set = co_await std::move(setting);
    if (set) continue;
    tell_finalizer(gateway, FinalizerChange::add, set.error(), cause);
    co_return sim::forward(set.error());
  }
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> GatewayWriter::note_capacity(kube::ObjectRef gateway, bool reserved, sim::RecordId cause) {
  if (context_.config.plan_only) co_return sim::Result<void>();
  const kube::ObjectRef current = newest(listers_.of(kube::kGateways), gateway);
  const std::string wanted = reserved ? "true" : "false";
  const auto& annotations = current->meta().annotations;
  const auto shown = annotations.find(std::string(kProvisionedCapacity));
  if (shown != annotations.end() && shown->second == wanted) co_return sim::Result<void>();
  api::Json patch = api::Json::object();
  patch["metadata"]["annotations"][std::string(kProvisionedCapacity)] = wanted;
  PatchTarget target{kube::kGateways, gateway->meta().key(), ""};
  auto patching = patch_object(context_, std::move(target), std::move(patch), cause);
  const auto answer = co_await std::move(patching);
  if (!answer) co_return sim::forward(answer.error());
  co_return sim::Result<void>();
}

void GatewayWriter::tell_finalizer(const kube::ObjectRef& gateway, FinalizerChange change, const sim::Error& error,
                                   sim::RecordId cause) {
  const bool add = change == FinalizerChange::add;
  std::string text = fmt::format("Failed {} finalizer due to {}", add ? "add" : "remove", error.message);
  events_(gateway, {EventType::warning, add ? "FailedAddFinalizer" : "FailedRemoveFinalizer", std::move(text)}, cause);
}

sim::Task<sim::Result<bool>> GatewayWriter::write_status(kube::ObjectRef gateway, GatewayReport report,
                                                         sim::RecordId cause) {
  if (!counts_sets_) report.attached_sets.reset();
  // Conditions speak of the generation that was built, whatever the newest version says by now.
  const Stamp stamp{gateway->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
  auto patch =
      gateway_status_patch(newest(listers_.of(kube::kGateways), gateway), report, stamp, *context_.config.profile);
  if (!patch) co_return false;
  PatchTarget target{kube::kGateways, gateway->meta().key(), "status"};
  auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
  const auto answer = co_await std::move(patching);
  if (answer && report.attached_sets)
    counts_sets_ = (*answer)->view<kube::Gateway>().status.attachedListenerSets == *report.attached_sets;
  if (answer || kube::is_not_found(answer.error())) co_return answer.has_value();
  std::string text = fmt::format("Failed update status due to {}", answer.error().message);
  if (!kube::is_conflict(answer.error()))
    events_(gateway, {EventType::warning, "FailedUpdateStatus", std::move(text)}, cause);
  co_return sim::forward(answer.error());
}

sim::Task<sim::Result<void>> GatewayWriter::write_sets(std::vector<ListenerSetReport> sets, sim::RecordId cause) {
  sim::Result<void> outcome;
  for (const ListenerSetReport& report : sets) {
    const Stamp stamp{report.set->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
    auto patch = listener_set_status_patch(newest(listers_.of(kube::kListenerSets), report.set), report, stamp,
                                           *context_.config.profile);
    if (!patch) continue;
    PatchTarget target{kube::kListenerSets, report.set->meta().key(), "status"};
    auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (!answer && !kube::is_not_found(answer.error()) && outcome) outcome = sim::forward(answer.error());
  }
  co_return outcome;
}

}  // namespace nlbsim::engine
