#include "scenarios/explore/plan.h"

#include <cassert>
#include <utility>

#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios {

namespace {

// A restart onto an old list: the controller is away for a moment, its first list hides what happened shortly before it
// died, and the watch that would tell comes late.
constexpr sim::Duration kStaleAway = std::chrono::seconds{1};
constexpr sim::Duration kStaleFor = std::chrono::milliseconds{1500};
constexpr sim::Duration kStaleWatchDelay = std::chrono::seconds{30};
constexpr sim::Duration kStaleWindow = std::chrono::seconds{60};

FaultSpec at_call(const CallSite& site, std::string id) {
  FaultSpec fault;
  fault.id = std::move(id);
  fault.on.plane = site.plane;
  fault.on.caller = exactly(site.actor);
  fault.on.op = exactly(site.op);
  if (site.plane == FaultPlane::aws) return fault;
  fault.on.kind = exactly(site.kind);
  if (!site.namespace_.empty()) fault.on.namespace_ = exactly(site.namespace_);
  if (!site.name.empty()) fault.on.name = exactly(site.name);
  return fault;
}

FaultSpec at_event(const EventSite& site, std::string id) {
  FaultSpec fault;
  fault.id = std::move(id);
  fault.on.plane = FaultPlane::watch;
  fault.on.caller = exactly(site.actor);
  fault.on.op = exactly(site.type);
  fault.on.kind = exactly(site.kind);
  if (!site.namespace_.empty()) fault.on.namespace_ = exactly(site.namespace_);
  fault.on.name = exactly(site.name);
  fault.when.call = site.nth;
  return fault;
}

FaultSpec crash_at(const CallSite& site, FaultPhase phase) {
  FaultSpec fault = at_call(site, "crash");
  fault.phase = phase;
  fault.when.call = phase == FaultPhase::before ? site.sent : site.applied;
  fault.effects = {effects::crash("controller", kStartedAgainAfter)};
  return fault;
}

FaultSpec lost_reply_at(const CallSite& site) {
  FaultSpec fault = at_call(site, "lost-reply");
  fault.phase = FaultPhase::after;
  fault.when.call = site.applied;
  fault.effects = {effects::lost_reply()};
  return fault;
}

FaultSpec error_at(const CallSite& site, std::string_view code, bool until_healed) {
  FaultSpec fault = at_call(site, "error");
  (until_healed ? fault.when.from : fault.when.call) = site.sent;
  if (until_healed) fault.when.lasts = kHealedAfter;
  fault.effects = {effects::error(std::string(code))};
  return fault;
}

std::vector<FaultSpec> stale_restart_at(const EventSite& site) {
  FaultSpec crash = at_event(site, "crash");
  crash.effects = {effects::crash("controller", kStaleAway)};
  FaultSpec list;
  list.id = "stale-list";
  list.on.plane = FaultPlane::k8s;
  list.on.caller = exactly(site.actor);
  list.on.op = exactly("list");
  list.on.kind = exactly(site.kind);
  list.when.call = site.lists + 1;
  list.phase = FaultPhase::after;
  list.effects = {effects::older_answer(kStaleFor)};
  FaultSpec watch;
  watch.id = "late-watch";
  watch.on.plane = FaultPlane::watch;
  watch.on.caller = exactly(site.actor);
  watch.on.kind = exactly(site.kind);
  watch.when.between = std::pair{site.sent_at, site.sent_at + kStaleWindow};
  watch.effects = {effects::delay(kStaleWatchDelay)};
  return {std::move(crash), std::move(list), std::move(watch)};
}

FaultSpec unobserved_at(const EventSite& site) {
  FaultSpec fault = at_event(site, "unobserved");
  fault.effects = {effects::lost_event()};
  return fault;
}

std::string operation_of(const CallSite& site) { return site.kind.empty() ? site.op : site.op + " " + site.kind; }
std::string operation_of(const EventSite& site) { return site.type + " of " + site.kind; }

}  // namespace

Pattern exactly(std::string_view text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = text;
  node.quoted = true;
  Problems problems("");
  Scope scope{problems, {}};
  return Pattern::compile(node, scope, "");
}

std::string_view name(PlanKind kind) {
  static constexpr std::array<std::string_view, kPlanKinds> kNames{
      "no fault",   "crash before",       "crash after",   "lost reply",
      "error once", "error until healed", "stale restart", "unobserved event"};
  return kNames[static_cast<std::size_t>(kind)];
}

PlanSpace::PlanSpace(Trace trace) : trace_(std::move(trace)) {
  std::vector<std::size_t> all, applied, changing, aws, kube, stale, covered;
  for (std::size_t i = 0; i < trace_.calls.size(); ++i) {
    const CallSite& site = trace_.calls[i];
    all.push_back(i);
    if (site.applied > 0) applied.push_back(i);
    if (site.applied > 0 && site.mutates) changing.push_back(i);
    (site.plane == FaultPlane::aws ? aws : kube).push_back(i);
  }
  for (std::size_t i = 0; i < trace_.events.size(); ++i) {
    const EventSite& site = trace_.events[i];
    if (site.status_only) continue;
    stale.push_back(i);
    if (site.followed) covered.push_back(i);
  }
  add({PlanKind::fault_free, false, {0}});
  add({PlanKind::crash_before, false, std::move(all)});
  add({PlanKind::crash_after, false, std::move(applied)});
  add({PlanKind::lost_reply, false, std::move(changing)});
  for (const PlanKind kind : {PlanKind::error_once, PlanKind::error_until_healed}) {
    add({kind, true, aws, kAwsErrorCodes.size()});
    add({kind, false, kube, kKubeErrorCodes.size()});
  }
  add({PlanKind::stale_restart, false, std::move(stale)});
  add({PlanKind::unobserved_event, false, std::move(covered)});
}

void PlanSpace::add(Block block) {
  size_ += block.size();
  blocks_.push_back(std::move(block));
}

std::array<std::size_t, kPlanKinds> PlanSpace::counts() const {
  std::array<std::size_t, kPlanKinds> counts{};
  for (const Block& block : blocks_) counts[static_cast<std::size_t>(block.kind)] += block.size();
  return counts;
}

Plan PlanSpace::at(std::size_t index) const {
  assert(index < size_);
  for (const Block& block : blocks_) {
    if (index < block.size()) return make(block, block.sites[index / block.codes], index % block.codes);
    index -= block.size();
  }
  return {};
}

Plan PlanSpace::make(const Block& block, std::size_t site, std::size_t code) const {
  Plan plan;
  plan.kind = block.kind;
  plan.text = name(block.kind);
  if (block.kind == PlanKind::fault_free) return plan;
  if (block.kind == PlanKind::stale_restart || block.kind == PlanKind::unobserved_event) {
    const EventSite& event = trace_.events[site];
    plan.operation = operation_of(event);
    plan.text += ": " + event.text();
    if (block.kind == PlanKind::stale_restart) plan.faults = stale_restart_at(event);
    else plan.faults.push_back(unobserved_at(event));
    return plan;
  }
  const CallSite& call = trace_.calls[site];
  plan.operation = operation_of(call);
  plan.text += ": " + call.text();
  switch (block.kind) {
    case PlanKind::crash_before: plan.faults.push_back(crash_at(call, FaultPhase::before)); break;
    case PlanKind::crash_after: plan.faults.push_back(crash_at(call, FaultPhase::after)); break;
    case PlanKind::lost_reply: plan.faults.push_back(lost_reply_at(call)); break;
    default: {
      const std::string_view wanted = block.aws ? kAwsErrorCodes[code] : kKubeErrorCodes[code];
      plan.text += ", " + std::string(wanted);
      plan.faults.push_back(error_at(call, wanted, block.kind == PlanKind::error_until_healed));
    }
  }
  return plan;
}

}  // namespace nlbsim::scenarios
