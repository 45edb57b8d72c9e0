#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/library.h"
#include "scenarios/language/schema.h"
#include "scenarios/lint/lint.h"

namespace nlbsim::cli {

int lint(const LintOptions& options) {
  Console console;
  const auto library = find_library();
  const scenarios::LoadedScenarios loaded =
      scenarios::load_scenarios(options.paths, library ? *library : scenarios::LibraryFolders{});
  for (const sim::Error& error : loaded.errors) console.complain(error);
  if (!loaded.errors.empty()) return kBadInput;
  std::size_t expectations = 0;
  std::size_t vain = 0;
  for (const scenarios::Scenario& scenario : loaded.scenarios) {
    const auto report = scenarios::lint(scenario);
    if (!report) {
      console.complain(report.error());
      return kBadInput;
    }
    for (const scenarios::LintLine& line : report->lines) {
      ++expectations;
      if (!line.breakable) ++vain;
      if (line.breakable && !options.all) continue;
      console.print(
          console.styled(line.breakable ? Style::dim : Style::bad, line.breakable ? "can fail  " : "VAIN      ") +
          line.source.text() + ": " + line.expectation + "\n          " +
          (line.breakable ? "broken by " : "nothing could break it: ") + line.how);
    }
  }
  console.print(console.styled(vain == 0 ? Style::good : Style::bad,
                               fmt::format("{} expectations in {} scenarios, {} of them could not fail", expectations,
                                           loaded.scenarios.size(), vain)));
  return vain == 0 ? kFine : kFailed;
}

int schema() {
  Console console;
  console.print(api::dump_json_pretty(scenarios::language_schema()));
  return kFine;
}

}  // namespace nlbsim::cli
