#include <algorithm>
#include <array>

#include "api/kube/watch.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

void read_pattern(Fields& fields, std::string_view key, StepContext& context, std::optional<Pattern>& into) {
  if (const Node* node = fields.find(key))
    into = Pattern::compile(*node, context.scope, fields.what() + "." + std::string(key));
}

// What happens to a watch.
const std::vector<std::string>& event_types() {
  static const std::vector<std::string> kTypes = [] {
    using enum kube::WatchEventType;
    std::vector<std::string> names;
    for (const kube::WatchEventType type : {added, modified, deleted, bookmark, error})
      names.emplace_back(kube::name(type));
    return names;
  }();
  return kTypes;
}

// A target that nothing can ever fit is a mistake.
void check_target(Fields& fields, FaultPlane plane, StepContext& context) {
  const std::vector<std::string> operations = plane == FaultPlane::watch ? event_types()
                                              : plane == FaultPlane::aws ? operation_names(api::Plane::aws)
                                                                         : operation_names(api::Plane::kube);
  for (const std::string_view key : {"op", "verb"})
    if (const Node* op = fields.find(key))
      check_words(*op, operations, fields.what() + "." + std::string(key), context.problems());
  if (const Node* caller = fields.find("caller"))
    check_words(*caller, context.words.actors(), fields.what() + ".caller", context.problems());
  const Node* object = fields.find("object");
  if (const Node* kind = object ? object->find("kind") : nullptr)
    check_words(*kind, context.words.kinds(), fields.what() + ".object.kind", context.problems());
}

FaultTarget read_target(const Node& node, StepContext& context) {
  static const std::array<std::string_view, 3> kPlanes{name(FaultPlane::k8s), name(FaultPlane::aws),
                                                       name(FaultPlane::watch)};
  Fields fields(node, context.problems(), "fault.on");
  FaultTarget target;
  std::string plane;
  if (fields.require("plane") && fields.read("plane", plane)) {
    const auto found = std::ranges::find(kPlanes, plane);
    if (found == kPlanes.end())
      context.problems().add(fields.find("plane")->mark, "unknown plane \"" + plane + "\"" + suggest(plane, kPlanes));
    else target.plane = static_cast<FaultPlane>(found - kPlanes.begin());
  }
  read_pattern(fields, "op", context, target.op);
  read_pattern(fields, "verb", context, target.op);
  read_pattern(fields, "caller", context, target.caller);
  target.open = read_open(fields);
  if (!target.open) check_target(fields, target.plane, context);
  if (const Node* object = fields.find("object")) {
    Fields object_fields(*object, context.problems(), "fault.on.object");
    read_pattern(object_fields, "kind", context, target.kind);
    read_pattern(object_fields, "namespace", context, target.namespace_);
    read_pattern(object_fields, "name", context, target.name);
    object_fields.finish();
  }
  fields.finish();
  return target;
}

// A probability such as 0.3 as parts per million, so that no decision rests on a fraction.
std::optional<std::int64_t> parts_per_million(const Node& node, Problems& problems) {
  const auto value = node.is_scalar() && !node.quoted ? to_json(node, problems.file()) : Result<Json>(Json());
  if (value && value->is_number()) {
    const double p = value->get<double>();
    if (p >= 0 && p <= 1) return static_cast<std::int64_t>(p * 1'000'000 + 0.5);
  }
  problems.add(node.mark, "fault.when.p must be a probability from 0 to 1");
  return std::nullopt;
}

FaultTime read_time(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "fault.when");
  FaultTime time;
  read_count(fields, "call", time.call);
  read_count(fields, "from", time.from);
  read_count(fields, "every", time.every);
  read_count(fields, "max", time.max);
  fields.read("at", time.at);
  fields.read("lasts", time.lasts);
  if (const Node* p = fields.find("p")) time.parts_per_million = parts_per_million(*p, context.problems());
  if (const Node* between = fields.find("between")) {
    std::pair<sim::Duration, sim::Duration> window;
    if (!between->is_list() || between->items.size() != 2)
      context.problems().add(between->mark, "fault.when.between takes two durations: [0s, 4m]");
    else if (read_value(between->items[0], context.problems(), "fault.when.between[0]", window.first) &&
             read_value(between->items[1], context.problems(), "fault.when.between[1]", window.second))
      time.between = window;
  }
  fields.finish();
  return time;
}

std::vector<EffectRef> read_effects(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "fault.do");
  std::vector<EffectRef> found;
  for (const effects::Row& row : effects::kRows)
    if (EffectRef effect = row.read(fields, context)) found.push_back(std::move(effect));
  fields.finish();
  return found;
}

void check_plane(const FaultSpec& fault, Mark mark, Problems& problems) {
  for (const EffectRef& effect : fault.effects)
    if (std::string problem = effect->misplaced(fault.on.plane); !problem.empty()) problems.add(mark, problem);
  if (fault.effects.empty()) problems.add(mark, "fault.do does nothing: give " + effects::all_keys());
}

}  // namespace

void read_count(Fields& fields, std::string_view key, std::optional<std::int64_t>& into) {
  if (fields.read(key, into) && *into < 1)
    fields.problems().add(fields.find(key)->mark, fields.what() + "." + std::string(key) + " counts from 1");
}

FaultSpec read_fault(const Node& node, StepContext& context) {
  static constexpr std::array<std::string_view, 2> kPhases{"before", "after"};
  Fields fields(node, context.problems(), "fault");
  FaultSpec fault;
  fault.source = context.problems().at(node.mark);
  fields.read_required("id", fault.id);
  if (const Node* on = fields.require("on")) fault.on = read_target(*on, context);
  if (const Node* when = fields.find("when")) fault.when = read_time(*when, context);
  if (const Node* effect = fields.require("do")) fault.effects = read_effects(*effect, context);
  std::string phase;
  if (fields.read("phase", phase)) {
    const auto found = std::ranges::find(kPhases, phase);
    if (found == kPhases.end())
      context.problems().add(fields.find("phase")->mark, "unknown phase \"" + phase + "\"" + suggest(phase, kPhases));
    else fault.phase = static_cast<FaultPhase>(found - kPhases.begin());
  }
  fields.finish();
  if (const Node* effect = node.find("do"); effect && effect->is_map())
    check_plane(fault, effect->mark, context.problems());
  if (std::ranges::find(context.fault_ids, fault.id) != context.fault_ids.end())
    context.problems().add(node.mark, "two faults are called " + fault.id);
  context.fault_ids.push_back(fault.id);
  return fault;
}

}  // namespace nlbsim::scenarios
