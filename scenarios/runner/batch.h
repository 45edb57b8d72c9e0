// Many scenarios, side by side: found, chosen, played, and their records in the order of the input.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/load.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {

// Where the shipped library is: a folder that holds library/, manifests/ and requirements.yaml.
struct LibraryFolders {
  std::string root;
  Files files = {};
  std::string scenarios() const { return root + "/library"; }
  std::string manifests() const { return root + "/manifests"; }
  std::string requirements() const { return root + "/requirements.yaml"; }
  LoadOptions load_options() const;
};

// What was read, and what could not be; both in the order of the paths, folders in the order of their file names.
struct LoadedScenarios {
  std::vector<Scenario> scenarios;
  std::vector<sim::Error> errors;  // origin "file:line"
};
// Files, and folders searched for .yaml and .yml files that are scenarios (others are passed over). Two scenarios of
// one id are an error.
LoadedScenarios load_scenarios(std::span<const std::string> paths, const LibraryFolders& library);

// What is played under a profile: of each scenario the variants that ask for it, or the scenario itself under it.
std::vector<Scenario> under_profile(std::vector<Scenario> scenarios, const std::string& profile);

struct BatchOptions {
  std::size_t jobs = 1;
  std::optional<std::uint64_t> seed;  // none: the ordinary run, and one for each of the scenario's fixed seeds
  // Nothing more is begun once a run has failed; what was not run has outcome skipped.
  bool fail_fast = false;
  // Called on the caller's thread, in the order of the input.
  std::function<void(const RunRecord& run, std::size_t done, std::size_t total)> progress;
  // Ordinary runs that hold are compared with the golden end states beside their scenarios, where there are some.
  bool compare_golden = false;
  // Filled with the end of each scenario's ordinary run (runner/golden.h).
  std::vector<Json>* ends = nullptr;
  // Makes what looks on at one run; called on any thread.
  std::function<std::vector<std::unique_ptr<RunObserver>>(const Scenario&)> observers;
};
// One record per scenario: of its first run that did not hold, or of the ordinary one.
std::vector<RunRecord> run_scenarios(std::span<const Scenario> scenarios, const BatchOptions& options);

struct Counts {
  std::size_t passed = 0, failed = 0, skipped = 0, deviates = 0, not_achievable = 0;
};
Counts count_outcomes(std::span<const RunRecord> runs);

}  // namespace nlbsim::scenarios
