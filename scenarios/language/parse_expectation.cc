#include <algorithm>
#include <array>

#include "engine/vocabulary.h"
#include "scenarios/language/aws_members.h"
#include "scenarios/language/journal_members.h"
#include "scenarios/language/kube_members.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

std::optional<Pattern> read_pattern(Fields& fields, std::string_view key, StepContext& context) {
  const Node* node = fields.find(key);
  if (!node) return std::nullopt;
  return Pattern::compile(*node, context.scope, fields.what() + "." + std::string(key));
}

void read_since(Fields& fields, StepContext& context, std::string_view key, std::string& into) {
  if (!fields.read(key, into)) return;
  check_word(*fields.find(key), into, context.marks, "mark", context.problems());
}

void read_as(Fields& fields, StepContext& context, std::string& into) {
  if (fields.read("as", into)) context.scope.bound.push_back(into);
}

// What the pattern asks of an object, or of those of a kind.
void check_object(const Node& match, const ObjectReference& ref, StepContext& context) {
  const fake_apiserver::Kind* kind = context.words.kind(ref.kind, ref.api_version);
  if (!kind) return;
  const MemberTree::Ref members = members_of(*kind, context.words.served_versions());
  if (ref.name.empty()) check_element_members(match, members, ref.kind, context.problems());
  else check_members(match, *members, ref.kind, context.problems());
}

KubeSubject read_kube(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "k8s");
  KubeSubject subject;
  if (const Node* ref = fields.require("ref")) {
    Fields ref_fields(*ref, context.problems(), "k8s.ref");
    subject.ref = read_reference(ref_fields, context);
    ref_fields.finish();
  }
  read_cluster(fields, context, subject.ref.cluster);
  if (const Node* match = fields.require("match")) {
    subject.match = Pattern::compile(*match, context.scope, "k8s.match");
    check_object(*match, subject.ref, context);
  }
  read_as(fields, context, subject.as);
  fields.finish();
  return subject;
}

AwsSubject read_aws(const Node& node, StepContext& context) {
  const std::vector<std::string_view> names = aws_resource_kinds();
  const std::vector<std::string> kinds(names.begin(), names.end());
  Fields fields(node, context.problems(), "aws");
  AwsSubject subject;
  read_since(fields, context, "unchangedSince", subject.unchanged_since);
  if (fields.read("kind", subject.kind))
    check_word(*fields.find("kind"), subject.kind, kinds, "kind", context.problems());
  else if (subject.unchanged_since.empty() && fields.valid()) fields.require("kind");
  subject.of = read_pattern(fields, "of", context);
  subject.arn = read_pattern(fields, "arn", context);
  if (auto match = read_pattern(fields, "match", context)) {
    subject.match = *std::move(match);
    subject.has_match = true;
    check_element_members(*fields.find("match"), aws_resource_members(subject.kind), subject.kind, context.problems());
  } else if (!subject.kind.empty()) {
    fields.require("match");
  }
  read_as(fields, context, subject.as);
  fields.finish();
  return subject;
}

// What a pattern over operations may name: those of one plane, or of both.
std::vector<std::string> operations_of(std::optional<api::Plane> plane) {
  std::vector<std::string> names;
  for (const api::Plane each : {api::Plane::aws, api::Plane::kube})
    if (!plane || *plane == each) std::ranges::move(operation_names(each), std::back_inserter(names));
  return names;
}

CallFilter filter_of_operation(const Node& name, StepContext& context) {
  CallFilter filter;
  check_words(name, operations_of(std::nullopt), "an operation", context.problems());
  filter.op = Pattern::compile(name, context.scope, "op");
  filter.text = to_flow(name);
  return filter;
}

}  // namespace

void read_cluster(Fields& fields, StepContext& context, std::string& into) {
  if (!fields.read("cluster", into)) return;
  check_word(*fields.find("cluster"), into, context.clusters, "cluster", context.problems());
}

CallFilter read_call_filter(const Node& node, StepContext& context) {
  if (node.is_scalar()) return filter_of_operation(node, context);
  if (Asked* asked = context.problems().asked()) asked->value(node, Asked::Type::text);  // the name alone will do
  static const std::vector<std::string> kPlanes{"k8s", "aws"};
  Fields fields(node, context.problems(), "calls");
  const bool open = read_open(fields);
  CallFilter filter;
  filter.text = to_flow(node);
  filter.op = read_pattern(fields, "op", context);
  std::string plane;
  if (fields.read("plane", plane)) {
    check_word(*fields.find("plane"), plane, kPlanes, "plane", context.problems());
    filter.plane = plane == "aws" ? api::Plane::aws : api::Plane::kube;
  }
  if (const Node* op = fields.find("op"); op && !open)
    check_words(*op, operations_of(filter.plane), "calls.op", context.problems());
  if (const Node* caller = fields.find("caller"); caller && !open)
    check_words(*caller, context.words.actors(), "calls.caller", context.problems());
  fields.read("mutating", filter.mutating);
  filter.caller = read_pattern(fields, "caller", context);
  filter.subject = read_pattern(fields, "subject", context);
  filter.request = read_pattern(fields, "request", context);
  fields.finish();
  return filter;
}

namespace {

std::vector<CallFilter> read_filters(const Node* list, StepContext& context, std::string_view what) {
  std::vector<CallFilter> filters;
  if (!list) return filters;
  if (!list->is_list()) context.problems().add(list->mark, std::string(what) + " must be a list of calls");
  for (const Node& item : list->items) filters.push_back(read_call_filter(item, context));
  return filters;
}

CallsSubject read_calls(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "calls");
  CallsSubject subject;
  read_since(fields, context, "since", subject.since);
  subject.order = read_filters(fields.find("order"), context, "calls.order");
  subject.none = read_filters(fields.find("none"), context, "calls.none");
  if (const Node* counts = fields.find("count")) {
    if (!counts->is_map())
      context.problems().add(counts->mark, "calls.count must be a map from an operation to a number");
    for (const auto& [key, value] : counts->entries) {
      Node name;
      name.kind = Node::Kind::scalar;
      name.quoted = true;
      name.mark = key.mark;
      name.scalar = key.text;
      CallFilter filter = filter_of_operation(name, context);
      filter.text = key.text;
      subject.count.emplace_back(std::move(filter), Pattern::compile(value, context.scope, "calls.count." + key.text));
    }
  }
  if (fields.valid() && subject.order.empty() && subject.none.empty() && subject.count.empty())
    context.problems().add(node.mark, "calls says nothing: give order, count or none");
  fields.finish();
  return subject;
}

EventsSubject read_events(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "events");
  EventsSubject subject;
  const bool open = read_open(fields);
  read_cluster(fields, context, subject.cluster);
  read_since(fields, context, "since", subject.since);
  subject.count = read_pattern(fields, "count", context);
  Node wanted;
  wanted.kind = Node::Kind::map;
  wanted.mark = node.mark;
  for (const std::string_view key : {"regarding", "type", "reason", "message", "source"})
    if (const Node* value = fields.find(key))
      wanted.entries.push_back({{key == "regarding" ? "involvedObject" : std::string(key), value->mark}, *value});
  subject.match = Pattern::compile(wanted, context.scope, "events");
  if (!open) check_members(wanted, *event_members(context.words.kinds()), "events", context.problems());
  subject.text = to_flow(wanted);
  fields.finish();
  return subject;
}

QueueSubject read_queue(const Node& node, StepContext& context) {
  static const std::vector<std::string> kControllers(engine::kControllers.begin(), engine::kControllers.end());
  Fields fields(node, context.problems(), "queue");
  QueueSubject subject;
  read_replica(fields, "replica", context, subject.replica);
  fields.read_required("controller", subject.controller);
  if (const Node* controller = node.find("controller"))
    check_word(*controller, subject.controller, kControllers, "controller", context.problems());
  fields.read("key", subject.key);
  subject.retries = read_pattern(fields, "retries", context);
  subject.depth = read_pattern(fields, "depth", context);
  if (subject.retries && subject.key.empty()) fields.require("key");
  if (fields.valid() && !subject.retries && !subject.depth)
    context.problems().add(node.mark, "queue says nothing: give retries (of a key) or depth");
  fields.finish();
  return subject;
}

MetricsSubject read_metrics(const Node& node, StepContext& context) {
  static constexpr std::array<std::string_view, 6> kNames{
      "programmedLagAfterActive", "reconciles", "failedReconciles", "awsCalls", "awsMutations", "kubeMutations"};
  Fields fields(node, context.problems(), "metrics");
  MetricsSubject subject;
  read_since(fields, context, "since", subject.since);
  for (const std::string_view name : kNames)
    if (auto pattern = read_pattern(fields, name, context)) subject.values.emplace_back(name, *std::move(pattern));
  fields.finish();
  return subject;
}

JournalSubject read_journal(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "journal");
  JournalSubject subject;
  read_since(fields, context, "since", subject.since);
  std::vector<std::string> kinds;
  for (int i = 0; i <= static_cast<int>(sim::RecordKind::note); ++i)
    kinds.emplace_back(sim::name(static_cast<sim::RecordKind>(i)));
  std::string kind;
  if (fields.read("kind", kind)) {
    check_word(*fields.find("kind"), kind, kinds, "kind of record", context.problems());
    if (const auto at = std::ranges::find(kinds, kind); at != kinds.end())
      subject.kind = static_cast<sim::RecordKind>(at - kinds.begin());
  }
  if (auto match = read_pattern(fields, "match", context)) {
    subject.match = *std::move(match);
    check_members(*fields.find("match"), *journal_members(subject.kind), "journal", context.problems());
  }
  subject.count = read_pattern(fields, "count", context);
  fields.finish();
  return subject;
}

FaultsSubject read_faults(const Node& node, StepContext& context) {
  FaultsSubject subject;
  if (!node.is_map()) context.problems().add(node.mark, "faults must be a map from the id of a fault to a number");
  for (const auto& [key, value] : node.entries) {
    check_word(value, key.text, context.fault_ids, "fault", context.problems());
    subject.counts.emplace_back(key.text, Pattern::compile(value, context.scope, "faults." + key.text));
  }
  return subject;
}

ProbeSubject read_probe_subject(const Node& node, StepContext& context) {
  Fields fields(node, context.problems(), "probe");
  ProbeSubject subject = read_probe(fields, context);
  fields.finish();
  return subject;
}

// A subject's key holds one of them, or a list of several.
template <class Read>
void read_subjects(Fields& fields, std::string_view key, StepContext& context, Read read, Expectation& into) {
  const Node* node = fields.find(key);
  if (!node) return;
  if (Asked* asked = context.problems().asked()) asked->one_or_many(*node);
  if (!node->is_list()) return void(into.subjects.emplace_back(read(*node, context)));
  for (const Node& item : node->items) into.subjects.emplace_back(read(item, context));
}

}  // namespace

std::string ObjectReference::text() const {
  std::string out = kind;
  if (!namespace_.empty() || !name.empty()) out += " ";
  if (!namespace_.empty()) out += namespace_ + "/";
  out += name.empty() && !namespace_.empty() ? "*" : name;
  return cluster.empty() ? out : out + " (cluster " + cluster + ")";
}

bool read_open(Fields& fields) {
  fields.find("$open");
  return is_open(fields.node());
}

void read_kind(Fields& fields, std::string_view key, StepContext& context, std::string& into) {
  const bool open = read_open(fields);
  if (fields.read(key, into) && !open)
    check_word(*fields.find(key), into, context.words.kinds(), "kind", context.problems());
}

void read_replica(Fields& fields, std::string_view key, StepContext& context, std::string& into) {
  if (!fields.read(key, into) || into == "controller" || context.words.replicas().empty()) return;
  check_word(*fields.find(key), into, context.words.replicas(), "controller", context.problems());
}

ObjectReference read_reference(Fields& fields, StepContext& context) {
  ObjectReference ref;
  fields.read("apiVersion", ref.api_version);
  fields.require("kind");
  read_kind(fields, "kind", context, ref.kind);
  fields.read("namespace", ref.namespace_);
  fields.read("name", ref.name);
  read_cluster(fields, context, ref.cluster);
  return ref;
}

Expectation read_expectation(Fields& fields, StepContext& context) {
  Expectation expectation;
  read_subjects(fields, "k8s", context, read_kube, expectation);
  read_subjects(fields, "aws", context, read_aws, expectation);
  read_subjects(fields, "calls", context, read_calls, expectation);
  read_subjects(fields, "events", context, read_events, expectation);
  read_subjects(fields, "queue", context, read_queue, expectation);
  read_subjects(fields, "metrics", context, read_metrics, expectation);
  read_subjects(fields, "journal", context, read_journal, expectation);
  read_subjects(fields, "faults", context, read_faults, expectation);
  read_subjects(fields, "probe", context, read_probe_subject, expectation);
  std::string as;
  if (fields.read("as", as)) {
    auto* kube = expectation.subjects.size() == 1 ? std::get_if<KubeSubject>(&expectation.subjects[0]) : nullptr;
    auto* aws = expectation.subjects.size() == 1 ? std::get_if<AwsSubject>(&expectation.subjects[0]) : nullptr;
    if (kube) kube->as = as;
    else if (aws) aws->as = as;
    else context.problems().add(fields.find("as")->mark, "as: binds the one k8s or aws subject of a step");
    context.scope.bound.push_back(as);
  }
  if (fields.valid() && expectation.subjects.empty())
    context.problems().add(fields.node().mark, fields.what() +
                                                   " expects nothing: give k8s, aws, calls, events, queue, metrics, "
                                                   "journal, faults or probe");
  return expectation;
}

}  // namespace nlbsim::scenarios
