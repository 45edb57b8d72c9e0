#include "scenarios/runner/batch.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>

#include "scenarios/language/yaml.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/runner/golden.h"
#include "scenarios/runner/wave.h"
#include "sim/parallel/parallel.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

// The scenario files of a path: itself, or those below it.
Result<std::vector<std::string>> scenario_files(const std::string& path, const Files& files) {
  auto found = files.below(path);
  if (!found || *found == std::vector{path}) return found;
  std::erase_if(*found, [&](const std::string& file) {
    if (!is_yaml(file)) return true;
    const auto text = files.read(file);
    return text && !is_scenario_text(*text);
  });
  if (found->empty())
    return sim::fail("NotFound", "the folder holds no scenario: a .yaml file with apiVersion nlbsim/v1", path);
  return found;
}

void collect(const std::string& file, const LibraryFolders& library, std::map<std::string, std::string>& owners,
             LoadedScenarios& into) {
  auto loaded = load_scenario(file, library.load_options());
  if (!loaded) return into.errors.push_back(std::move(loaded.error()));
  const auto [owner, fresh] = owners.emplace(loaded->front().id, file);
  if (!fresh && owner->second == file) return;  // named twice
  if (!fresh) {
    sim::Error error;
    error.code = "InvalidScenario";
    error.origin = file + ":1";
    error.message = "the id " + loaded->front().id + " is taken by " + owner->second + ": give it another";
    return into.errors.push_back(std::move(error));
  }
  for (Scenario& scenario : *loaded) into.scenarios.push_back(std::move(scenario));
}

RunRecord cannot_run(const Scenario& scenario, const sim::Error& error) {
  RunRecord run;
  run.id = scenario.id;
  run.variant = scenario.variant;
  run.file = scenario.file;
  run.outcome = Outcome::failed;
  run.reason = error.describe();
  return run;
}

RunRecord left_out(const Scenario& scenario) {
  RunRecord run;
  run.id = scenario.id;
  run.variant = scenario.variant;
  run.title = scenario.title;
  run.group = scenario.group;
  run.file = scenario.file;
  run.outcome = Outcome::skipped;
  run.reason = "another scenario had failed (--fail-fast)";
  return run;
}

bool held(const RunRecord& run) { return run.outcome != Outcome::failed; }

void fail_with(RunRecord& run, Violation violation) {
  run.outcome = Outcome::failed;
  run.reason = violation.invariant + ": " + violation.message.substr(0, violation.message.find('\n'));
  run.violations.push_back(std::move(violation));
}

void compare_golden(const Scenario& scenario, const Json& end, RunRecord& run) {
  const auto golden = load_golden(golden_file_of(scenario.file), scenario.files);
  if (!golden) {
    Violation unreadable{std::string(kGoldenId), std::string(kGoldenSentence), scenario.full_id(), {}, {}};
    unreadable.message = golden.error().describe();
    return fail_with(run, std::move(unreadable));
  }
  if (!*golden) return;
  if (auto violation = judge_golden(**golden, scenario, end)) fail_with(run, *std::move(violation));
}

// A scenario that is played, and those who look on.
class PlayedScenario {
 public:
  PlayedScenario(const Scenario& scenario, const BatchOptions& options)
      : scenario_(scenario), options_(options), player_(Player::prepare(scenario)) {}
  // The ordinary run looks at how it ends, where that is asked for.
  void begin(std::optional<std::uint64_t> seed, bool looks) {
    observers_.clear();
    if (options_.observers) observers_ = options_.observers(scenario_);
    PlayOptions play;
    play.seed = seed;
    for (const auto& observer : observers_) play.observers.push_back(observer.get());
    if (looks) play.observers.push_back(&golden_);
    playing_.emplace(player_->begin(std::move(play)));
  }
  bool turn() { return playing_ && playing_->turn(); }
  RunRecord finish() {
    RunRecord run = playing_->finish();
    playing_.reset();
    return run;
  }
  RunRecord play(std::uint64_t seed) {
    begin(seed, false);
    while (turn()) continue;
    return finish();
  }
  const Scenario& scenario() const { return scenario_; }
  const Result<Player>& player() const { return player_; }
  const Json& end() const { return golden_.end(); }

 private:
  const Scenario& scenario_;
  const BatchOptions& options_;
  Result<Player> player_;
  GoldenObserver golden_;
  std::vector<std::unique_ptr<RunObserver>> observers_;
  std::optional<Playing> playing_;
};

RunRecord outcome_of_played(PlayedScenario& played, const BatchOptions& options, bool looks) {
  if (!played.player()) return cannot_run(played.scenario(), played.player().error());
  RunRecord first = played.finish();
  if (looks && options.compare_golden && held(first)) compare_golden(played.scenario(), played.end(), first);
  if (options.seed || !held(first)) return first;
  for (const std::int64_t seed : played.scenario().seeds.fixed)
    if (RunRecord run = played.play(static_cast<std::uint64_t>(seed)); !held(run)) return run;
  return first;
}

// What a wave took, by the share that each run has in its steps: a look at the clock at every turn would show.
void share_out(sim::Duration wall, std::span<RunRecord> runs) {
  std::uint64_t steps = 0;
  for (const RunRecord& run : runs) steps += run.scheduler_steps;
  for (RunRecord& run : runs)
    if (steps != 0)
      run.wall_duration = wall * static_cast<std::int64_t>(run.scheduler_steps) / static_cast<std::int64_t>(steps);
}

void play_wave(std::span<const Scenario> scenarios, const BatchOptions& options, std::span<RunRecord> runs,
               std::span<Json> ends) {
  const sim::Duration begin = sim::wall_now();
  const bool looks = !options.seed && (options.compare_golden || !ends.empty());
  std::deque<PlayedScenario> wave;
  for (const Scenario& scenario : scenarios)
    if (PlayedScenario& played = wave.emplace_back(scenario, options); played.player())
      played.begin(options.seed, looks);
  turn_in_step(wave);
  for (std::size_t i = 0; i < wave.size(); ++i) {
    runs[i] = outcome_of_played(wave[i], options, looks);
    if (!ends.empty() && looks && wave[i].player()) ends[i] = wave[i].end();
  }
  share_out(sim::wall_now() - begin, runs);
}

}  // namespace

LoadOptions LibraryFolders::load_options() const {
  LoadOptions options;
  options.files = files;
  options.manifest_folders = {manifests()};
  options.scenario_folders = {scenarios()};
  for (oracles::InvariantName& invariant : oracles::list_invariants())
    options.invariants.push_back(std::move(invariant.id));
  return options;
}

LoadedScenarios load_scenarios(std::span<const std::string> paths, const LibraryFolders& library) {
  LoadedScenarios loaded;
  std::map<std::string, std::string> owners;
  for (const std::string& path : paths) {
    auto files = scenario_files(path, library.files);
    if (!files) {
      loaded.errors.push_back(std::move(files.error()));
      continue;
    }
    for (const std::string& file : *files) collect(file, library, owners, loaded);
  }
  return loaded;
}

std::vector<Scenario> under_profile(std::vector<Scenario> scenarios, const std::string& profile) {
  const auto asked_for = [&](const std::string& id) {
    return std::ranges::any_of(scenarios, [&](const Scenario& s) { return s.id == id && s.profile == profile; });
  };
  std::vector<Scenario> chosen;
  for (const Scenario& scenario : scenarios) {
    if (asked_for(scenario.id)) {
      if (scenario.profile == profile) chosen.push_back(scenario);
    } else if (scenario.variant.empty()) {
      chosen.push_back(scenario);
      chosen.back().profile = profile;
    }
  }
  return chosen;
}

std::vector<RunRecord> run_scenarios(std::span<const Scenario> scenarios, const BatchOptions& options) {
  std::vector<RunRecord> runs(scenarios.size());
  if (options.ends) options.ends->resize(scenarios.size());
  const auto work = [&](std::size_t first, std::size_t count) {
    const std::span<Json> ends = options.ends ? std::span(*options.ends).subspan(first, count) : std::span<Json>();
    play_wave(scenarios.subspan(first, count), options, std::span(runs).subspan(first, count), ends);
  };
  const auto done = [&](std::size_t i) {
    if (options.progress) options.progress(runs[i], i + 1, runs.size());
  };
  if (!options.fail_fast) {
    for_each_wave(scenarios.size(), options.jobs, work, done);
    return runs;
  }
  // In rounds of as many as run side by side: which runs were made does not depend on which of them was quicker.
  bool failed = false;
  for (std::size_t first = 0; first < scenarios.size(); first += options.jobs) {
    const std::size_t count = std::min(options.jobs, scenarios.size() - first);
    if (failed) {
      for (std::size_t i = first; i < first + count; ++i) runs[i] = left_out(scenarios[i]);
      continue;
    }
    sim::parallel_for(
        count, options.jobs, [&](std::size_t i) { work(first + i, 1); }, [&](std::size_t i) { done(first + i); });
    failed =
        std::ranges::any_of(std::span(runs).subspan(first, count), [](const RunRecord& run) { return !held(run); });
  }
  return runs;
}

Counts count_outcomes(std::span<const RunRecord> runs) {
  Counts counts;
  for (const RunRecord& run : runs) {
    switch (run.outcome) {
      case Outcome::passed: ++counts.passed; break;
      case Outcome::failed: ++counts.failed; break;
      case Outcome::deviates: ++counts.deviates; break;
      case Outcome::not_achievable: ++counts.not_achievable; break;
      case Outcome::skipped: ++counts.skipped; break;
    }
  }
  return counts;
}

}  // namespace nlbsim::scenarios
