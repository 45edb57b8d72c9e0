#include "reports/github/github.h"

#include <fmt/format.h>

#include <ostream>
#include <string>

#include "reports/outcomes.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

// What would end a workflow command, or one of its properties, spelled otherwise.
std::string command_text(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') out += "%25";
    else if (c == '\n') out += "%0A";
    else if (c == '\r') out += "%0D";
    else if (property && c == ':') out += "%3A";
    else if (property && c == ',') out += "%2C";
    else out += c;
  }
  return out;
}

}  // namespace

void write_annotations(std::span<const RunRecord> runs, std::ostream& out) {
  for (const RunRecord& run : runs) {
    if (run.outcome != Outcome::failed) continue;
    const scenarios::StepResult* step = run.failed_step();
    const bool placed = step && step->source.line != 0;
    out << fmt::format("::error file={},line={},title={}::{}\n",
                       command_text(placed ? step->source.file : run.file, true), placed ? step->source.line : 1,
                       command_text(run.full_id(), true), command_text(failure_text(run), false));
  }
}

void write_step_summary(std::span<const RunRecord> runs, std::ostream& out) {
  const Counts counts = count(runs);
  out << fmt::format("### nlbsim: {} passed, {} failed\n\n", counts.passed, counts.failed);
  for (const RunRecord& run : runs)
    if (run.outcome == Outcome::failed)
      out << fmt::format("<details><summary><b>{}</b> {}</summary>\n\n````\n{}\n````\n\n</details>\n", run.full_id(),
                         run.title, failure_text(run));
}

}  // namespace nlbsim::reports
