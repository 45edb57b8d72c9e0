#include "scenarios/record/run_record.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::array<std::string_view, 5> kOutcomes{"passed", "failed", "deviates", "not achievable", "skipped"};
constexpr std::array<std::string_view, 3> kStepStates{"passed", "failed", "not run"};

// Raised when a report lacks a member; caught at the border below.
struct BadReport {
  std::string what;
};

const Json& required(const Json& object, std::string_view key) {
  const Json& value = api::member(object, key);
  if (value.is_null()) throw BadReport{"\"" + std::string(key) + "\" is missing"};
  return value;
}

std::string text_of(const Json& object, std::string_view key) {
  return std::string(api::text(api::member(object, key)));
}

std::uint64_t number_of(const Json& object, std::string_view key) {
  const Json& value = required(object, key);
  if (!value.is_number_integer()) throw BadReport{"\"" + std::string(key) + "\" is not a whole number"};
  return value.get<std::uint64_t>();
}

std::vector<std::string> texts_of(const Json& object, std::string_view key) {
  std::vector<std::string> out;
  for (const Json& entry : required(object, key)) out.emplace_back(api::text(entry));
  return out;
}

sim::Instant instant_of(const Json& object, std::string_view key) {
  return sim::kWorldStart + sim::Duration(static_cast<std::int64_t>(number_of(object, key)));
}

std::int64_t offset(sim::Instant at) { return (at - sim::kWorldStart).count(); }

Json step_to_json(const StepResult& step) {
  Json out{{"index", step.index},           {"verb", step.verb},        {"text", step.text},
           {"file", step.source.file},      {"line", step.source.line}, {"state", name(step.state)},
           {"begin", offset(step.begin)},   {"end", offset(step.end)},  {"firstRecord", step.first_record},
           {"lastRecord", step.last_record}};
  if (!step.failure.empty()) out["failure"] = step.failure;
  if (!step.shown.empty()) out["shown"] = step.shown;
  return out;
}

StepResult step_from_json(const Json& in) {
  StepResult step;
  step.index = static_cast<int>(number_of(in, "index"));
  step.verb = text_of(in, "verb");
  step.text = text_of(in, "text");
  step.source = {text_of(in, "file"), static_cast<int>(number_of(in, "line"))};
  const auto state = std::ranges::find(kStepStates, text_of(in, "state"));
  if (state == kStepStates.end()) throw BadReport{"a step has an unknown state"};
  step.state = static_cast<StepState>(state - kStepStates.begin());
  step.begin = instant_of(in, "begin");
  step.end = instant_of(in, "end");
  step.first_record = number_of(in, "firstRecord");
  step.last_record = number_of(in, "lastRecord");
  step.failure = text_of(in, "failure");
  step.shown = text_of(in, "shown");
  return step;
}

Json violation_to_json(const Violation& violation) {
  return Json{{"invariant", violation.invariant},
              {"sentence", violation.sentence},
              {"subject", violation.subject},
              {"message", violation.message},
              {"records", violation.records}};
}

Violation violation_from_json(const Json& in) {
  Violation violation;
  violation.invariant = text_of(in, "invariant");
  violation.sentence = text_of(in, "sentence");
  violation.subject = text_of(in, "subject");
  violation.message = text_of(in, "message");
  for (const Json& id : required(in, "records"))
    if (id.is_number_integer()) violation.records.push_back(id.get<sim::RecordId>());
  return violation;
}

// 64-bit hashes do not survive readers that keep numbers as doubles, so they travel as text.
std::string hash_text(std::uint64_t hash) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  const std::string_view significant(digits.data(), static_cast<std::size_t>(end - digits.data()));
  return std::string(16 - significant.size(), '0') + std::string(significant);
}

std::uint64_t hash_of(const Json& object, std::string_view key) {
  const std::string_view digits = api::text(required(object, key));
  std::uint64_t hash = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hash, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) throw BadReport{"a hash is not hexadecimal"};
  return hash;
}

RunRecord read(const Json& in) {
  RunRecord run;
  run.id = text_of(in, "id");
  if (run.id.empty()) throw BadReport{"\"id\" is missing"};
  run.variant = text_of(in, "variant");
  run.title = text_of(in, "title");
  run.group = text_of(in, "group");
  run.file = text_of(in, "file");
  run.tags = texts_of(in, "tags");
  run.requirements = texts_of(in, "requirements");
  run.profile = text_of(in, "profile");
  run.served_versions = text_of(in, "servedVersions");
  if (!api::member(in, "seed").is_null()) run.seed = number_of(in, "seed");
  const auto outcome = parse_outcome(text_of(in, "outcome"));
  if (!outcome) throw BadReport{"\"outcome\" is unknown"};
  run.outcome = *outcome;
  run.reason = text_of(in, "reason");
  for (const Json& step : required(in, "steps")) run.steps.push_back(step_from_json(step));
  for (const Json& violation : required(in, "violations")) run.violations.push_back(violation_from_json(violation));
  auto choices = sim::parse_choice_log(text_of(in, "choices"));
  if (!choices) throw BadReport{choices.error().message};
  run.choices = *std::move(choices);
  run.journal_hash = hash_of(in, "journalHash");
  run.virtual_duration = sim::Duration(static_cast<std::int64_t>(number_of(in, "virtualDuration")));
  run.scheduler_steps = number_of(in, "schedulerSteps");
  run.actors = texts_of(in, "actors");
  const Json& records = api::member(in, "journal");
  auto journal = journal_from_json(std::vector<Json>(records.begin(), records.end()), run.actors);
  if (!journal) throw BadReport{journal.error().message};
  run.journal = *std::move(journal);
  return run;
}

}  // namespace

std::string_view name(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view name) {
  const auto found = std::ranges::find(kOutcomes, name);
  if (found == kOutcomes.end()) return std::nullopt;
  return static_cast<Outcome>(found - kOutcomes.begin());
}

std::string_view name(StepState state) { return kStepStates[static_cast<std::size_t>(state)]; }

const StepResult* RunRecord::failed_step() const {
  const auto failed = std::ranges::find(steps, StepState::failed, &StepResult::state);
  return failed == steps.end() ? nullptr : &*failed;
}

std::vector<Json> records_to_json(const RunRecord& run) {
  std::vector<Json> out;
  out.reserve(run.records().size());
  for (const sim::Record& record : run.records()) out.push_back(api::to_json(record, run.actors));
  return out;
}

namespace {

// Its records are views of the documents.
struct ReadJournal {
  std::vector<Json> documents;
  sim::Journal journal;
};

}  // namespace

Result<std::shared_ptr<const sim::Journal>> journal_from_json(std::vector<Json> records,
                                                              std::span<const std::string> actors) {
  const auto read = std::make_shared<ReadJournal>();
  read->documents = std::move(records);
  for (const Json& document : read->documents) {
    auto record = api::record_from_json(document, actors);
    const sim::RecordId expected = read->journal.last() + 1;
    if (!record || record->id != expected || record->cause >= expected)
      return sim::fail("InvalidReport", "this is not the journal of a run: record " + std::to_string(expected) +
                                            " is expected where " + api::dump_json(document).substr(0, 80) + " stands");
    read->journal.append(record->at, record->actor, record->cause, record->kind, std::move(record->payload));
  }
  return std::shared_ptr<const sim::Journal>(read, &read->journal);
}

Json to_json(const RunRecord& run, JournalDetail detail) {
  Json out{{"id", run.id},
           {"variant", run.variant},
           {"title", run.title},
           {"group", run.group},
           {"file", run.file},
           {"tags", run.tags},
           {"requirements", run.requirements},
           {"profile", run.profile},
           {"servedVersions", run.served_versions},
           {"outcome", name(run.outcome)},
           {"reason", run.reason},
           {"steps", Json::array()},
           {"violations", Json::array()},
           {"choices", sim::to_text(run.choices)},
           {"journalHash", hash_text(run.journal_hash)},
           {"virtualDuration", run.virtual_duration.count()},
           {"schedulerSteps", run.scheduler_steps},
           {"actors", run.actors}};
  if (run.seed) out["seed"] = *run.seed;
  for (const StepResult& step : run.steps) out["steps"].push_back(step_to_json(step));
  for (const Violation& violation : run.violations) out["violations"].push_back(violation_to_json(violation));
  if (detail == JournalDetail::include) out["journal"] = records_to_json(run);
  return out;
}

Result<RunRecord> run_record_from_json(const Json& document) {
  try {
    return read(document);
  } catch (const BadReport& bad) {
    return sim::fail("InvalidReport", "this is not a run as nlbsim writes it: " + bad.what);
  }
}

Json report_to_json(std::span<const RunRecord> runs, JournalDetail detail) {
  Json list = Json::array();
  for (const RunRecord& run : runs) list.push_back(to_json(run, detail));
  return Json{{"nlbsim", 1}, {"runs", std::move(list)}};
}

Result<std::vector<RunRecord>> report_from_json(const Json& document) {
  if (api::member(document, "nlbsim") != 1 || !api::member(document, "runs").is_array())
    return sim::fail("InvalidReport",
                     "this is not a report.json of nlbsim: {\"nlbsim\": 1, \"runs\": [...]} is expected");
  std::vector<RunRecord> runs;
  for (const Json& entry : document["runs"]) {
    auto run = run_record_from_json(entry);
    if (!run) return sim::forward(std::move(run.error()));
    runs.push_back(*std::move(run));
  }
  return runs;
}

}  // namespace nlbsim::scenarios
