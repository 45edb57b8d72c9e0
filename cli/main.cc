// nlbsim: reads the command line and hands it to a command. The only file that knows CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>

#include "cli/commands.h"
#include "scenarios/language/fields.h"
#include "sim/parallel/parallel.h"

namespace {

using namespace nlbsim;

void add_run_options(CLI::App& command, cli::RunOptions& options) {
  command.add_option("--profile", options.profile, "whose behaviour is asked for (nlbsim list profiles)");
  command.add_option("--filter", options.filter, "only scenarios whose id matches GLOB, or of that group or tag");
  command.add_option("--jobs", options.jobs, "how many run side by side; results do not depend on it")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1024}));
  command.add_option("--seed", options.seed, "draw latencies and orders from this seed instead of taking the ordinary");
}

void add_conformance(CLI::App& app, cli::RunOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("conformance", "run the whole shipped library and write every report");
  add_run_options(*command, options);
  command->add_option("--out", options.out, "folder for the reports")->default_str("nlbsim-report");
  command->callback([&] {
    if (options.out.empty()) options.out = "nlbsim-report";
    chosen = [&] { return cli::conformance(options); };
  });
}

void add_run(CLI::App& app, cli::RunOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("run", "run scenario files, or folders of them");
  command->add_option("PATH", options.paths, "scenario files or folders")->required();
  add_run_options(*command, options);
  command->add_option("--out", options.out, "folder for the reports; without it none are written");
  command->callback([&] { chosen = [&] { return cli::run(options); }; });
}

// CLI11's validator for durations: "30m", "1h30m".
std::string check_duration(const std::string& text) {
  const auto parsed = sim::parse_duration(text);
  return parsed ? std::string() : text + " is not a duration such as 30s, 5m or 1h30m";
}

void add_apply(CLI::App& app, cli::ApplyOptions& options, std::function<int()>& chosen) {
  static const std::map<std::string, cli::ApplyOutput> kOutputs{
      {"table", cli::ApplyOutput::table}, {"yaml", cli::ApplyOutput::yaml}, {"json", cli::ApplyOutput::json}};
  CLI::App* command =
      app.add_subcommand("apply", "apply manifests to the default world and show what AWS would hold then");
  command->add_option("-f", options.files, "manifest files, folders, or - for standard input")->required();
  command
      ->add_option_function<std::string>(
          "--for", [&](const std::string& text) { options.time = *sim::parse_duration(text); },
          "how much virtual time passes at most (default 30m)")
      ->check(CLI::Validator(check_duration, "DURATION"));
  command->add_option("-o", options.output, "table, yaml or json")
      ->transform(CLI::CheckedTransformer(kOutputs, CLI::ignore_case));
  command->add_flag("--timeline", options.timeline, "show what happened, in virtual time");
  command->add_option("--profile", options.profile, "whose behaviour is asked for")->capture_default_str();
  command->add_option("--served-versions", options.served_versions, "seed-compat, gateway-api-v1.3 or gateway-api-v1.6")
      ->capture_default_str();
  command->callback([&] { chosen = [&] { return cli::apply(options); }; });
}

void add_list(CLI::App& app, cli::Listed& what, std::function<int()>& chosen) {
  static const std::map<std::string, cli::Listed> kLists{{"scenarios", cli::Listed::scenarios},
                                                         {"requirements", cli::Listed::requirements},
                                                         {"profiles", cli::Listed::profiles}};
  CLI::App* command = app.add_subcommand("list", "show what there is");
  command->add_option("WHAT", what, "scenarios, requirements or profiles")
      ->required()
      ->transform(CLI::CheckedTransformer(kLists, CLI::ignore_case));
  command->callback([&] { chosen = [&] { return cli::list(what); }; });
}

struct MergeOptions {
  std::vector<std::string> folders;
  std::string out;
};

void add_report(CLI::App& app, MergeOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("report", "work on reports that were written before");
  command->require_subcommand(1);
  CLI::App* merge = command->add_subcommand("merge", "put the reports of several folders together");
  merge->add_option("DIR", options.folders, "folders with a report.json each")->required();
  merge->add_option("--out", options.out, "folder for the reports of all")->required();
  merge->callback([&] { chosen = [&] { return cli::merge_reports(options.folders, options.out); }; });
}

// The complaint about a first word that is no command; empty if it is one, or an option.
std::string unknown_command(const CLI::App& app, std::string_view word) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (word.starts_with('-') || std::ranges::find(known, word) != known.end()) return {};
  return "unknown command \"" + std::string(word) + "\"" + scenarios::suggest(word, known);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Runs the Layer 4 Gateway API controller of AWS load balancing against a simulated cluster and account.",
               "nlbsim");
  app.require_subcommand(1);
  app.set_version_flag("--version", "nlbsim 0.1.0");
  cli::RunOptions conformance;
  conformance.jobs = sim::hardware_jobs();
  cli::RunOptions run;
  run.jobs = sim::hardware_jobs();
  cli::ApplyOptions apply;
  cli::Listed listed = cli::Listed::scenarios;
  std::function<int()> chosen;
  add_conformance(app, conformance, chosen);
  add_run(app, run, chosen);
  add_apply(app, apply, chosen);
  MergeOptions merge;
  add_report(app, merge, chosen);
  add_list(app, listed, chosen);
  if (const std::string complaint = argc > 1 ? unknown_command(app, argv[1]) : std::string(); !complaint.empty()) {
    std::cerr << "nlbsim: " << complaint << '\n';
    return cli::kBadInput;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    return app.exit(wanted);
  } catch (const CLI::ParseError& error) {
    std::cerr << "nlbsim: " << error.what() << "; see nlbsim --help\n";
    return cli::kBadInput;
  }
  return chosen();
}
