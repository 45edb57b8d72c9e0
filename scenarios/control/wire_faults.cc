#include "scenarios/control/wire_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/kube/kube.h"
#include "api/records.h"
#include "scenarios/language/bindings.h"
#include "scenarios/language/fields.h"
#include "scenarios/language/step_parser.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::string_view kPlayed = "error (with status and message), latency and drop: reply";

// What this form of a fault has and a served world cannot do; empty if there is nothing.
std::string_view unplayable(const FaultSpec& fault) {
  const FaultEffect& effect = fault.effect;
  if (fault.on.plane == FaultPlane::watch || effect.drop == "event" || effect.delay || effect.duplicate > 0)
    return "faults of watch events";
  if (effect.throttle_rate) return "throttle";
  if (effect.stale_for || effect.stale_revisions) return "stale";
  if (effect.conflict) return "conflict (say error: Conflict)";
  if (!effect.crash.empty() || !effect.pause.empty()) return "crash and pause";
  if (fault.when.at || fault.when.between || fault.when.parts_per_million) return "when.at, when.between and when.p";
  return {};
}

// The HTTP status that an error code usually comes with.
int usual_status(FaultPlane plane, std::string_view code) {
  struct Usual {
    std::string_view code;
    int kube;
    int aws;
  };
  static constexpr std::array<Usual, 12> kUsual{{{"BadRequest", 400, 400},
                                                 {"Forbidden", 403, 403},
                                                 {"AccessDenied", 403, 403},
                                                 {"NotFound", 404, 404},
                                                 {"AlreadyExists", 409, 400},
                                                 {"Conflict", 409, 400},
                                                 {"Expired", 410, 400},
                                                 {"Invalid", 422, 400},
                                                 {"TooManyRequests", 429, 429},
                                                 {"ServiceUnavailable", 503, 503},
                                                 {"InternalFailure", 500, 500},
                                                 {"Timeout", 504, 504}}};
  const auto found = std::ranges::find(kUsual, code, &Usual::code);
  if (plane == FaultPlane::k8s) return found == kUsual.end() ? 500 : found->kube;
  return found == kUsual.end() ? 400 : found->aws;
}

sim::Error error_of(const FaultSpec& fault) {
  sim::Error error;
  error.code = *fault.effect.error;
  error.message = fault.effect.message.empty() ? "injected by fault " + fault.id : fault.effect.message;
  error.http_status = fault.effect.status != 0 ? fault.effect.status : usual_status(fault.on.plane, error.code);
  return error;
}

bool matches(const std::optional<Pattern>& pattern, std::string_view text) {
  if (!pattern) return true;
  Bindings none;
  return pattern->matches(api::Json(text), none);
}

bool fits(const FaultTarget& target, const api::Passage& passage) {
  const api::OperationInfo& operation = passage.call.operation();
  const bool kube = operation.plane == api::Plane::kube;
  if (kube != (target.plane == FaultPlane::k8s)) return false;
  if (!matches(target.op, operation.name) || !matches(target.caller, passage.context.actor->name())) return false;
  if (!kube) return !target.kind && !target.namespace_ && !target.name;
  const kube::ObjectKey key = kube::key_of(passage.call);
  return matches(target.kind, kube::resource_of(passage.call).kind) && matches(target.namespace_, key.namespace_) &&
         matches(target.name, key.name);
}

}  // namespace

Result<void> WireFaults::add(std::string_view text) {
  auto documents = parse_yaml(text, "fault");
  if (!documents) return sim::forward(std::move(documents.error()));
  Problems problems("fault");
  Scope scope{problems, {}};
  std::vector<std::string> marks;
  StepContext context{scope, marks, {}, {}, {}};
  for (const Active& fault : faults_) context.fault_ids.push_back(fault.spec.id);
  std::vector<FaultSpec> specs;
  const auto read = [&](const Node& node) {
    FaultSpec fault = read_fault(node, context);
    if (const std::string_view what = unplayable(fault); !what.empty())
      problems.add(node.mark, fmt::format("serve does not play {}; it plays {}", what, kPlayed));
    else if (!fault.effect.error && !fault.effect.latency && fault.effect.drop.empty())
      problems.add(node.mark, fmt::format("fault.do has no effect; give it {}", kPlayed));
    specs.push_back(std::move(fault));
  };
  for (const Node& document : *documents)
    if (document.is_list()) std::ranges::for_each(document.items, read);
    else read(document);
  if (problems.empty() && specs.empty()) problems.add({1, 1}, "there is no fault here; send one, or a list of them");
  if (!problems.empty()) return sim::forward(problems.error());
  if (faults_.empty())
    for (api::Pipeline* pipeline : pipelines_) pipeline->add(*this);
  for (FaultSpec& spec : specs) faults_.push_back(Active{std::move(spec), 0, 0, 0, nullptr});
  return {};
}

std::size_t WireFaults::clear() {
  if (!faults_.empty())
    for (api::Pipeline* pipeline : pipelines_) pipeline->remove(*this);
  const std::size_t count = faults_.size();
  faults_.clear();
  return count;
}

api::Json WireFaults::describe() const {
  api::Json out = api::Json::array();
  for (const Active& fault : faults_)
    out.push_back({{"id", fault.spec.id}, {"calls", fault.calls}, {"hits", fault.hits}});
  return out;
}

// Counted by logical calls: the repeats of one that was struck are struck too, as far as `max` goes.
bool WireFaults::strikes(Active& fault, const api::Passage& passage) {
  if (!fits(fault.spec.on, passage)) return false;
  const FaultTime& when = fault.spec.when;
  if (when.max && fault.hits >= *when.max) return false;
  const bool repeated = passage.context.attempt > 1;
  if (!repeated) ++fault.calls;
  const bool again = fault.last_call == passage.context.call && fault.caller == passage.context.actor;
  const bool struck =
      repeated ? again : (!when.call || fault.calls == *when.call) && (!when.every || fault.calls % *when.every == 0);
  if (!struck) return false;
  ++fault.hits;
  fault.last_call = passage.context.call;
  fault.caller = passage.context.actor;
  return true;
}

void WireFaults::note(const Active& fault, const api::Passage& passage, std::string_view what) {
  auto injected = std::make_shared<api::FaultInjected>();
  injected->fault = fault.spec.id;
  injected->what = fmt::format("{} of {}", what, passage.call.operation().name);
  world_.journal().append(world_.scheduler().now(), passage.context.actor->id(), passage.sent, sim::RecordKind::fault,
                          std::move(injected));
}

std::optional<sim::Error> WireFaults::before(api::Passage& passage) {
  std::optional<sim::Error> refused;
  for (Active& fault : faults_) {
    const FaultEffect& effect = fault.spec.effect;
    if (fault.spec.phase != FaultPhase::before || effect.drop == "reply" || !strikes(fault, passage)) continue;
    if (effect.latency) passage.there += *effect.latency;
    if (effect.error && !refused) refused = error_of(fault.spec);
    note(fault, passage, effect.error ? "error" : "latency");
  }
  return refused;
}

std::optional<sim::Error> WireFaults::after(api::Passage& passage, const Result<void>&) {
  std::optional<sim::Error> replaced;
  for (Active& fault : faults_) {
    const FaultEffect& effect = fault.spec.effect;
    const bool drops = effect.drop == "reply";
    if ((fault.spec.phase != FaultPhase::after && !drops) || !strikes(fault, passage)) continue;
    if (effect.latency) passage.back += *effect.latency;
    if (drops) replaced = api::lost_reply(passage.call.operation());
    else if (effect.error && !replaced) replaced = error_of(fault.spec);
    note(fault, passage, drops ? "lost reply" : effect.error ? "error after the effect" : "latency");
  }
  return replaced;
}

}  // namespace nlbsim::scenarios
