#include "cli/golden_files.h"

#include <fmt/format.h>

#include <map>
#include <string>

#include "cli/files.h"
#include "scenarios/runner/golden.h"

namespace nlbsim::cli {

namespace {

// What is new in one file, and whose scenario it is.
struct Fresh {
  std::string id;
  scenarios::GoldenEnds ends;
};

// Whether the text changed; none after a complaint.
std::optional<bool> update(const std::string& file, const Fresh& fresh, Console& console) {
  auto golden = scenarios::load_golden(file);
  if (!golden) {
    console.complain(golden.error());
    return std::nullopt;
  }
  scenarios::GoldenEnds ends = golden->value_or(scenarios::GoldenEnds{});
  for (const auto& [variant, end] : fresh.ends) ends[variant] = end;
  const std::string text = scenarios::golden_text(fresh.id, ends);
  if (read_text(file) == text) return false;
  if (const auto written = write_text(file, text); !written) {
    console.complain(written.error());
    return std::nullopt;
  }
  return true;
}

}  // namespace

bool update_golden(std::span<const scenarios::Scenario> scenarios, std::span<const scenarios::RunRecord> runs,
                   std::span<const scenarios::Json> ends, Console& console) {
  std::map<std::string, Fresh> files;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const scenarios::Outcome outcome = runs[i].outcome;
    if (outcome != scenarios::Outcome::passed && outcome != scenarios::Outcome::deviates) continue;
    Fresh& fresh = files[scenarios::golden_file_of(scenarios[i].file)];
    fresh.id = scenarios[i].id;
    fresh.ends[scenarios[i].variant] = ends[i];
  }
  std::size_t changed = 0;
  for (const auto& [file, fresh] : files) {
    const auto written = update(file, fresh, console);
    if (!written) return false;
    changed += *written ? 1 : 0;
  }
  console.print(fmt::format("{} golden end states, {} of them changed", files.size(), changed));
  return true;
}

}  // namespace nlbsim::cli
