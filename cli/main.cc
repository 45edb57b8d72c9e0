// nlbsim: reads the command line and hands it to a command. What it takes and what is said of wrong words is
// cli/arguments.h's.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <optional>
#include <span>

#include "cli/arguments.h"
#include "cli/build_info.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "cli/values.h"
#include "sim/parallel/parallel.h"
#include "sim/wall/wall_driver.h"

namespace {

using namespace nlbsim;

constexpr std::uint64_t kMostJobs = 1024;
constexpr std::uint64_t kMostShards = 1'000'000;

void add_run_options(CLI::App& command, cli::RunOptions& options) {
  command.add_option("--profile", options.profile, "whose behaviour is asked for (nlbsim list profiles)");
  command
      .add_option("--filter", options.filter,
                  "only scenarios whose id matches GLOB, or of that group or tag; also id:, group:, tag:, requirement: "
                  "and outcome:, each with ! before it for all others; may be repeated")
      ->allow_extra_args(false);
  command.add_flag("--fail-fast", options.fail_fast, "begin no scenario after one has failed");
  command.add_flag("--timeline", options.timeline, "show what happened in each run, in virtual time");
  command.add_option("--jobs", options.jobs, "how many run side by side; results do not depend on it")
      ->check(cli::whole_number(1, kMostJobs));
  command.add_option("--seed", options.seed, "draw latencies and orders from this seed instead of taking the ordinary")
      ->check(cli::whole_number(0, std::numeric_limits<std::uint64_t>::max()));
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
  command
      ->add_option_function<std::string>(
          "--seeds", [&](const std::string& text) { options.seeds = cli::seeding_of(text); },
          "A..B: each scenario with each of these seeds, judged by the invariants and by how it ends")
      ->check(CLI::Validator(cli::check_seeds, "SEEDS"))
      ->excludes("--seed");
  command->add_option("--out", options.out, "folder for the reports; without it none are written");
  command
      ->add_flag("--update-golden", options.update_golden,
                 "write how each scenario ends into the file ID.end.yaml beside it, instead of comparing")
      ->excludes("--seed")
      ->excludes("--seeds")
      ->excludes("--profile");
  command->add_flag("--watch", options.watch, "run again whenever a scenario or manifest changes")
      ->excludes("--update-golden");
  command->callback([&] { chosen = [&] { return cli::run(options); }; });
}

void add_served_versions(CLI::App& command, std::string& into) {
  command.add_option("--served-versions", into, "which versions of the Gateway API are served")
      ->check(cli::one_of({"seed-compat", "gateway-api-v1.3", "gateway-api-v1.6"}))
      ->capture_default_str();
}

void add_apply(CLI::App& app, cli::ApplyOptions& options, std::function<int()>& chosen) {
  static const std::map<std::string, cli::ApplyOutput> kOutputs{
      {"table", cli::ApplyOutput::table}, {"yaml", cli::ApplyOutput::yaml}, {"json", cli::ApplyOutput::json}};
  CLI::App* command =
      app.add_subcommand("apply", "apply manifests to the default world and show what AWS would hold then");
  command->add_option("-f", options.files, "manifest files, folders, or - for standard input")->required();
  command->add_option("--world", options.world, "file with the world's settings, as `world:` of a scenario has them");
  command
      ->add_option_function<std::string>(
          "--for", [&](const std::string& text) { options.time = *sim::parse_duration(text); },
          "how much virtual time passes at most (default 30m)")
      ->check(cli::duration());
  cli::add_choice(*command, "-o", kOutputs, options.output, "what is printed (default table)");
  command->add_flag("--timeline", options.timeline, "show what happened, in virtual time");
  command->add_flag("--plan", options.plan, "show the calls that would be made, without making them");
  command->add_option("--profile", options.profile, "whose behaviour is asked for")->capture_default_str();
  add_served_versions(*command, options.served_versions);
  command->callback([&] { chosen = [&] { return cli::apply(options); }; });
}

void add_import(CLI::App& app, cli::ImportOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand(
      "import", "make a world of a real cluster and account, from what kubectl and the AWS CLI print");
  command
      ->add_option("--kube", options.sources.kube,
                   "what kubectl get -A -o yaml printed of Gateways, routes, Services, Nodes ...: files, folders or -")
      ->required();
  command->add_option("--aws", options.sources.aws,
                      "folder of what aws elbv2, ec2 and acm describe-* printed, one file each; without it the account "
                      "is empty");
  command->add_option("--cluster", options.sources.cluster, "the cluster's name; without it as tags tell");
  add_served_versions(*command, options.sources.served_versions);
  command->add_option("--out", options.out, "folder to write: world.yaml, nothing-changes.yaml and manifests/")
      ->required();
  command->callback([&] { chosen = [&] { return cli::import_cluster(options); }; });
}

void add_bench(CLI::App& app, cli::BenchOptions& options, std::function<int()>& chosen) {
  static const std::map<std::string, bool> kSwitch{{"on", true}, {"off", false}};
  CLI::App* command = app.add_subcommand("bench", "put the controller under load and measure it, or compare two runs");
  const auto check_rate = [](const std::string& text) {
    return cli::period_of(text) ? std::string() : text + " is not a rate such as 10/s or 30/m";
  };
  CLI::Option* scenario = command->add_option("SCENARIO", options.scenario,
                                              "a scenario file of your own to measure, in the place of many Gateways");
  command->add_option("--gateways", options.load.gateways, "how many Gateways, each with one route")
      ->excludes(scenario)
      ->check(cli::whole_number(1, 100'000))
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--churn", [&](const std::string& text) { options.load.churn_period = *cli::period_of(text); },
          "how often a route goes or comes back, once all is applied (default 0/s)")
      ->check(CLI::Validator(check_rate, "RATE"));
  command->add_option("--workers", options.load.workers, "how many Gateways are reconciled at the same time")
      ->check(cli::whole_number(1, 1000))
      ->capture_default_str();
  cli::add_choice(*command, "--aws-limits", kSwitch, options.load.aws_limits,
                  "on: AWS throttles as it does; off (default): never");
  command
      ->add_option_function<std::string>(
          "--for", [&](const std::string& text) { options.load.duration = *sim::parse_duration(text); },
          "how much virtual time passes (default 10m)")
      ->check(cli::duration());
  command->add_option("--out", options.out, "folder for bench.json and bench.html; without it none are written");
  CLI::Option* compare =
      command->add_option("--compare", options.compare, "two bench.json files: is the second slower?")
          ->expected(2)
          ->excludes(scenario);
  command
      ->add_option(
          "--fail-if", options.fail_if,
          "exit with 1 if a figure of bench.json is so, such as \"reconcileLatency.p95 > 5s\"; may be repeated")
      ->allow_extra_args(false)
      ->excludes(compare);
  command->callback([&] { chosen = [&] { return cli::bench(options); }; });
}

void add_explore(CLI::App& app, cli::ExploreOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("explore", "break scenarios at every step and judge how they end");
  command->add_option("PATH", options.paths, "scenario files or folders")->required();
  command->add_option("--tier", options.tier, "what is broken: T1, every single fault; no other is there yet")
      ->capture_default_str();
  command->add_option_function<std::string>(
      "--seeds", [&](const std::string&) { options.seeds_given = true; }, "of tier T4, which is not there yet");
  command->add_option("--profile", options.profile, "whose behaviour is asked for (nlbsim list profiles)");
  command
      ->add_option_function<std::string>(
          "--budget", [&](const std::string& text) { options.budget = *sim::parse_duration(text); },
          "end after so much real time")
      ->check(cli::duration());
  command->add_option("--shard-index", options.shard.index, "which part of the plans, from 0")
      ->check(cli::whole_number(0, kMostShards - 1));
  command->add_option("--shard-count", options.shard.count, "of how many parts")
      ->check(cli::whole_number(1, kMostShards));
  command->add_option("--jobs", options.jobs, "how many run side by side; results do not depend on it")
      ->check(cli::whole_number(1, kMostJobs));
  command->add_option("--out", options.out, "folder for results.json, two pages and a reproducer of each finding");
  command->callback([&] { chosen = [&] { return cli::explore(options); }; });
}

void add_replay(CLI::App& app, cli::ReplayOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("replay", "run a reproducer again: exit 1 if its finding is there, 0 if not");
  command->add_option("REPRO", options.file, "a reproducer that explore wrote, or - for standard input")->required();
  command->add_flag("--timeline", options.timeline, "show what happened, in virtual time");
  command->add_option("--out", options.out, "folder for the reports; without it none are written");
  command->callback([&] { chosen = [&] { return cli::replay(options); }; });
}

void add_serve(CLI::App& app, cli::ServeOptions& options, std::function<int()>& chosen) {
  static const std::map<std::string, bool> kControllers{{"none", false}, {"builtin", true}};
  scenarios::ServeSettings& settings = options.settings;
  CLI::App* command =
      app.add_subcommand("serve", "the Kubernetes API and the AWS account on the wire, for real clients");
  command->add_option("--kube-listen", settings.kube_listen, "address of the Kubernetes API; port 0: a free one")
      ->capture_default_str();
  command->add_option("--aws-listen", settings.aws_listen, "address of all AWS services")->capture_default_str();
  cli::add_choice(*command, "--controller", kControllers, settings.builtin_controller,
                  "none (default): bring your own; builtin: the controller of nlbsim");
  command->add_option("--speed", settings.speed, "seconds of the world in a real one")
      ->check(cli::whole_number(1, sim::WallDriver::kMaxSpeed))
      ->capture_default_str();
  command->add_option("--journal", settings.journal_mib, "MiB of what happened that are kept")
      ->check(cli::whole_number(1, 65'536))
      ->capture_default_str();
  command->add_option("--world", options.world, "file with the world's settings, as `world:` of a scenario has them");
  command
      ->add_option("--consistency", options.consistency,
                   "how far AWS's reads lag behind changes: instant (default), realistic or hostile")
      ->check(cli::one_of({"instant", "realistic", "hostile"}));
  command->add_option(
      "--load", options.load,
      "manifests or a cluster's export that the cluster begins with: a file, a folder or -; repeatable");
  command->add_option("--write-kubeconfig", options.kubeconfig, "file to write, for KUBECONFIG");
  command
      ->add_option_function<std::vector<std::string>>(
          "--client",
          [&](const std::vector<std::string>& clients) {
            for (const std::string& text : clients) settings.clients.push_back(*scenarios::parse_client(text));
          },
          "NAME=TOKEN: requests with that bearer token, AWS access key or user agent are a controller's of that name")
      ->check(CLI::Validator(cli::check_client, "NAME=TOKEN"));
  command
      ->add_option_function<std::vector<std::string>>(
          "--user",
          [&](const std::vector<std::string>& users) {
            for (const std::string& text : users) settings.users.push_back(*scenarios::parse_user(text));
          },
          "NAME=TOKEN[:GROUP,...]: a user of the Kubernetes API who may do what stored roles allow")
      ->check(CLI::Validator(cli::check_user, "NAME=TOKEN[:GROUP,...]"));
  command->add_option("--tls-listen", settings.tls_listen,
                      "address of the Kubernetes API over TLS; port 0: a free one");
  command->add_option("--write-controller", options.controller,
                      "folder to write: all that AWS Load Balancer Controller needs to run here");
  command->add_option("--out", options.out, "folder for the reports of what was done, at the end or on request");
  command->add_option("--faults", settings.faults_file, "file with a fault list, as a scenario has it, to begin with");
  command->add_flag("!--no-control", settings.control_plane, "without the control plane under /_nlbsim/");
  command->add_option("--profile", settings.profile, "whose behaviour the builtin controller has")
      ->capture_default_str();
  add_served_versions(*command, settings.served_versions);
  command->callback([&] { chosen = [&] { return cli::serve(options); }; });
}

void add_list(CLI::App& app, cli::Listed& what, std::function<int()>& chosen) {
  static const std::map<std::string, cli::Listed> kLists{{"scenarios", cli::Listed::scenarios},
                                                         {"requirements", cli::Listed::requirements},
                                                         {"invariants", cli::Listed::invariants},
                                                         {"profiles", cli::Listed::profiles}};
  CLI::App* command = app.add_subcommand("list", "show what there is");
  cli::add_choice(*command, "WHAT", kLists, what, "of what")->required();
  command->callback([&] { chosen = [&] { return cli::list(what); }; });
}

void add_lint(CLI::App& app, cli::LintOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("lint", "show which expectations of a scenario nothing could break");
  command->add_option("PATH", options.paths, "scenario files or folders")->required();
  command->add_flag("--all", options.all, "show the others too, with what would break each");
  command->callback([&] { chosen = [&] { return cli::lint(options); }; });
}

void add_schema(CLI::App& app, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("schema", "print the JSON schema of scenarios, for editors");
  command->callback([&] { chosen = [] { return cli::schema(); }; });
}

// What is written from the command line itself.
void add_usage(CLI::App& app, std::string& shell, std::function<int()>& chosen) {
  static const std::map<std::string, std::string (*)(const cli::CommandUse&)> kShells{
      {"bash", cli::bash_completion}, {"zsh", cli::zsh_completion}, {"fish", cli::fish_completion}};
  CLI::App* completion = app.add_subcommand("completion", "print completions for a shell");
  std::vector<std::string> names;
  for (const auto& [name, write] : kShells) names.push_back(name);
  completion->add_option("SHELL", shell, "for which shell")->required()->check(cli::one_of(names));
  completion->callback([&] {
    chosen = [&] {
      std::cout << kShells.at(shell)(cli::usage_of(app));
      return cli::kFine;
    };
  });
  CLI::App* man = app.add_subcommand("man", "print the man page");
  man->callback([&] {
    chosen = [&] {
      std::cout << cli::man_page(cli::usage_of(app), cli::version_line());
      return cli::kFine;
    };
  });
}

// On every command: always, never, or where a terminal shows them. What Console reads is in the environment.
void add_colour(CLI::App& app) {
  app.fallthrough();
  const auto set = [](const std::string& when) {
    if (when == "never") setenv("NO_COLOR", "1", 1);
    if (when != "always") return;
    unsetenv("NO_COLOR");
    setenv("CLICOLOR_FORCE", "1", 1);
  };
  app.add_option_function<std::string>("--color", set, "when to use colours (default auto)")
      ->check(cli::one_of({"always", "auto", "never"}));
}

std::string command_line(int argc, char** argv) {
  std::string out = "nlbsim";
  for (const char* word : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) out.append(" ").append(word);
  return out;
}

struct MergeOptions {
  std::vector<std::string> folders;
  std::string out;
};

void add_report(CLI::App& app, MergeOptions& options, std::function<int()>& chosen) {
  CLI::App* command = app.add_subcommand("report", "work on reports that were written before");
  command->require_subcommand(1);
  CLI::App* merge = command->add_subcommand("merge", "put the reports of several folders together");
  merge->add_option("DIR", options.folders, "folders with a report.json each, or a results.json (shards of a campaign)")
      ->required();
  merge->add_option("--out", options.out, "folder for the reports of all")->required();
  merge->callback([&] { chosen = [&] { return cli::merge_reports(options.folders, options.out); }; });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Runs the Layer 4 Gateway API controller of AWS load balancing against a simulated cluster and account.",
               "nlbsim");
  app.require_subcommand(1);
  app.set_version_flag("--version", cli::version_line());
  add_colour(app);
  cli::RunOptions conformance;
  conformance.jobs = sim::hardware_jobs();
  cli::RunOptions run;
  run.command = conformance.command = command_line(argc, argv);
  run.jobs = sim::hardware_jobs();
  cli::ApplyOptions apply;
  cli::BenchOptions bench;
  cli::ExploreOptions explore;
  explore.jobs = sim::hardware_jobs();
  cli::ReplayOptions replay;
  cli::ServeOptions serve;
  cli::Listed listed = cli::Listed::scenarios;
  std::function<int()> chosen;
  add_conformance(app, conformance, chosen);
  add_run(app, run, chosen);
  add_apply(app, apply, chosen);
  cli::ImportOptions import;
  add_import(app, import, chosen);
  add_bench(app, bench, chosen);
  MergeOptions merge;
  add_report(app, merge, chosen);
  add_explore(app, explore, chosen);
  add_replay(app, replay, chosen);
  add_serve(app, serve, chosen);
  cli::LintOptions lint;
  add_lint(app, lint, chosen);
  add_schema(app, chosen);
  add_list(app, listed, chosen);
  std::string shell;
  add_usage(app, shell, chosen);
  cli::dress_help(app);
  if (const std::string complaint = argc > 1 ? cli::unknown_command(app, argv[1]) : std::string(); !complaint.empty()) {
    std::cerr << "nlbsim: " << complaint << '\n';
    return cli::kBadInput;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    return app.exit(wanted);
  } catch (const CLI::ParseError& error) {
    std::cerr << "nlbsim: " << cli::complaint_about(app, error) << '\n';
    return cli::kBadInput;
  }
  const int code = chosen();
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "nlbsim: standard output can't be written: what was printed is not complete\n";
  return cli::kBadInput;
}
