#include "cli/apply_report.h"

#include <algorithm>
#include <ranges>

#include "cli/end_state_tables.h"
#include "scenarios/language/yaml_text.h"

namespace nlbsim::cli {

namespace {

using scenarios::NotSimulated;

// Why the run did not come to rest; empty if it did.
const std::string& unrest(const ApplyReport& report) { return report.run.steps.back().failure; }

bool matters(const NotSimulated& kind) { return !kind.needed.empty(); }

std::string object_text(const scenarios::Warning& warning) {
  return warning.object + ": " + warning.reason + ": " + warning.message + (warning.healed ? " (healed since)" : "");
}

scenarios::Json document_of(const ApplyReport& report) {
  scenarios::Json out = scenarios::to_json(report.state);
  out["verdict"] = scenarios::to_json(report.verdict);
  scenarios::Json kinds = scenarios::Json::array();
  for (const NotSimulated& kind : report.manifests.not_simulated) {
    scenarios::Json objects = scenarios::Json::array();
    for (const std::string& object : kind.objects) objects.push_back(object);
    kinds.push_back(scenarios::Json{{"apiVersion", kind.api_version},
                                    {"kind", kind.kind},
                                    {"objects", std::move(objects)},
                                    {"needed", matters(kind)}});
  }
  out["notSimulated"] = std::move(kinds);
  out["atRest"] = unrest(report).empty();
  return out;
}

// Lines under a heading; nothing when there are none.
template <class Range, class Text>
void print_list(std::string_view heading, Range&& range, Text text, Console& console) {
  if (std::ranges::empty(range)) return;
  console.print(console.styled(Style::bold, heading));
  for (const auto& entry : range) console.print("  " + text(entry));
  console.print("");
}

}  // namespace

bool holds(const ApplyReport& report) {
  return report.verdict.holds() && unrest(report).empty() &&
         std::ranges::none_of(report.manifests.not_simulated, matters);
}

void print_report(const ApplyReport& report, Console& console) {
  for (const std::string& name : report.manifests.added_namespaces)
    console.print("namespace " + name + " was created, as no manifest brings it");
  for (const NotSimulated& kind : report.manifests.not_simulated)
    if (!matters(kind)) console.print("note: " + kind.text() + "; no listener depends on it");
  console.print(end_state_tables(report.state, report.verdict));
  print_list("Warnings", report.verdict.warnings, object_text, console);
  print_list(
      "What does not serve", report.verdict.shortfalls,
      [](const scenarios::Shortfall& shortfall) { return to_text(shortfall); }, console);
  for (const NotSimulated& kind : report.manifests.not_simulated)
    if (matters(kind)) console.print(console.styled(Style::bad, kind.text() + "; what depends on it was not tried"));
  print_list(
      "What is reached", report.verdict.listeners | std::views::filter(&scenarios::Reached::reaches),
      [](const scenarios::Reached& reached) {
        return reached.port + " of " + reached.gateway + " reaches " + scenarios::reach_text(reached);
      },
      console);
  const std::string after = " after " + sim::format_duration(report.run.virtual_duration) + " of virtual time";
  if (!unrest(report).empty())
    console.print(console.styled(Style::bad, "The world did not come to rest" + after) + ":\n" + unrest(report));
  if (!holds(report)) return;
  if (report.verdict.serves()) console.print(console.styled(Style::good, "Every listener with a route serves" + after));
  else console.print("No listener has a route, so nothing serves yet and nothing is amiss" + after);
}

std::string json_of(const ApplyReport& report) { return api::dump_json_pretty(document_of(report)); }

std::string yaml_of(const ApplyReport& report) { return scenarios::to_yaml(document_of(report)); }

}  // namespace nlbsim::cli
