#include "cli/plan_report.h"

#include <algorithm>
#include <map>
#include <vector>

#include "api/records.h"
#include "scenarios/language/yaml_text.h"

namespace nlbsim::cli {

namespace {

// Calls about targets, each once however often it was repeated: who registers them is the controller of bindings.
struct TargetCall {
  std::string operation, object;
  auto operator<=>(const TargetCall&) const = default;
};

std::vector<TargetCall> target_calls(const scenarios::RunRecord& run) {
  std::vector<TargetCall> calls;
  for (const sim::Record& record : run.records()) {
    if (record.kind != sim::RecordKind::call_sent) continue;
    const sim::Record* reconcile = run.find(record.cause);
    if (!reconcile || reconcile->kind != sim::RecordKind::reconcile_started) continue;
    if (api::payload<api::ReconcileStarted>(*reconcile).controller != "targetGroupBinding") continue;
    const api::AnyCall& call = *api::payload<api::CallSent>(record).asked;
    if (call.operation().plane != api::Plane::aws || !call.operation().mutates) continue;
    TargetCall told{std::string(call.operation().name), call.subject()};
    if (std::ranges::find(calls, told) == calls.end()) calls.push_back(std::move(told));
  }
  return calls;
}

// The newest plan of each Gateway, and of what they share.
std::map<std::string, const api::Note*> newest_plans(const scenarios::RunRecord& run) {
  std::map<std::string, const api::Note*> plans;
  for (const sim::Record& record : run.records()) {
    if (record.kind != sim::RecordKind::note) continue;
    const auto& note = api::payload<api::Note>(record);
    if (note.topic == api::NoteTopic::plan) plans[note.text] = &note;
  }
  return plans;
}

std::string count_text(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

// What stands in the way of what was asked for, whatever is called: Warnings, and what an object's owner has to mend.
std::vector<std::string> obstacles(const ApplyReport& report) {
  std::vector<std::string> out;
  for (const scenarios::Warning& warning : report.verdict.warnings)
    if (!warning.healed) out.push_back(warning.object + ": " + warning.reason + ": " + warning.message);
  for (const scenarios::ConditionLine& line : scenarios::conditions(report.state)) {
    const bool refused = (line.type == "Accepted" || line.type == "ResolvedRefs") && line.status == "False";
    if (!refused && !(line.type == "Conflicted" && line.status == "True")) continue;
    const std::string part = line.part.empty() ? std::string() : " (" + line.part + ")";
    out.push_back(line.kind + " " + line.object + part + ": " + line.type + "=" + line.status + ": " + line.reason +
                  ": " + line.message);
  }
  return out;
}

void print_table(const ApplyReport& report, const std::map<std::string, const api::Note*>& plans,
                 const std::vector<TargetCall>& targets, Console& console) {
  std::size_t calls = targets.size();
  for (const auto& [whose, note] : plans) {
    calls += note->calls.size();
    console.print(console.styled(Style::bold, whose) +
                  (note->calls.empty() ? ": nothing is to be done" : ": " + count_text(note->calls.size(), "call")));
    for (std::size_t i = 0; i < note->calls.size(); ++i) console.print("  " + api::text(note->calls[i], i + 1));
    console.print("");
  }
  if (!targets.empty()) {
    console.print(console.styled(Style::bold, "targets, once that stands") + ": " + count_text(targets.size(), "call"));
    for (std::size_t i = 0; i < targets.size(); ++i)
      console.print("  " + std::to_string(i + 1) + ". " + targets[i].operation + " of " + targets[i].object);
    console.print("");
  }
  for (const std::string& line : obstacles(report)) console.print(console.styled(Style::bad, line));
  if (calls == 0) return console.print("No call would be made.");
  console.print(count_text(calls, "call") + " would be made, and none was.");
}

scenarios::Json document_of(const ApplyReport& report, const std::map<std::string, const api::Note*>& plans,
                            const std::vector<TargetCall>& targets) {
  scenarios::Json list = scenarios::Json::array();
  for (const auto& [whose, note] : plans) {
    scenarios::Json calls = scenarios::Json::array();
    for (const api::PlanLine& line : note->calls) {
      scenarios::Json after = scenarios::Json::array();
      for (const std::uint32_t number : line.after) after.push_back(number);
      calls.push_back(scenarios::Json{{"operation", line.operation},
                                      {"object", line.object},
                                      {"reason", line.reason},
                                      {"after", std::move(after)}});
    }
    list.push_back(scenarios::Json{{"gateway", whose}, {"calls", std::move(calls)}});
  }
  scenarios::Json refused = scenarios::Json::array();
  for (const std::string& line : obstacles(report)) refused.push_back(line);
  scenarios::Json follow = scenarios::Json::array();
  for (const TargetCall& call : targets)
    follow.push_back(scenarios::Json{{"operation", call.operation}, {"object", call.object}});
  return scenarios::Json{{"plans", std::move(list)}, {"targets", std::move(follow)}, {"refused", std::move(refused)}};
}

}  // namespace

int print_plans(const ApplyReport& report, const scenarios::RunRecord& carried_out, ApplyOutput output,
                Console& console) {
  const auto plans = newest_plans(report.run);
  const std::vector<TargetCall> targets = target_calls(carried_out);
  switch (output) {
    case ApplyOutput::table: print_table(report, plans, targets, console); break;
    case ApplyOutput::yaml: console.print(scenarios::to_yaml(document_of(report, plans, targets))); break;
    case ApplyOutput::json: console.print(api::dump_json_pretty(document_of(report, plans, targets))); break;
  }
  const bool rests = report.run.steps.back().failure.empty();
  return rests && obstacles(report).empty() ? kFine : kFailed;
}

}  // namespace nlbsim::cli
