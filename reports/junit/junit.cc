#include "reports/junit/junit.h"

#include <fmt/format.h>

#include <map>
#include <ostream>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "reports/outcomes.h"
#include "reports/text.h"

namespace nlbsim::reports {

namespace {

using scenarios::Outcome;
using scenarios::RunRecord;

// XML has no way to write most control characters, not even escaped.
std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') c = '?';
  return out;
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(printable(value).c_str());
}

// Seconds with milliseconds, by whole numbers alone.
std::string decimal_seconds(sim::Duration d) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

void add_property(pugi::xml_node properties, std::string_view name, std::string_view value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

void add_properties(pugi::xml_node test_case, const RunRecord& run) {
  pugi::xml_node properties = test_case.append_child("properties");
  for (const std::string& id : run.requirements) add_property(properties, "requirement", id);
  add_property(properties, "outcome", name(run.outcome));
  add_property(properties, "virtual-seconds", decimal_seconds(run.virtual_duration));
  if (run.seed) add_property(properties, "seed", std::to_string(*run.seed));
  if (!run.choices.empty()) add_property(properties, "choices", choices_line(run));
  add_property(properties, "journal-hash", hash_text(run.journal_hash));
}

void add_outcome(pugi::xml_node test_case, const RunRecord& run) {
  if (run.outcome == Outcome::passed) return;
  const bool failed = run.outcome == Outcome::failed;
  pugi::xml_node node = test_case.append_child(failed ? "failure" : "skipped");
  const std::string reason = failed ? run.reason : std::string(name(run.outcome)) + ": " + run.reason;
  set(node, "message", reason);
  if (!failed) return;
  set(node, "type", run.violations.empty() ? "expectation" : "invariant");
  node.append_child(pugi::node_pcdata).set_value(printable(failure_text(run)).c_str());
}

void add_case(pugi::xml_node suite, const RunRecord& run) {
  pugi::xml_node test_case = suite.append_child("testcase");
  set(test_case, "classname", run.group.empty() ? run.profile : run.group);
  set(test_case, "name", run.full_id());
  set(test_case, "file", run.file);
  set(test_case, "time", decimal_seconds(run.wall_duration));
  add_properties(test_case, run);
  add_outcome(test_case, run);
}

void set_counts(pugi::xml_node node, const Counts& counts, sim::Duration time) {
  set(node, "tests", std::to_string(counts.all()));
  set(node, "failures", std::to_string(counts.failed));
  set(node, "errors", "0");
  set(node, "skipped", std::to_string(counts.skipped + counts.deviates + counts.not_achievable));
  set(node, "time", decimal_seconds(time));
}

}  // namespace

void write_junit(std::span<const RunRecord> runs, std::ostream& out) {
  std::map<std::string, std::vector<const RunRecord*>> suites;
  sim::Duration total{0};
  for (const RunRecord& run : runs) {
    suites[run.profile].push_back(&run);
    total += run.wall_duration;
  }
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "nlbsim");
  set_counts(root, count(runs), total);
  for (const auto& [profile, members] : suites) {
    pugi::xml_node suite = root.append_child("testsuite");
    set(suite, "name", profile.empty() ? "nlbsim" : profile);
    Counts counts;
    sim::Duration time{0};
    for (const RunRecord* run : members) {
      counts.add(run->outcome);
      time += run->wall_duration;
    }
    set_counts(suite, counts, time);
    for (const RunRecord* run : members) add_case(suite, *run);
  }
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
}

}  // namespace nlbsim::reports
