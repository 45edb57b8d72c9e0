#include <algorithm>
#include <array>

#include "scenarios/language/aws_call.h"
#include "scenarios/language/kube_members.h"
#include "scenarios/language/loops.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

std::optional<Pattern> read_refused(Fields& fields, StepContext& context) {
  const Node* node = fields.find("refused");
  if (!node) return std::nullopt;
  check_members(*node, *error_members(), fields.what() + ".refused", context.problems());
  return Pattern::compile(*node, context.scope, fields.what() + ".refused");
}

Action read_apply(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "apply");
  ApplyStep step;
  read_cluster(fields, context, step.cluster);
  if (const Node* files = fields.find("files")) {
    std::vector<std::string> names;
    if (read_value(*files, context.problems(), "apply.files", names))
      for (std::size_t i = 0; i < names.size(); ++i)
        for (Manifest& manifest : context.manifests(names[i], files->items[i].mark))
          step.manifests.push_back(std::move(manifest));
  }
  if (const Node* objects = fields.find("objects"))
    for (Manifest& manifest : read_objects(*objects, context.problems())) step.manifests.push_back(std::move(manifest));
  if (fields.valid() && !node.find("files") && !node.find("objects"))
    context.problems().add(node.mark, "apply names nothing: give files or objects");
  for (const Manifest& manifest : step.manifests) add_defined_kind(*manifest.document, context.words);
  step.refused = read_refused(fields, context);
  fields.finish();
  return step;
}

Action read_patch(const Node& node, StepContext& context) {
  static constexpr std::array<std::string_view, 3> kTypes{"merge", "json", "strategic"};
  Fields fields(node, context.problems(), "patch");
  PatchStep step;
  step.ref = read_reference(fields, context);
  fields.require("name");
  fields.read("subresource", step.subresource);
  for (const std::string_view type : kTypes) {
    const Node* body = fields.find(type);
    if (!body) continue;
    if (!step.type.empty())
      context.problems().add(body->mark, "patch has two bodies: give one of merge, json, strategic");
    step.type = type;
    auto document = to_json(*body, context.problems().file());
    if (!document) {
      context.problems().add(body->mark, document.error().message);
      continue;
    }
    step.body.has_references = has_references(*document);
    step.body.document = std::make_shared<const Json>(api::freeze(*std::move(document)));
    step.body.source = context.problems().at(body->mark);
  }
  if (fields.valid() && step.type.empty())
    context.problems().add(node.mark, "patch has no body: give one of merge, json, strategic");
  step.refused = read_refused(fields, context);
  fields.finish();
  return step;
}

Action read_delete(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "delete");
  DeleteStep step;
  step.ref = read_reference(fields, context);
  fields.require("name");
  step.refused = read_refused(fields, context);
  fields.finish();
  return step;
}

Action read_call(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "call");
  CallStep step;
  fields.read_required("op", step.operation);
  const std::vector<std::string> operations = aws_operations();
  const std::vector<std::string_view> known(operations.begin(), operations.end());
  const bool exists = std::ranges::find(known, step.operation) != known.end();
  if (!step.operation.empty() && !exists)
    context.problems().add(fields.find("op")->mark,
                           "unknown operation \"" + step.operation + "\"" + suggest(step.operation, known));
  if (const Node* request = fields.require("request")) {
    auto document = to_json(*request, context.problems().file());
    // References are text, and text stands for whatever it comes to; so names and shapes can be checked now.
    auto call = document && exists ? make_aws_call(step.operation, *document) : Result<api::CallRef>(nullptr);
    if (!document) context.problems().add(request->mark, document.error().message);
    else if (!call) context.problems().add(request->mark, call.error().message);
    else step.request.document = std::make_shared<const Json>(api::freeze(*std::move(document)));
    check_references(*request, context.scope);
    step.request.has_references = step.request.document && has_references(*step.request.document);
    step.request.source = context.problems().at(request->mark);
  }
  step.refused = read_refused(fields, context);
  fields.finish();
  return step;
}

Action read_advance(const Node& node, StepContext& context) {
  AdvanceStep step;
  read_value(node, context.problems(), "advance", step.by);
  return step;
}

Action read_settle(const Node& node, StepContext& context) {
  SettleStep step;
  if (node.is_null()) return step;
  Fields fields(node, context.problems(), "settle");
  fields.read("within", step.within);
  fields.read("quietFor", step.quiet_for);
  fields.finish();
  return step;
}

Action read_wait(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "wait");
  WaitStep step;
  fields.read("within", step.within);
  step.expectation = read_expectation(fields, context);
  fields.finish();
  return step;
}

template <class ExpectStep>
Action read_expect(const Node& node, StepContext& context, std::string what) {
  Fields fields(node, context.problems(), std::move(what));
  ExpectStep step;
  step.expectation = read_expectation(fields, context);
  fields.finish();
  return step;
}

Action read_assert(const Node& node, StepContext& context) { return read_expect<AssertStep>(node, context, "assert"); }
Action read_never(const Node& node, StepContext& context) { return read_expect<NeverStep>(node, context, "never"); }

Action read_mark(const Node& node, StepContext& context) {
  MarkStep step;
  if (read_value(node, context.problems(), "mark", step.name)) context.marks.push_back(step.name);
  return step;
}

Action read_fault_step(const Node& node, StepContext& context) { return FaultStep{read_fault(node, context)}; }

Action read_heal(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "heal");
  HealStep step;
  fields.read("all", step.all);
  if (fields.read("id", step.id)) {
    check_word(*fields.find("id"), step.id, context.fault_ids, "fault", context.problems());
  }
  if (fields.valid() && step.all != step.id.empty())
    context.problems().add(node.mark, "heal takes either all: true or the id of a fault");
  fields.finish();
  return step;
}

Action read_crash(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "crash");
  CrashStep step;
  fields.require("controller");
  read_replica(fields, "controller", context, step.actor);
  fields.read("restartAfter", step.restart_after);
  fields.finish();
  return step;
}

Action read_restart(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "restart");
  RestartStep step;
  fields.require("controller");
  read_replica(fields, "controller", context, step.actor);
  fields.finish();
  return step;
}

Action read_health_check(const Node& node, StepContext& context) {
  constexpr int kLastPort = 65'535;
  Fields fields(node, context.problems(), "healthCheck");
  HealthCheckStep step;
  fields.read_required("target", step.target);
  if (const Node* target = fields.find("target")) context.scope.check(step.target, target->mark);
  if (fields.read("port", step.port) && (step.port < 1 || step.port > kLastPort))
    context.problems().add(fields.find("port")->mark, "healthCheck.port must be from 1 to 65535");
  fields.read_required("passes", step.passes);
  fields.finish();
  return step;
}

// Short for a wait or an assert that has no other subject.
Action read_probe_step(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "probe");
  Expectation expectation;
  expectation.subjects.emplace_back(read_probe(fields, context));
  sim::Duration within{0};
  const bool waits = fields.read("within", within);
  fields.finish();
  if (waits) return WaitStep{within, std::move(expectation)};
  return AssertStep{std::move(expectation)};
}

template <class WatchStep>
Action read_watch(const Node& node, StepContext& context, std::string what) {
  Fields fields(node, context.problems(), std::move(what));
  WatchStep step;
  read_replica(fields, "controller", context, step.actor);
  read_kind(fields, "kind", context, step.kind);
  fields.finish();
  return step;
}

Action read_hold(const Node& node, StepContext& context) { return read_watch<HoldStep>(node, context, "hold"); }
Action read_release(const Node& node, StepContext& context) {
  return read_watch<ReleaseStep>(node, context, "release");
}

Action read_partition(const Node& node, StepContext& context) {
  static constexpr std::array<std::string_view, 2> kServers{"k8s", "aws"};
  Fields fields(node, context.problems(), "partition");
  PartitionStep step;
  fields.require("controller");
  read_replica(fields, "controller", context, step.actor);
  fields.read_required("for", step.lasts);
  std::string from;
  if (fields.read("from", from)) {
    if (std::ranges::find(kServers, from) == kServers.end())
      context.problems().add(fields.find("from")->mark, "unknown server \"" + from + "\"" + suggest(from, kServers));
    step.from = from == "aws" ? FaultPlane::aws : FaultPlane::k8s;
  }
  fields.finish();
  return step;
}

struct Verb {
  std::string_view name;
  Action (*read)(const Node&, StepContext&);
};
constexpr std::array kVerbs{Verb{"apply", read_apply},         Verb{"patch", read_patch},
                            Verb{"delete", read_delete},       Verb{"call", read_call},
                            Verb{"advance", read_advance},     Verb{"settle", read_settle},
                            Verb{"wait", read_wait},           Verb{"assert", read_assert},
                            Verb{"never", read_never},         Verb{"mark", read_mark},
                            Verb{"fault", read_fault_step},    Verb{"heal", read_heal},
                            Verb{"crash", read_crash},         Verb{"restart", read_restart},
                            Verb{"hold", read_hold},           Verb{"release", read_release},
                            Verb{"partition", read_partition}, Verb{"random", read_random},
                            Verb{"show", read_show},           Verb{"on", read_on},
                            Verb{"probe", read_probe_step},    Verb{"healthCheck", read_health_check}};
// Unrolled before steps are read (loops.h).
constexpr std::array<std::string_view, 2> kLoops{"repeat", "forEach"};

std::string manifest_names(const std::vector<Manifest>& manifests) {
  constexpr std::size_t kShown = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(manifests.size(), kShown); ++i) {
    const Json& document = *manifests[i].document;
    out.append(i == 0 ? "" : ", ").append(api::text(api::at(document, "kind"))).append(" ");
    out.append(api::text(api::at(document, "metadata", "name")));
  }
  return manifests.size() > kShown ? out + " and " + std::to_string(manifests.size() - kShown) + " more" : out;
}

// The step on one line: what it is about, not all that it says.
std::string line_of(const Step& step, const Node& argument) {
  constexpr std::size_t kLongest = 110;
  std::string rest;
  if (const auto* apply = std::get_if<ApplyStep>(&step.action)) rest = manifest_names(apply->manifests);
  else if (const auto* patch = std::get_if<PatchStep>(&step.action)) rest = patch->ref.text();
  else if (const auto* call = std::get_if<CallStep>(&step.action)) rest = call->operation;
  else if (const auto* gone = std::get_if<DeleteStep>(&step.action)) rest = gone->ref.text();
  else if (!argument.is_null()) rest = to_flow(argument);
  if (rest.size() > kLongest) rest = shorten(Json(rest), kLongest);
  return rest.empty() ? step.verb : step.verb + " " + rest;
}

}  // namespace

void check_references(const Node& node, Scope& scope) {
  if (node.is_scalar()) scope.check(node.scalar, node.mark);
  for (const Node& item : node.items) check_references(item, scope);
  for (const auto& [key, value] : node.entries) check_references(value, scope);
}

namespace {

// Every verb, for a description of the language.
void describe_steps(const Node& node, StepContext& context, Asked& asked) {
  if (!asked.define(node, "step")) return;
  for (const Verb& verb : kVerbs) verb.read(*asked.key(node, verb.name), context);
  for (const std::string_view loop : kLoops) describe_loop(loop, *asked.key(node, loop), context);
}

}  // namespace

std::optional<Step> read_step(const Node& node, StepContext& context) {
  if (Asked* asked = context.problems().asked()) {
    describe_steps(node, context, *asked);
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const Verb& verb : kVerbs) names.push_back(verb.name);
  names.insert(names.end(), kLoops.begin(), kLoops.end());
  if (!node.is_map() || node.entries.size() != 1) {
    context.problems().add(node.mark, "a step must be a map with exactly one verb" + suggest("", names));
    return std::nullopt;
  }
  const auto& [key, argument] = node.entries.front();
  const auto verb = std::ranges::find(kVerbs, key.text, &Verb::name);
  if (verb == kVerbs.end()) {
    context.problems().add(key.mark, "unknown verb \"" + key.text + "\"" + suggest(key.text, names));
    return std::nullopt;
  }
  Step step;
  step.verb = key.text;
  step.source = context.problems().at(key.mark);
  step.action = verb->read(argument, context);
  step.text = line_of(step, argument);
  step.written = std::make_shared<const Node>(node);
  return step;
}

}  // namespace nlbsim::scenarios
