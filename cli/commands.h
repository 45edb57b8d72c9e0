// The commands of nlbsim as functions: options in, exit code out. Parsing is main.cc's; a command wires the rooms
// together and decides nothing that they can decide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/control/serve.h"
#include "scenarios/explore/campaign.h"
#include "scenarios/explore/seed_sweep.h"
#include "scenarios/import/import.h"
#include "scenarios/load/load_run.h"
#include "sim/time.h"

namespace nlbsim::cli {

// Exit codes of every command.
inline constexpr int kFine = 0;
inline constexpr int kFailed = 1;            // something was found wanting
inline constexpr int kBadInput = 2;          // bad input or usage
inline constexpr int kNotDeterministic = 3;  // what was run again went another way

struct RunOptions {
  std::vector<std::string> paths;
  std::string profile;              // empty: as each scenario says
  std::vector<std::string> filter;  // terms, see scenarios/runner/filter.h
  bool fail_fast = false;
  bool timeline = false;  // of each run, as it ends
  std::size_t jobs = 1;
  std::optional<std::uint64_t> seed;
  std::optional<scenarios::Seeding> seeds;  // instead: each scenario with each of these, judged by the oracles alone
  std::string out;                          // folder of the reports; empty: none
  bool whole_library = false;               // conformance: every requirement is told of, covered or not
  bool watch = false;                       // again, whenever a file changes
  std::string command;                      // the whole command line, for the reports
  bool update_golden = false;               // write the golden end states instead of comparing with them
};
int run(const RunOptions& options);
// The whole shipped library.
int conformance(RunOptions options);

enum class ApplyOutput : std::uint8_t { table, yaml, json };
struct ApplyOptions {
  std::vector<std::string> files;  // files, folders, "-"
  std::string world;               // file of the world's settings; empty: the default world
  sim::Duration time = std::chrono::minutes{30};
  ApplyOutput output = ApplyOutput::table;
  bool timeline = false;
  bool plan = false;  // the calls that would be made, instead of what comes of them
  std::string profile = "seed";
  std::string served_versions = "seed-compat";
};
int apply(const ApplyOptions& options);

struct ImportOptions {
  scenarios::ImportSources sources;
  std::string out;  // folder of world.yaml, nothing-changes.yaml and manifests/
};
int import_cluster(const ImportOptions& options);

struct BenchOptions {
  scenarios::LoadSettings load;
  std::string scenario;              // file of one's own, in the place of a fleet; empty: a fleet
  std::string out;                   // folder of bench.json and bench.html; empty: none
  std::vector<std::string> compare;  // two such files or folders: nothing is run
  std::vector<std::string> fail_if;  // reports/load/limit.h
};
// Exit code 1: the second file is significantly slower than the first, or the run does what fail_if says.
int bench(const BenchOptions& options);

// Puts the reports, or the results of campaigns, of several folders together; exit code 3 when two tell the same run
// differently, else as of run and explore.
int merge_reports(const std::vector<std::string>& folders, const std::string& out);
struct ExploreOptions {
  std::vector<std::string> paths;
  std::string tier = "T1";
  bool seeds_given = false;
  std::string profile;                  // empty: as each scenario says
  std::optional<sim::Duration> budget;  // of real time
  scenarios::Shard shard;
  std::size_t jobs = 1;
  std::string out;  // folder of the results and reproducers; empty: none
};
int explore(const ExploreOptions& options);

struct ReplayOptions {
  std::string file;
  std::string out;  // folder of the reports; empty: none
  bool timeline = false;
};
// kFailed: the finding is there again; kFine: it is gone.
int replay(const ReplayOptions& options);
struct ServeOptions {
  scenarios::ServeSettings settings;  // its start is the real date
  std::string kubeconfig;             // file to write; empty: none
  std::string world;                  // file with the settings of the world; empty: the default one
  std::string consistency;            // goes before the world's; empty: as there
  std::string controller;             // folder of what a controller needs; empty: none
  std::string out;                    // folder of the reports; empty: none
  std::vector<std::string> load;      // manifests to begin with: files, folders and "-"
};
// Until SIGINT or SIGTERM.
int serve(const ServeOptions& options);

struct LintOptions {
  std::vector<std::string> paths;
  bool all = false;  // what could fail is shown too
};
// kFailed: some expectation could not fail.
int lint(const LintOptions& options);
// Prints the JSON schema of the scenario language.
int schema();

enum class Listed : std::uint8_t { scenarios, requirements, invariants, profiles };
int list(Listed what);

}  // namespace nlbsim::cli
