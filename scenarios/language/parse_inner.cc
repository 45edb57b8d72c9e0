// The verbs that hold other steps or go more than one way: random, on; and show.
#include <algorithm>
#include <array>

#include "scenarios/language/aws_members.h"
#include "scenarios/language/loops.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

std::vector<api::Json> read_values(const Node& list, Problems& problems) {
  std::vector<api::Json> values;
  if (!list.is_list() || list.items.empty()) problems.add(list.mark, "random.of must be a list of at least one value");
  for (const Node& item : list.items) {
    auto value = to_json(item, problems.file());
    if (value) values.push_back(api::freeze(*std::move(value)));  // shared by worlds on several threads
    else problems.add(item.mark, value.error().message);
  }
  return values;
}

InnerSteps inner_steps(const Node& list, StepContext& context, std::string_view what) {
  return std::make_shared<const std::vector<Step>>(read_steps(list, context, what));
}

// An outsider's own actions: what a user of either server can do in one request.
void check_outsiders(const Node& list, const std::vector<Step>& steps, Problems& problems) {
  static constexpr std::array<std::string_view, 4> kVerbs{"apply", "patch", "delete", "call"};
  for (const Step& step : steps)
    if (std::ranges::find(kVerbs, step.verb) == kVerbs.end())
      problems.add(list.mark, "on.do can't hold " + step.verb +
                                  ": what happens between two calls is apply, patch, "
                                  "delete or call");
}

template <class Read>
void each_of(const Node* node, Problems& problems, Read read) {
  if (!node) return;
  if (Asked* asked = problems.asked()) asked->one_or_many(*node);
  if (!node->is_list()) return read(*node);
  for (const Node& item : node->items) read(item);
}

KubeSubject read_shown_object(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "show.k8s");
  KubeSubject subject;
  subject.ref = read_reference(fields, context);
  fields.finish();
  return subject;
}

AwsSubject read_shown_resource(const Node& node, StepContext& context) {
  const std::vector<std::string_view> names = aws_resource_kinds();
  Fields fields(node, context.problems(), "show.aws");
  AwsSubject subject;
  fields.read_required("kind", subject.kind);
  if (const Node* kind = node.find("kind"))
    check_word(*kind, subject.kind, std::vector<std::string>(names.begin(), names.end()), "kind", context.problems());
  if (const Node* of = fields.find("of")) subject.of = Pattern::compile(*of, context.scope, "show.aws.of");
  if (const Node* arn = fields.find("arn")) subject.arn = Pattern::compile(*arn, context.scope, "show.aws.arn");
  subject.has_match = true;
  fields.finish();
  return subject;
}

}  // namespace

Action read_random(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "random");
  RandomStep step;
  fields.read("as", step.name);
  const Node* of = fields.find("of");
  const Node* ways = fields.find("ways");
  if (fields.valid() && !of == !ways)
    context.problems().add(node.mark,
                           "random takes either as and of, a list of values, or ways, a list of lists of steps");
  if (of) {
    step.of = read_values(*of, context.problems());
    if (!context.problems().asked()) fields.require("as");  // needed beside of alone, which a schema can't say
    if (!step.name.empty()) context.scope.bound.push_back(step.name);
  }
  if (ways && (!ways->is_list() || ways->items.empty()))
    context.problems().add(ways->mark, "random.ways must be a list of at least one list of steps");
  if (ways)
    for (const Node& way : ways->items) step.ways.push_back(inner_steps(way, context, "a way of random"));
  fields.finish();
  return step;
}

Action read_show(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "show");
  ShowStep step;
  each_of(fields.find("k8s"), context.problems(),
          [&](const Node& one) { step.what.subjects.emplace_back(read_shown_object(one, context)); });
  each_of(fields.find("aws"), context.problems(),
          [&](const Node& one) { step.what.subjects.emplace_back(read_shown_resource(one, context)); });
  if (fields.valid() && step.what.subjects.empty())
    context.problems().add(node.mark, "show names nothing: give k8s: {kind, namespace, name} or aws: {kind}");
  fields.finish();
  return step;
}

Action read_on(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "on");
  OnStep step;
  if (const Node* call = fields.require("call")) step.call = read_call_filter(*call, context);
  if (fields.read("nth", step.nth) && step.nth < 1)
    context.problems().add(fields.find("nth")->mark, "on.nth counts from 1");
  if (const Node* steps = fields.require("do")) {
    step.steps = inner_steps(*steps, context, "on.do");
    check_outsiders(*steps, *step.steps, context.problems());
  }
  fields.finish();
  return step;
}

std::vector<Step> read_steps(const Node& list, StepContext& context, std::string_view what) {
  std::vector<Step> out;
  if (context.problems().asked()) {
    for (const Node& item : list.items) (void)read_step(item, context);
    return out;
  }
  if (!list.is_list() || list.items.empty()) {
    context.problems().add(list.mark, std::string(what) + " must be a list of steps");
    return out;
  }
  std::vector<const Node*> nodes;
  for (const Node& item : list.items) nodes.push_back(&item);
  for (const Node& node : unrolled(nodes, context.problems()))
    if (auto step = read_step(node, context)) out.push_back(*std::move(step));
  return out;
}

}  // namespace nlbsim::scenarios
