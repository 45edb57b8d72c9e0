#include <fmt/format.h>

#include <sstream>

#include "cli/commands.h"
#include "cli/console.h"
#include "reports/timeline/timeline.h"
#include "reports/write_all.h"
#include "scenarios/explore/reproducer.h"
#include "scenarios/language/files.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/record/version.h"

namespace nlbsim::cli {

namespace {

void show(const scenarios::Reproducer& reproducer, const scenarios::Replay& replay, Console& console) {
  console.print(reproducer.finding.signature());
  for (const scenarios::FaultSpec& fault : reproducer.faults) console.print("  fault " + fault.id);
  for (const scenarios::Violation& violation : replay.run.violations)
    console.print(scenarios::oracles::to_text(violation, *replay.run.journal, replay.run.actors));
}

}  // namespace

int replay(const ReplayOptions& options) {
  Console console;
  const auto text = scenarios::read_input(options.file);
  const auto reproducer = text ? scenarios::read_reproducer(*text, options.file)
                               : sim::Result<scenarios::Reproducer>(sim::forward(text.error()));
  if (!reproducer) {
    console.complain(reproducer.error());
    return kBadInput;
  }
  const auto replay = scenarios::replay(*reproducer);
  if (!replay) {
    console.complain(replay.error());
    return kBadInput;
  }
  show(*reproducer, *replay, console);
  if (options.timeline) {
    std::ostringstream timeline;
    reports::write_timeline(replay->run, {}, timeline);
    console.print(timeline.str());
  }
  if (!options.out.empty()) {
    if (const auto written = reports::write_all(options.out, std::vector{replay->run}, {}); !written) {
      console.complain(written.error());
      return kBadInput;
    }
    console.print("reports are in " + options.out);
  }
  if (replay->same_version && !replay->same_hash) {
    console.complain(fmt::format("{}: the journal's hash is 0x{:016x}, not 0x{:016x}, though both are of nlbsim {}",
                                 options.file, replay->run.journal_hash, reproducer->hash, scenarios::kVersion));
    return kNotDeterministic;
  }
  console.print(console.styled(replay->found ? Style::bad : Style::good,
                               replay->found ? "the finding is there" : "the finding is gone"));
  return replay->found ? kFailed : kFine;
}

}  // namespace nlbsim::cli
