#include "scenarios/explore/reproducer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "scenarios/explore/exploration_form.h"
#include "scenarios/explore/scenario_document.h"
#include "scenarios/explore/shrink.h"
#include "scenarios/language/fields.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/record/version.h"

namespace nlbsim::scenarios {

namespace {

constexpr int kHexadecimal = 16;

std::vector<std::string> lines_of(const sim::ChoiceLog& log) {
  std::vector<std::string> lines;
  for (const auto& [key, option] : log) lines.push_back(key.text() + "=" + std::to_string(option));
  return lines;
}

void read_choices(Fields& fields, sim::ChoiceLog& into) {
  std::vector<std::string> lines;
  if (!fields.read("choices", lines)) return;
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  auto log = sim::parse_choice_log(text);
  if (log) into = *std::move(log);
  else fields.problems().add(fields.find("choices")->mark, log.error().message);
}

void read_hash(Fields& fields, std::uint64_t& into) {
  std::string text;
  if (!fields.require("hash") || !fields.read("hash", text)) return;
  const std::string_view digits = std::string_view(text).substr(text.starts_with("0x") ? 2 : 0);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into, kHexadecimal);
  if (error != std::errc() || end != digits.data() + digits.size())
    fields.problems().add(fields.find("hash")->mark, "spec.hash must be a hexadecimal number such as \"0x1f\"");
}

void read_finding(const Node& node, Problems& problems, Finding& into) {
  Fields fields(node, problems, "spec.finding");
  fields.read_required("oracle", into.oracle);
  fields.read("objectKind", into.object_kind);
  fields.read("operation", into.operation);
  fields.read("plan", into.plan);
  fields.read("message", into.message);
  fields.finish();
}

void read_metadata(const Node& node, Problems& problems, Reproducer& into) {
  std::string title;
  Fields fields(node, problems, "metadata");
  fields.read_required("id", into.id);
  fields.read("title", title);
  fields.finish();
}

// The scenario's node; the rest is read.
const Node* read_spec(const Node& node, Problems& problems, Reproducer& into) {
  Fields fields(node, problems, "spec");
  fields.read_required("nlbsim", into.version);
  if (const Node* finding = fields.require("finding")) read_finding(*finding, problems, into.finding);
  read_hash(fields, into.hash);
  read_choices(fields, into.choices);
  const Node* scenario = fields.require("scenario");
  fields.finish();
  return scenario;
}

const Node* read_document(const Node& document, Problems& problems, Reproducer& into) {
  Fields fields(document, problems, "the reproducer");
  std::string version, kind;
  fields.read_required("apiVersion", version);
  fields.read_required("kind", kind);
  if (!kind.empty() && kind != "Reproducer")
    problems.add(fields.find("kind")->mark, "kind must be Reproducer, not " + kind);
  if (const Node* metadata = fields.require("metadata")) read_metadata(*metadata, problems, into);
  const Node* spec = fields.require("spec");
  const Node* scenario = spec ? read_spec(*spec, problems, into) : nullptr;
  fields.finish();
  return scenario;
}

std::string shortened(std::string text, std::size_t limit) {
  if (text.size() > limit) text = text.substr(0, limit) + "...";
  return text;
}

}  // namespace

std::string reproducer_id(const Finding& finding) {
  std::string id;
  for (const char c : finding.oracle + "-" + finding.object_kind + "-" + finding.operation) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool upper = c >= 'A' && c <= 'Z';
    if (kept || upper) id += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!id.empty() && id.back() != '-') id += '-';
  }
  constexpr std::size_t kLongest = 80;  // of a file name that a person reads
  id = id.substr(0, kLongest);
  if (id.ends_with('-')) id.pop_back();
  constexpr std::uint64_t kSuffix = 0xffff;
  return fmt::format("{}-{:04x}", id, sim::fingerprint(finding.signature()) & kSuffix);
}

std::string write_reproducer(const Reproducer& reproducer) {
  constexpr std::size_t kMessage = 600;
  const Finding& finding = reproducer.finding;
  Scenario scenario = reproducer.scenario;
  scenario.faults = reproducer.faults;
  const Json document{{"apiVersion", "nlbsim/v1"},
                      {"kind", "Reproducer"},
                      {"metadata", {{"id", reproducer.id}, {"title", finding.signature()}}},
                      {"spec",
                       {{"nlbsim", reproducer.version},
                        {"finding",
                         {{"oracle", finding.oracle},
                          {"objectKind", finding.object_kind},
                          {"operation", finding.operation},
                          {"plan", finding.plan},
                          {"message", shortened(finding.message, kMessage)}}},
                        {"hash", fmt::format("0x{:016x}", reproducer.hash)},
                        {"choices", lines_of(reproducer.choices)},
                        {"scenario", to_document(scenario)}}}};
  return to_yaml(document);
}

Result<Reproducer> read_reproducer(std::string_view text, const std::string& file) {
  auto documents = parse_yaml(text, file);
  if (!documents) return sim::forward(std::move(documents.error()));
  if (documents->size() != 1)
    return sim::fail("InvalidScenario", "a reproducer is one document of kind Reproducer", file + ":1");
  Reproducer reproducer;
  Problems problems(file);
  const Node* node = read_document(documents->front(), problems, reproducer);
  if (!problems.empty()) return sim::forward(problems.error());
  LoadOptions options;
  options.must_expect = false;
  auto loaded = load_scenario_node(*node, file, options);
  if (!loaded) return sim::forward(std::move(loaded.error()));
  reproducer.faults = std::exchange(loaded->front().faults, {});
  reproducer.scenario = exploration_form(std::move(loaded->front()));
  reproducer.finding.scenario = reproducer.scenario.id;
  return reproducer;
}

Result<Replay> replay(const Reproducer& reproducer) {
  const auto explored = ExploredScenario::prepare(reproducer.scenario);
  if (!explored) return sim::forward(explored.error());
  Replay replayed;
  replayed.run = explored->play(reproducer.faults, reproducer.choices.empty() ? nullptr : &reproducer.choices);
  replayed.same_version = reproducer.version == kVersion;
  replayed.same_hash = replayed.run.journal_hash == reproducer.hash;
  replayed.found = std::ranges::any_of(replayed.run.violations, [&](const Violation& violation) {
    return violation.invariant == reproducer.finding.oracle &&
           object_kind_of(violation) == reproducer.finding.object_kind;
  });
  return replayed;
}

Result<std::string> make_reproducer(const Campaign& campaign, const Finding& finding) {
  const Campaign::Place place = campaign.at(finding.index);
  const Plan plan = place.scenario->plans().at(place.plan);
  Case found{place.scenario->scenario(), plan.faults};
  // What is wrong without any fault has nothing to be compared with; it is kept whole.
  if (plan.kind != PlanKind::fault_free) found = shrink(std::move(found), finding);
  Reproducer reproducer{reproducer_id(finding), std::string(kVersion), finding, 0, {}, found.scenario, found.faults};
  auto read = read_reproducer(write_reproducer(reproducer), reproducer.id + ".yaml");
  if (!read) return sim::forward(std::move(read.error()));
  const auto replayed = replay(*read);
  if (!replayed) return sim::forward(replayed.error());
  if (!replayed->found)
    return sim::fail("NotReproducible", "the finding " + finding.signature() + " is gone when it is written out alone");
  reproducer.hash = replayed->run.journal_hash;
  return write_reproducer(reproducer);
}

}  // namespace nlbsim::scenarios
