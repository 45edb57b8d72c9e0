#include "scenarios/runner/metrics.h"

#include <algorithm>
#include <map>
#include <optional>

#include "api/kube/views.h"
#include "scenarios/runner/call_view.h"

namespace nlbsim::scenarios {

namespace {

using sim::RecordKind;

std::int64_t count_reconciles(std::span<const sim::Record> records, bool failed_only) {
  return std::ranges::count_if(records, [&](const sim::Record& record) {
    return record.kind == RecordKind::reconcile_finished &&
           (!failed_only || api::payload<api::ReconcileFinished>(record).outcome == api::ReconcileOutcome::error);
  });
}

std::int64_t count_calls(const CallView& view, sim::RecordId since, api::Plane plane, std::optional<bool> mutating) {
  CallFilter filter;
  filter.plane = plane;
  filter.mutating = mutating;
  Bindings none;
  return view.count(filter, since, none);
}

// The ARN in the message of a Programmed=True condition, or empty.
std::string_view programmed_arn(const kube::ObjectRef& gateway) {
  const kube::Condition* programmed =
      kube::find_condition(gateway->view<kube::Gateway>().status.conditions, "Programmed");
  if (!programmed || programmed->status != "True") return {};
  return programmed->message;
}

api::Json programmed_lag(std::span<const sim::Record> records) {
  std::map<std::string, sim::Instant, std::less<>> active;  // by ARN
  std::optional<sim::Duration> longest;
  for (const sim::Record& record : records) {
    if (record.kind == RecordKind::resource_changed) {
      const auto& changed = api::payload<api::ResourceChanged>(record);
      if (changed.resource == "LoadBalancer" && changed.change == "active") active[changed.key] = record.at;
    }
    if (record.kind != RecordKind::object_changed) continue;
    const auto& changed = api::payload<api::ObjectChanged>(record);
    if (changed.resource != kube::kGateways || changed.type == kube::WatchEventType::deleted) continue;
    const auto since = active.find(programmed_arn(changed.object));
    if (since == active.end()) continue;
    longest = std::max(longest.value_or(sim::Duration::zero()), record.at - since->second);
    active.erase(since);  // later writes of the same condition say nothing new
  }
  if (!longest) return nullptr;
  return sim::format_duration(*longest);
}

}  // namespace

api::Json metric(std::string_view name, std::span<const sim::Record> records, std::span<const std::string> actors,
                 sim::RecordId since) {
  const CallView view(records, actors);
  if (name == "reconciles") return count_reconciles(view.after(since), false);
  if (name == "failedReconciles") return count_reconciles(view.after(since), true);
  if (name == "awsCalls") return count_calls(view, since, api::Plane::aws, std::nullopt);
  if (name == "awsMutations") return count_calls(view, since, api::Plane::aws, true);
  if (name == "kubeMutations") return count_calls(view, since, api::Plane::kube, true);
  if (name == "programmedLagAfterActive") return programmed_lag(view.after(since));
  return nullptr;
}

}  // namespace nlbsim::scenarios
