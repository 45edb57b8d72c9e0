#include "engine/reconcilers/gateway_writer.h"

#include <fmt/format.h>

#include <array>

#include "api/kube/error_reasons.h"
#include "engine/names.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// client-go's default retry of a conflict: 4 tries in all.
constexpr std::array<std::chrono::milliseconds, 3> kConflictBackoff{
    std::chrono::milliseconds{10}, std::chrono::milliseconds{50}, std::chrono::milliseconds{250}};

}  // namespace

kube::ObjectRef GatewayWriter::newest(const kube::ObjectRef& gateway) const {
  kube::ObjectRef cached = listers_.get(kube::kGateways, gateway->meta().key());
  const bool ahead = cached && cached->meta().uid == gateway->meta().uid &&
                     cached->meta().resource_version > gateway->meta().resource_version;
  return ahead ? cached : gateway;
}

sim::Task<sim::Result<kube::ObjectRef>> GatewayWriter::set_finalizer(kube::ObjectRef gateway, Finalizer change,
                                                                     sim::RecordId cause) {
  if (context_.config.plan_only) co_return newest(gateway);
  const bool add = change == Finalizer::add;
  for (std::size_t attempt = 0;; ++attempt) {
    const kube::ObjectRef current = newest(gateway);
    auto patch =
        add ? add_finalizer_patch(current, kGatewayFinalizer) : remove_finalizer_patch(current, kGatewayFinalizer);
    if (!patch) co_return current;
    PatchTarget target{kube::kGateways, current->meta().key(), ""};
    auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (answer) co_return *answer;
    if (kube::is_not_found(answer.error()) && !add) co_return current;
    if (!kube::is_conflict(answer.error()) || attempt == kConflictBackoff.size()) {
      std::string text = fmt::format("Failed {} finalizer due to {}", add ? "add" : "remove", answer.error().message);
      events_(gateway, {EventType::warning, add ? "FailedAddFinalizer" : "FailedRemoveFinalizer", std::move(text)},
              cause);
      co_return sim::forward(answer.error());
    }
    co_await sim::sleep_for(kConflictBackoff[attempt]);
  }
}

sim::Task<sim::Result<bool>> GatewayWriter::write_status(kube::ObjectRef gateway, GatewayReport report,
                                                         sim::RecordId cause) {
  // Conditions speak of the generation that was built, whatever the newest version says by now.
  const Stamp stamp{gateway->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
  auto patch = gateway_status_patch(newest(gateway), report, stamp, *context_.config.profile);
  if (!patch) co_return false;
  PatchTarget target{kube::kGateways, gateway->meta().key(), "status"};
  auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
  const auto answer = co_await std::move(patching);
  if (answer || kube::is_not_found(answer.error())) co_return answer.has_value();
  std::string text = fmt::format("Failed update status due to {}", answer.error().message);
  if (!kube::is_conflict(answer.error()))
    events_(gateway, {EventType::warning, "FailedUpdateStatus", std::move(text)}, cause);
  co_return sim::forward(answer.error());
}

}  // namespace nlbsim::engine
