// What one run of one scenario leaves behind: the one input of every report, of the oracles and of the explorer.
//
// A record made by the runner keeps the journal of its world alive; one that was read back from report.json has a
// journal of the same records, without what their JSON does not show (api::record_from_json). A RunRecord is a value:
// copying shares the journal. It is filled on one thread and may then be handed to another.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "sim/choice.h"
#include "sim/journal.h"
#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

using api::Json;
using sim::Result;

enum class Outcome : std::uint8_t {
  passed,
  failed,
  deviates,        // a product rule and the Gateway API contradict; the product's holds, and that was asserted
  not_achievable,  // no Network Load Balancer can do it; the scenario was not run
  skipped,
};
std::string_view name(Outcome outcome);  // "passed", "failed", "deviates", "not achievable", "skipped"
std::optional<Outcome> parse_outcome(std::string_view name);

// A place in an input file; lines count from 1, 0 means that there is none.
struct SourceLine {
  std::string file;
  int line = 0;
  std::string text() const { return line == 0 ? file : file + ":" + std::to_string(line); }
  bool operator==(const SourceLine&) const = default;
};

enum class StepState : std::uint8_t { passed, failed, not_run };
std::string_view name(StepState state);  // "passed", "failed", "not run"

struct StepResult {
  int index = 0;     // from 0, over all steps of the run: inherited ones first
  std::string verb;  // "apply", "wait", ...
  std::string text;  // one line for people: "wait Gateway example-ns/my-tcp-gateway within 30s"
  SourceLine source;
  StepState state = StepState::not_run;
  sim::Instant begin, end;
  sim::RecordId first_record = 0;  // journal records appended during the step: first..last; 0 when there are none
  sim::RecordId last_record = 0;
  std::string failure;  // lines of a readable difference; empty unless failed
  std::string shown;    // what a `show` printed
};

// An invariant that did not hold, with the records that prove it.
struct Violation {
  std::string invariant;  // "I-06"
  std::string sentence;   // what should always be true
  std::string subject;    // ARN or "Gateway example-ns/my-tcp-gateway"; may be empty
  std::string message;    // what was seen instead
  std::vector<sim::RecordId> records;
};

struct RunRecord {
  // What was run.
  std::string id;       // "hp-gateway-no-routes"
  std::string variant;  // name of the variant; empty: the scenario itself
  std::string title;
  std::string group;  // folder of the library: "happy-path"
  std::string file;   // as it was given or found
  std::vector<std::string> tags;
  std::vector<std::string> requirements;
  std::string profile;
  std::string served_versions;
  std::optional<std::uint64_t> seed;  // none: the ordinary run, every choice 0

  // How it went.
  Outcome outcome = Outcome::skipped;
  std::string reason;  // of deviates, not achievable, skipped; of failed: one line, "step 3: ..." or "I-06: ..."
  std::vector<StepResult> steps;
  std::vector<Violation> violations;
  sim::ChoiceLog choices;  // what was not ordinary; with the scenario, all that is needed to run it again
  std::uint64_t journal_hash = 0;
  sim::Duration virtual_duration{0};
  std::uint64_t scheduler_steps = 0;
  sim::Duration wall_duration{0};  // of real time; no part of the run's identity, nor of report.json

  std::vector<std::string> actors;              // name of each ActorId
  std::shared_ptr<const sim::Journal> journal;  // may be null: nothing is known of what happened

  // "hp-gateway-no-routes" or "hp-gateway-no-routes[v35-oldest-wins]".
  std::string full_id() const { return variant.empty() ? id : id + "[" + variant + "]"; }
  // The step that failed, or null.
  const StepResult* failed_step() const;
  // What is in the journal, oldest first, ids consecutive.
  std::span<const sim::Record> records() const { return journal ? journal->records() : std::span<const sim::Record>(); }
  // The record of this id, or null.
  const sim::Record* find(sim::RecordId record) const { return journal ? journal->find(record) : nullptr; }
};

// The records as api::to_json gives them, and a journal of such records. Error code "InvalidReport": they are none.
std::vector<Json> records_to_json(const RunRecord& run);
Result<std::shared_ptr<const sim::Journal>> journal_from_json(std::vector<Json> records,
                                                              std::span<const std::string> actors);

enum class JournalDetail : std::uint8_t { leave_out, include };
Json to_json(const RunRecord& record, JournalDetail detail);
// Error code "InvalidReport": the document was not written by to_json.
Result<RunRecord> run_record_from_json(const Json& document);

// The content of report.json and back: {"nlbsim": 1, "runs": [...]}.
Json report_to_json(std::span<const RunRecord> runs, JournalDetail detail);
Result<std::vector<RunRecord>> report_from_json(const Json& document);

}  // namespace nlbsim::scenarios
