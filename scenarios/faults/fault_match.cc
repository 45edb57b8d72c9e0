#include "scenarios/faults/fault_match.h"

#include <algorithm>

#include "api/kube/kube.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

bool fits(const std::optional<Pattern>& pattern, std::string_view text) {
  if (!pattern) return true;
  Bindings none;
  return pattern->matches(Json(text), none);
}

bool fits_object(const FaultTarget& target, std::string_view kind, const kube::ObjectKey& key) {
  return fits(target.kind, kind) && fits(target.namespace_, key.namespace_) && fits(target.name, key.name);
}

}  // namespace

bool fits(const FaultTarget& target, const api::AnyCall& call, std::string_view caller) {
  const api::OperationInfo& operation = call.operation();
  const FaultPlane plane = plane_of(call);
  if (target.plane != plane || !fits(target.op, operation.name) || !fits(target.caller, caller)) return false;
  if (!target.kind && !target.namespace_ && !target.name) return true;
  if (plane == FaultPlane::k8s) return fits_object(target, kube::resource_of(call).kind, kube::key_of(call));
  return !target.kind && !target.namespace_ && fits(target.name, call.subject());
}

bool fits(const FaultTarget& target, const kube::WatchEvent& event, std::string_view kind, std::string_view caller) {
  if (target.plane != FaultPlane::watch || !fits(target.caller, caller)) return false;
  const bool of_object = event.type != kube::WatchEventType::bookmark && event.type != kube::WatchEventType::error;
  if (!of_object && !target.op) return false;
  if (!fits(target.op, kube::name(event.type))) return false;
  return fits_object(target, kind, of_object ? event.object->meta().key() : kube::ObjectKey());
}

namespace {

bool has(const FaultSpec& fault, bool (FaultEffect::*property)() const) {
  return std::ranges::any_of(fault.effects, [&](const EffectRef& effect) { return (*effect.*property)(); });
}

}  // namespace

FaultPlane plane_of(const api::AnyCall& call) {
  return call.operation().plane == api::Plane::aws ? FaultPlane::aws : FaultPlane::k8s;
}

bool repeats(const FaultSpec& fault) { return has(fault, &FaultEffect::repeats); }
bool loses_events(const FaultSpec& fault) { return has(fault, &FaultEffect::loses_events); }
bool changes_answers(const FaultSpec& fault) { return has(fault, &FaultEffect::changes_answers); }

bool StandingFault::in_time(sim::Instant now) const {
  const FaultTime& when = spec_.when;
  const sim::Duration age = now - begin_;
  if (when.at && age < *when.at) return false;
  if (when.between && (age < when.between->first || age >= when.between->second)) return false;
  if (when.lasts && first_strike_ && now - *first_strike_ >= *when.lasts) return false;
  return !when.max || struck_ < *when.max;
}

// Counts a logical call once, at its first attempt.
bool StandingFault::picks(const Occasion& occasion) {
  const FaultTime& when = spec_.when;
  if (occasion.attempt == 1) ++seen_;
  if (!when.call && !when.from && !when.every) return repeats(spec_) || occasion.attempt == 1;
  const LogicalCall call{occasion.caller, occasion.call};
  if (occasion.attempt > 1) return std::ranges::find(picked_, call) != picked_.end();
  if (when.call && seen_ != *when.call) return false;
  if (when.from && seen_ < *when.from) return false;
  if (when.every && seen_ % *when.every != 0) return false;
  if (repeats(spec_)) picked_.push_back(call);
  if (picked_.size() > kRemembered) picked_.pop_front();
  return true;
}

bool StandingFault::strikes(const Occasion& occasion, sim::Chooser& chooser) {
  if (healed_ || !picks(occasion) || !in_time(occasion.now)) return false;
  if (spec_.when.parts_per_million) {
    const std::uint32_t option = chooser.choose(kMillion, {"fault", spec_.id, "strike"});
    if (option < kMillion - *spec_.when.parts_per_million) return false;
  }
  const auto spares = [&](const EffectRef& effect) { return effect->spares(rate_, occasion.now); };
  if (std::ranges::any_of(spec_.effects, spares)) return false;
  if (!first_strike_) first_strike_ = occasion.now;
  ++struck_;
  return true;
}

bool StandingFault::goes_on(sim::Instant now) const {
  if (healed_ || !first_strike_) return false;
  // What an informer has missed it lacks until something tells it again.
  if (loses_events(spec_)) return true;
  return !spec_.when.call && in_time(now);
}

std::string describe_strike(const FaultSpec& fault, std::string_view what) {
  std::string out;
  for (const EffectRef& effect : fault.effects)
    out.append(out.empty() ? "" : ", ").append(effect->describe(fault.phase));
  out += fault.on.plane == FaultPlane::watch || fault.phase == FaultPhase::before ? " at " : " after ";
  return out.append(what);
}

}  // namespace nlbsim::scenarios
