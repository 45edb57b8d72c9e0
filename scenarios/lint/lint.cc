#include "scenarios/lint/lint.h"

#include <algorithm>
#include <map>
#include <span>

#include "api/kube/kube.h"
#include "api/records.h"
#include "fake_aws/data_plane/probe.h"
#include "scenarios/language/aws_call.h"
#include "scenarios/language/aws_members.h"
#include "scenarios/language/witness.h"
#include "scenarios/runner/player.h"
#include "scenarios/world/data_plane.h"

namespace nlbsim::scenarios {

namespace {

// Documents of the run, by kind: each object as it was written last, and what the account holds in the end.
class Samples final : public RunObserver {
 public:
  void observed(World&, std::span<const sim::Record> fresh) override {
    for (const sim::Record& record : fresh) {
      if (record.kind != sim::RecordKind::object_changed) continue;
      const auto& changed = api::payload<api::ObjectChanged>(record);
      objects_[std::string(changed.object->kind())][changed.object->meta().key().text()] = changed.object->document();
    }
  }
  std::vector<Violation> finished(World& world) override {
    for (const std::string_view kind : aws_resource_kinds()) {
      Json all = world.account().snapshot(std::string(kind));
      if (kind == "TargetGroup") all.update_each([](Json& group) { group["targets"] = group.take("Targets"); });
      for (const Json& each : all) resources_[std::string(kind)].push_back(each);
    }
    return {};
  }
  std::vector<Json> objects(const std::string& kind) const {
    std::vector<Json> out;
    if (const auto found = objects_.find(kind); found != objects_.end())
      for (const auto& [key, document] : found->second) out.push_back(document);
    return out;
  }
  std::vector<Json> resources(const std::string& kind) const {
    const auto found = resources_.find(kind);
    return found == resources_.end() ? std::vector<Json>() : found->second;
  }

 private:
  std::map<std::string, std::map<std::string, Json>, std::less<>> objects_;
  std::map<std::string, std::vector<Json>> resources_;
};

// What would break something; or that nothing does, and why.
struct Proof {
  bool can = false;
  std::string how;
};

Proof nothing_can(std::string why) { return {false, std::move(why)}; }
Proof broken_by(std::string how) { return {true, std::move(how)}; }

constexpr std::size_t kProofShown = 200;

// The part of a document that a pattern's text would show, for people: the whole, shortened.
std::string document_text(const Json& value) { return shorten(value, kProofShown); }

Proof can_match(const Pattern& pattern, const std::vector<Json>& samples, const std::string& what) {
  if (const auto found = value_that_matches(pattern, samples)) return broken_by(what + " like " + pattern.text());
  return nothing_can("no " + what + " can be like " + pattern.text());
}

Proof can_differ(const Pattern& pattern, const std::vector<Json>& samples, const std::string& what) {
  if (const auto found = value_that_differs(pattern, samples))
    return broken_by(found->is_null() ? "its absence" : what + " that is " + document_text(*found));
  return nothing_can("whatever there is matches " + pattern.text());
}

struct Operation {
  std::string name;
  api::Plane plane;
  bool mutates;
};

std::vector<Operation> all_operations() {
  std::vector<Operation> out;
  for (const std::string& name : aws_operations())
    if (const auto call = make_aws_call(name, Json::object()))
      out.push_back({std::string((*call)->operation().name), api::Plane::aws, (*call)->operation().mutates});
  for (const api::OperationInfo* info :
       {&kube::Get::info(), &kube::List::info(), &kube::Watch::info(), &kube::Create::info(), &kube::Update::info(),
        &kube::Patch::info(), &kube::Delete::info()})
    out.push_back({std::string(info->name), api::Plane::kube, info->mutates});
  return out;
}

bool is_like(const std::optional<Pattern>& pattern, const std::string& text) {
  const Json value(text);
  return !pattern || value_that_matches(*pattern, {&value, 1}) == value;
}

Proof can_happen(const CallFilter& filter) {
  static const std::vector<Operation> kOperations = all_operations();
  const auto fits = [&](const Operation& operation) {
    return (!filter.plane || *filter.plane == operation.plane) &&
           (!filter.mutating || *filter.mutating == operation.mutates) && is_like(filter.op, operation.name);
  };
  const auto found = std::ranges::find_if(kOperations, fits);
  if (found == kOperations.end()) return nothing_can("no operation fits " + filter.text);
  for (const auto* pattern : {&filter.subject, &filter.request})
    if (*pattern && !value_that_matches(**pattern, {})) return nothing_can("no call can be like " + filter.text);
  return broken_by("a call of " + found->name);
}

const std::vector<Json>& counts() {
  static const std::vector<Json> kCounts{Json(0), Json(1), Json(2), Json(10), Json(1'000'000)};
  return kCounts;
}

// Of a metric (scenarios/runner/metrics.h): all are counts but the lag, which there may be none of.
const std::vector<Json>& figures(std::string_view metric) {
  static const std::vector<Json> kLags{Json(), Json("0s"), Json("1s"), Json("10h")};
  return metric == "programmedLagAfterActive" ? kLags : counts();
}

// Lists that there may be of such documents: none, some, all of them, a great many.
std::vector<Json> lists_of(const std::vector<Json>& documents) {
  const Json one = documents.empty() ? Json::object() : documents.front();
  std::vector<Json> out;
  for (const int size : {0, 1, 2, 3, 10, 1000}) {
    Json list = Json::array();
    for (int i = 0; i < size; ++i) list.push_back(one);
    out.push_back(std::move(list));
  }
  out.push_back(Json::array());
  for (const Json& each : documents) out.back().push_back(each);
  out.push_back(Json::array({Json::object()}));
  return out;
}

// One connection that comes through, and one stopped at each gate.
const std::vector<Json>& probe_answers() {
  static const std::vector<Json> kAnswers = [] {
    fake_aws::ProbeAnswer reached;
    reached.paths.push_back({"arn:listener",
                             "arn:target-group",
                             {"i-0123456789abcdef0", 30900},
                             {"a/pod", "10.0.0.9"},
                             "arn:certificate",
                             "10.0.0.4",
                             false});
    std::vector<Json> answers{scenarios::to_json(reached)};
    for (std::size_t gate = 1; gate < fake_aws::kObstacles; ++gate)
      answers.push_back(
          scenarios::to_json(fake_aws::ProbeAnswer{{}, static_cast<fake_aws::Obstacle>(gate), "it is shut"}));
    return answers;
  }();
  return kAnswers;
}

// ---- can it hold, can it fail ----

struct CanHold {
  const Samples& samples;

  Proof operator()(const KubeSubject& subject) const {
    return can_match(subject.match, listed(samples.objects(subject.ref.kind), subject.ref.name.empty()),
                     subject.ref.text());
  }
  Proof operator()(const AwsSubject& subject) const {
    if (!subject.has_match) return broken_by("an account that is as it was");
    return can_match(subject.match, listed(samples.resources(subject.kind), true), subject.kind);
  }
  Proof operator()(const CallsSubject& subject) const {
    for (const CallFilter& filter : subject.order)
      if (Proof found = can_happen(filter); !found.can) return found;
    for (const auto& [filter, count] : subject.count)
      if (Proof found = can_match(count, counts(), "count of " + filter.text); !found.can) return found;
    return broken_by("such calls");
  }
  Proof operator()(const EventsSubject& subject) const {
    return can_match(subject.match, samples.objects("Event"), "Event");
  }
  Proof operator()(const QueueSubject&) const { return broken_by("such a queue"); }
  Proof operator()(const MetricsSubject&) const { return broken_by("such figures"); }
  Proof operator()(const JournalSubject&) const { return broken_by("such a record"); }
  Proof operator()(const FaultsSubject&) const { return broken_by("a fault that strikes so often"); }
  // What comes of a connection may be anything: numbers and names of it are the scenario's own.
  Proof operator()(const ProbeSubject&) const { return broken_by("a connection that comes to that"); }

  // The documents, and the list of them, of which lists and operators speak.
  static std::vector<Json> listed(std::vector<Json> documents, bool of_all) {
    if (!of_all) return documents;
    Json all = Json::array();
    for (const Json& each : documents) all.push_back(each);
    documents.push_back(std::move(all));
    return documents;
  }
};

struct CanFail {
  const Samples& samples;

  Proof operator()(const KubeSubject& subject) const {
    return missing(subject.match, samples.objects(subject.ref.kind), subject.ref.text(), subject.ref.name.empty());
  }
  Proof operator()(const AwsSubject& subject) const {
    if (!subject.has_match) return broken_by("any change of the account");
    return missing(subject.match, samples.resources(subject.kind), subject.kind, true);
  }
  Proof operator()(const CallsSubject& subject) const {
    for (const CallFilter& filter : subject.none)
      if (Proof found = can_happen(filter); !found.can) return found;
    for (const auto& [filter, count] : subject.count) {
      if (Proof found = can_happen(filter); !found.can) return found;
      if (Proof found = can_differ(count, counts(), "a count"); !found.can) return found;
    }
    return broken_by(subject.none.empty() ? "other calls" : can_happen(subject.none.front()).how);
  }
  Proof operator()(const EventsSubject& subject) const {
    const Proof like = can_match(subject.match, samples.objects("Event"), "an Event");
    if (!subject.count) return broken_by("no such Event");
    return like.can ? can_differ(*subject.count, counts(), "a count") : like;
  }
  Proof operator()(const QueueSubject& subject) const {
    for (const auto* pattern : {&subject.depth, &subject.retries})
      if (*pattern)
        if (Proof found = can_differ(**pattern, counts(), "a number"); !found.can) return found;
    return broken_by("another queue");
  }
  Proof operator()(const MetricsSubject& subject) const {
    for (const auto& [name, pattern] : subject.values)
      if (Proof found = can_differ(pattern, figures(name), name); !found.can) return found;
    return broken_by("other figures");
  }
  Proof operator()(const JournalSubject& subject) const {
    if (!subject.count) return broken_by("no such record");
    return can_differ(*subject.count, counts(), "a count");
  }
  Proof operator()(const FaultsSubject& subject) const {
    for (const auto& [id, pattern] : subject.counts)
      if (Proof found = can_differ(pattern, counts(), "a count"); !found.can) return found;
    return broken_by("a fault that strikes otherwise");
  }
  Proof operator()(const ProbeSubject& subject) const {
    if (!subject.match) return broken_by("a gate that is shut");
    return can_differ(*subject.match, probe_answers(), "the answer of a probe");
  }

  // Of a collection there may be none, and so no element that a plain pattern could match; a single object may be gone.
  static Proof missing(const Pattern& pattern, std::vector<Json> documents, const std::string& what, bool all) {
    if (all && pattern.describes_element()) return broken_by("a " + what + " that is otherwise, or none");
    if (all) return can_differ(pattern, lists_of(documents), what);
    documents.emplace(documents.begin());
    return can_differ(pattern, documents, what);
  }
};

std::string since_of(const Subject& subject) {
  return std::visit(
      [](const auto& each) {
        if constexpr (requires { each.since; }) return each.since;
        else return std::string();
      },
      subject);
}

class Linter {
 public:
  Linter(const RunRecord& run, const Samples& samples) : run_(run), samples_(samples) {}

  // Steps of the scenario that this one extends are that one's.
  void look(const std::vector<Step>& steps, const std::string& file, std::vector<LintLine>& into) {
    for (const Step& step : steps) {
      if (step.source.file != file) continue;
      if (const auto* wait = std::get_if<WaitStep>(&step.action)) asserted(step, wait->expectation, into);
      else if (const auto* check = std::get_if<AssertStep>(&step.action)) asserted(step, check->expectation, into);
      else if (const auto* never = std::get_if<NeverStep>(&step.action)) forbidden(step, never->expectation, into);
      else if (const auto* random = std::get_if<RandomStep>(&step.action))
        for (const InnerSteps& way : random->ways) look(*way, file, into);
    }
  }

 private:
  // Each subject is an expectation of its own.
  void asserted(const Step& step, const Expectation& expectation, std::vector<LintLine>& into) const {
    for (const Subject& subject : expectation.subjects) {
      Proof found = std::visit(CanFail{samples_}, subject);
      const std::string mark = since_of(subject);
      if (found.can && std::holds_alternative<AssertStep>(step.action) && !mark.empty() && nothing_since(mark, step))
        found = nothing_can("nothing happens between the mark " + mark + " and here");
      into.push_back({step.source, step.text, found.can, std::move(found.how)});
    }
  }

  // Broken when all of its subjects hold at once.
  void forbidden(const Step& step, const Expectation& expectation, std::vector<LintLine>& into) const {
    Proof found;
    for (const Subject& subject : expectation.subjects) {
      found = std::visit(CanHold{samples_}, subject);
      if (!found.can) break;
    }
    into.push_back({step.source, step.text, found.can, std::move(found.how)});
  }

  // Whether no step between the mark and this one left a record but its own.
  bool nothing_since(const std::string& mark, const Step& step) const {
    bool marked = false;
    for (const StepResult& result : run_.steps) {
      if (result.source == step.source) return marked;
      if (result.verb == "mark" && result.text == "mark " + mark) marked = true;
      else if (result.last_record > result.first_record) marked = false;
    }
    return false;
  }

  const RunRecord& run_;
  const Samples& samples_;
};

}  // namespace

Result<LintReport> lint(const Scenario& scenario) {
  LintReport report;
  report.scenario = scenario.full_id();
  auto player = Player::prepare(scenario);
  if (!player) return sim::forward(std::move(player.error()));
  Samples samples;
  PlayOptions options;
  options.observers = {&samples};
  const RunRecord run = player->play(options);
  if (run.outcome == Outcome::failed) report.unplayed = run.reason;
  Linter(run, samples).look(scenario.steps, scenario.file, report.lines);
  return report;
}

}  // namespace nlbsim::scenarios
