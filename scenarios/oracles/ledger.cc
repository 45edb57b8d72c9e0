#include "scenarios/oracles/ledger.h"

#include <algorithm>

#include "api/kube/kube.h"
#include "scenarios/oracles/bounds.h"

namespace nlbsim::scenarios::oracles {

using sim::Record;
using sim::RecordKind;

bool is_mutation(const api::OperationInfo& operation, const api::AnyCall& call) {
  if (!operation.mutates) return false;
  if (operation.plane != api::Plane::kube) return true;
  const KubeKind kind = kind_of(kube::resource_of(call));
  return kind != KubeKind::event && kind != KubeKind::lease;
}

std::optional<std::size_t> Ledger::cluster_named(std::string_view name) const {
  for (std::size_t i = 0; i < cast_.cluster_count(); ++i)
    if (cast_.cluster_name(i) == name) return i;
  return std::nullopt;
}

Call Ledger::call_behind(const Record& record) const {
  const Record* at = &record;
  if (at->kind == RecordKind::object_changed || at->kind == RecordKind::resource_changed) at = journal_.find(at->cause);
  if (at && at->kind == RecordKind::call_applied) at = journal_.find(api::payload<api::CallApplied>(*at).sent);
  else if (at && at->kind == RecordKind::call_returned) at = journal_.find(api::payload<api::CallReturned>(*at).sent);
  if (!at || at->kind != RecordKind::call_sent) return {};
  return {at, &api::payload<api::CallSent>(*at)};
}

const Record* Ledger::reconcile_behind(const Call& call) const {
  const Record* cause = call ? journal_.find(call.record->cause) : nullptr;
  return cause && cause->kind == RecordKind::reconcile_started ? cause : nullptr;
}

sim::Instant Ledger::due(sim::Instant from, sim::Duration bound) const {
  if (!last_trouble_) return from + bound;
  return std::max(from, *last_trouble_) + bound + kLongestBackoff;
}

void Ledger::input(sim::RecordId record) {
  last_input_ = record;
  came_at_rest_ = resting_since_ != 0;
  resting_since_ = 0;
}

void Ledger::begin_with(const Beginning& beginning) {
  for (const AwsResource& resource : beginning.aws) aws_.begin_with(resource);
  held_rules_ = beginning.rules;
  for (std::size_t i = 0; i < std::min(kube_.size(), beginning.kube.size()); ++i)
    for (const auto& came : beginning.kube[i]) kube_[i].apply(*came, 0, false);
}

void Ledger::apply(const Record& record) {
  switch (record.kind) {
    case RecordKind::call_applied: return apply_call(record, api::payload<api::CallApplied>(record));
    case RecordKind::call_returned:
      if (api::payload<api::CallReturned>(record).error && cast_.is_controller(record.actor)) trouble(record);
      return;
    case RecordKind::object_changed: return apply_object(record);
    case RecordKind::resource_changed:
      if (record.cause == 0) input(record.id);
      if (aws_.apply(api::payload<api::ResourceChanged>(record), record.id)) ++version_;
      return;
    case RecordKind::fault: trouble(record); return input(record.id);
    case RecordKind::actor_changed:
      cast_.apply(record.actor, api::payload<api::ActorChanged>(record));
      ++version_;
      // A controller that starts for the first time interrupts nothing.
      if (api::payload<api::ActorChanged>(record).change != api::ActorChange::started || record.cause != 0)
        trouble(record);
      return input(record.id);
    case RecordKind::step: return apply_step(record);
    default: return;
  }
}

void Ledger::apply_call(const Record& record, const api::CallApplied& applied) {
  const Call call = call_behind(record);
  if (!call) return;
  const api::OperationInfo& operation = call.call().operation();
  if (!operation.mutates || applied.error) return;
  if (operation.plane == api::Plane::aws && aws_.apply({call.call(), call.record->id, record.id})) ++version_;
  if (!cast_.is_controller(call.record->actor) && is_mutation(operation, call.call())) input(record.id);
}

void Ledger::apply_object(const Record& record) {
  const auto& change = api::payload<api::ObjectChanged>(record);
  const Call call = call_behind(record);
  const bool by_controller = call && cast_.is_controller(call.record->actor);
  const KubeKind kind = kind_of(change.resource);
  if (kind == KubeKind::lease && by_controller) cast_.lease_written(call.record->actor, record.id);
  if (kind == KubeKind::lease) return;
  // What the API server does by itself: garbage collection, the end of a namespace.
  if (!call && kind != KubeKind::event) input(record.id);
  const std::size_t cluster = cluster_of(record);
  if (kube_[cluster].apply(change, record.id, by_controller)) ++version_;
}

// The steps that hold watch events back leave no record but their own.
void Ledger::apply_step(const Record& record) {
  const std::string& text = api::payload<api::StepMarker>(record).text;
  if (text.starts_with("hold")) ++held_watches_;
  else if (text == "release" || text == "release {}") held_watches_ = 0;
  else if (text.starts_with("release")) held_watches_ = std::max(0, held_watches_ - 1);
  else return;
  input(record.id);
}

bool Ledger::stand_still(sim::RecordId record) {
  if (held_watches_ > 0) return false;
  for (std::size_t cluster = 0; cluster < cast_.cluster_count(); ++cluster)
    if (!cast_.attended(cluster)) return false;
  if (resting_since_ == 0) resting_since_ = record;
  return true;
}

}  // namespace nlbsim::scenarios::oracles
