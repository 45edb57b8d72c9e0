#include "reports/html/page_data.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "api/records.h"
#include "reports/coverage/coverage.h"
#include "reports/outcomes.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::RunRecord;

Json step_json(const scenarios::StepResult& step) {
  Json out{{"text", step.text}, {"place", step.source.text()}, {"state", scenarios::name(step.state)}};
  if (!step.failure.empty()) out["failure"] = step.failure;
  if (!step.shown.empty()) out["shown"] = step.shown;
  return out;
}

Json summary_json(const RunRecord& run) {
  Json out{{"id", run.full_id()},
           {"title", run.title},
           {"group", run.group},
           {"profile", run.profile},
           {"outcome", scenarios::name(run.outcome)},
           {"reason", run.reason},
           {"file", run.file},
           {"tags", run.tags},
           {"requirements", run.requirements},
           {"duration", sim::format_duration(run.virtual_duration)},
           {"hash", hash_text(run.journal_hash)},
           {"choices", choices_line(run)}};
  if (run.seed) out["seed"] = std::to_string(*run.seed);
  if (run.outcome == scenarios::Outcome::failed) out["failure"] = failure_text(run);
  return out;
}

Json requirement_json(const RequirementRow& row) {
  Json out{{"id", row.requirement.id},
           {"group", row.requirement.group},
           {"text", row.requirement.text},
           {"outcome", outcome_text(row)},
           {"runs", row.runs}};
  return out;
}

// Keeps each Kubernetes object once.
class Documents {
 public:
  // A copy of `value` with every object in it replaced by a reference.
  Json keep(const Json& value) {
    if (value.is_array()) {
      Json out = Json::array();
      for (const Json& each : value) out.push_back(keep(each));
      return out;
    }
    if (!value.is_object()) return value;
    if (value.contains("kind") && value.contains("metadata")) return Json{{"$doc", index_of(value)}};
    Json out = Json::object();
    for (const auto& [key, each] : value.items()) out[key] = keep(each);
    return out;
  }
  Json take() { return std::move(list_); }

 private:
  std::size_t index_of(const Json& document) {
    const auto [found, fresh] = known_.try_emplace(api::dump_json(document), list_.size());
    if (fresh) list_.push_back(document);
    return found->second;
  }
  std::map<std::string, std::size_t> known_;
  Json list_ = Json::array();
};

// What people look for first goes last: the events that may be left out are the ordinary ones far from the first error.
std::vector<bool> kept_events(const Story& story, std::size_t limit) {
  const std::size_t size = story.events.size();
  std::vector<bool> kept(size, size <= limit);
  if (size <= limit) return kept;
  std::size_t room = limit;
  const auto keep = [&](std::size_t i) {
    if (room == 0 || kept[i]) return;
    kept[i] = true;
    --room;
  };
  if (story.first_error) {
    const std::size_t reach = limit / 4;
    const std::size_t from = *story.first_error - std::min(*story.first_error, reach);
    for (std::size_t i = from; i < std::min(size, *story.first_error + reach); ++i) keep(i);
  }
  for (std::size_t i = 0; i < size; ++i)
    if (story.events[i].important) keep(i);
  for (std::size_t i = 0; i < size; ++i) keep(i);
  return kept;
}

class RunPage {
 public:
  RunPage(const RunRecord& run, const RunDetail& detail) : run_(run), detail_(detail), story_(tell(run)) {}

  Json make() {
    const std::vector<bool> kept = kept_events(story_, detail_.events);
    std::vector<std::size_t> index(kept.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) index[i] = kept[i] ? count++ : 0;
    Json out{{"lanes", Json::array()}, {"events", Json::array()}, {"steps", Json::array()}};
    for (const Lane& lane : story_.lanes)
      out["lanes"].push_back(
          Json{{"name", lane.text()}, {"kind", name(lane.kind)}, {"plane", plane(lane.kind)}, {"rows", lane.rows}});
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!kept[i]) continue;
      const auto& cause = story_.events[i].cause;
      const bool cause_kept = cause && kept[*cause];
      out["events"].push_back(event_json(story_.events[i], cause_kept ? Json(index[*cause]) : Json()));
    }
    for (const scenarios::StepResult& step : run_.steps) out["steps"].push_back(step_json(step));
    if (story_.first_error && kept[*story_.first_error]) out["firstError"] = index[*story_.first_error];
    out["leftOut"] = kept.size() - count;
    out["bodies"] = detail_.bodies;
    out["documents"] = documents_.take();
    return out;
  }

 private:
  // What the record shows, or null.
  Json record(sim::RecordId id) const {
    const sim::Record* found = run_.find(id);
    return found ? api::to_json(*found, run_.actors) : Json();
  }

  Json event_json(const Event& event, Json cause) {
    Json out{{"l", event.lane},  {"r", event.row},      {"b", event.begin.count()}, {"e", event.end.count()},
             {"n", event.title}, {"f", event.facts},    {"t", name(event.tone)},    {"i", event.record},
             {"s", event.span},  {"m", event.important}};
    if (!cause.is_null()) out["c"] = std::move(cause);
    if (event.in_flight) out["open"] = true;
    if (event.failed_step) out["failed"] = true;
    for (const std::size_t i : event.violations) {
      const scenarios::Violation& violation = run_.violations[i];
      out["v"].push_back(violation.invariant + ": " + violation.sentence + " " + violation.message);
    }
    if (detail_.bodies && story_.lanes[event.lane].kind != LaneKind::queue) add_bodies(out, event);
    return out;
  }

  void add_bodies(Json& out, const Event& event) {
    const Json began = record(event.record);
    const Json applied = record(event.applied);
    const Json ended = record(event.ended);
    for (const std::string_view key : {"request", "object"})
      if (const Json& body = api::member(began, key); !body.is_null()) out[std::string(key)] = documents_.keep(body);
    if (event.applied != 0 && api::member(applied, "error").is_null())
      if (const Json& body = api::member(began, "response"); !body.is_null()) out["response"] = documents_.keep(body);
    if (const Json& error = api::member(applied, "error"); !error.is_null()) out["refused"] = error;
    if (const Json& error = api::member(ended, "error"); !error.is_null()) out["told"] = error;
    if (const Json& id = api::member(began, "key"); id.is_string() && began.contains("change")) out["subject"] = id;
  }

  const RunRecord& run_;
  const RunDetail& detail_;
  const Story story_;
  Documents documents_;
};

}  // namespace

Json page_index(std::span<const RunRecord> runs, const Context& context) {
  const Counts counts = count(runs);
  Json out{{"version", context.version},
           {"profile", context.profile},
           {"counts",
            {{"passed", counts.passed},
             {"failed", counts.failed},
             {"deviates", counts.deviates},
             {"not achievable", counts.not_achievable},
             {"skipped", counts.skipped}}},
           {"commit", context.commit},
           {"command", context.command},
           {"wall", context.wall},
           {"requirements", Json::array()},
           {"runs", Json::array()},
           {"coverage", coverage_json(coverage_of(runs))}};
  for (const RequirementRow& row : requirement_rows(runs, context))
    out["requirements"].push_back(requirement_json(row));
  for (const RunRecord& run : runs) out["runs"].push_back(summary_json(run));
  return out;
}

Json page_run(const RunRecord& run, const RunDetail& detail) { return RunPage(run, detail).make(); }

}  // namespace nlbsim::reports
