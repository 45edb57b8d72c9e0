// What the benchmarks of whole runs share: scenarios, and counts taken from a run's journal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scenarios/explore/explored_scenario.h"
#include "scenarios/runner/player.h"

namespace nlbsim::bench {

// bench/scenarios/<name>.yaml, prepared. Ends the program with a message if it cannot be read.
scenarios::Player prepared(const std::string& name);
// The same as the explorer plays it.
scenarios::ExploredScenario explored(const std::string& name);
// The shipped library.
std::vector<scenarios::Player> whole_library();

struct Figures {
  std::uint64_t calls = 0;  // to either server, each attempt
  std::uint64_t aws_calls = 0;
  std::uint64_t reconciles = 0;
};
Figures figures(std::span<const sim::Record> records);

}  // namespace nlbsim::bench
