#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/report_files.h"
#include "reports/write_all.h"
#include "scenarios/control/controller_files.h"
#include "scenarios/control/kubeconfig.h"
#include "scenarios/control/serve.h"
#include "scenarios/language/load.h"
#include "scenarios/runner/manifest_set.h"
#include "sim/wall/wall_time.h"

namespace nlbsim::cli {

namespace {

// A watch is an open file, and many systems allow a process no more than 1,024 unless it asks.
void allow_many_connections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == files.rlim_max) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

// The controller that files are written for, where no client is named.
const scenarios::ClientSpec kUnnamed{"lbc", "nlbsim-lbc"};

sim::Result<void> write_reports(const std::string& folder, const scenarios::RunRecord& run) {
  const auto context = report_context(run.profile);
  if (!context) return sim::forward(context.error());
  return reports::write_all(folder, std::span(&run, 1), *context);
}

sim::Result<scenarios::ServeSettings> settings_of(const ServeOptions& options, Console& console) {
  scenarios::ServeSettings settings = options.settings;
  if (!options.world.empty()) {
    auto world = scenarios::load_world(options.world);
    if (!world) return sim::forward(std::move(world.error()));
    settings.world = *std::move(world);
  }
  if (!options.consistency.empty()) settings.world.aws.consistency = options.consistency;
  settings.start = sim::wall_date();
  settings.log = [&console](const std::string& line) { console.complain(line); };
  if (!options.controller.empty()) {
    if (settings.clients.empty()) settings.clients.push_back(kUnnamed);
    if (settings.tls_listen.empty()) settings.tls_listen = "127.0.0.1:0";
  }
  settings.judged = !options.out.empty() || !settings.clients.empty();
  if (!options.out.empty())
    settings.write_reports = [folder = options.out](const scenarios::RunRecord& run) {
      return write_reports(folder, run);
    };
  return settings;
}

// The verdict over everything that was done; the exit code.
int conclude(scenarios::ServedWorld& served, const ServeOptions& options, Console& console) {
  if (options.out.empty()) return kFine;
  const scenarios::RunRecord run = served.record();
  if (const auto written = write_reports(options.out, run); !written) {
    console.complain(written.error());
    return kBadInput;
  }
  for (const scenarios::Violation& violation : run.violations)
    console.print(violation.invariant + ": " + (violation.subject.empty() ? "" : violation.subject + ": ") +
                  violation.message);
  console.print(run.violations.empty()
                    ? "every invariant holds over what was served"
                    : std::to_string(run.violations.size()) + " violations; reports: " + options.out);
  return run.violations.empty() ? kFine : kFailed;
}

// Manifests and exports that the cluster begins with; what is not simulated is named and passed over.
sim::Result<void> load(scenarios::ServedWorld& served, const ServeOptions& options, Console& console) {
  if (options.load.empty()) return {};
  auto manifests = scenarios::collect_manifests(options.load);
  if (!manifests) return sim::forward(std::move(manifests.error()));
  scenarios::ManifestSet set = scenarios::prepare_manifests(*std::move(manifests), options.settings.served_versions);
  for (const scenarios::NotSimulated& kind : set.not_simulated) console.complain(kind.text());
  return served.load(std::move(set.manifests));
}

}  // namespace

int serve(const ServeOptions& options) {
  Console console;
  allow_many_connections();
  const auto prepared = settings_of(options, console);
  if (!prepared) {
    console.complain(prepared.error());
    return kBadInput;
  }
  const scenarios::ServeSettings& settings = *prepared;
  boost::asio::io_context io(1);
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto served = scenarios::ServedWorld::start(io, settings);
  if (!served) {
    console.complain(served.error());
    return kBadInput;
  }
  scenarios::ServedWorld& world = **served;
  if (const auto loaded = load(world, options, console); !loaded) {
    console.complain(loaded.error());
    return kBadInput;
  }
  if (!options.kubeconfig.empty())
    if (const auto written = scenarios::write_kubeconfig(options.kubeconfig, world.kube_address()); !written) {
      console.complain(written.error());
      return kBadInput;
    }
  if (!options.controller.empty())
    if (const auto written = scenarios::write_controller(options.controller, world, settings.clients.front());
        !written) {
      console.complain(written.error());
      return kBadInput;
    }
  console.print("kubernetes: ready on http://" + world.kube_address());
  console.print("aws: ready on http://" + world.aws_address());
  if (world.has_control_plane()) console.print("control: ready on http://" + world.kube_address() + "/_nlbsim/");
  if (!world.tls_address().empty()) console.print("tls: ready on https://" + world.tls_address());
  std::cout.flush();  // whoever waits for these lines reads a pipe
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    (*served)->stop();
    boost::asio::post(io, [&io] { io.stop(); });  // behind the last bytes of the watches
  });
  io.run();
  return conclude(world, options, console);
}

}  // namespace nlbsim::cli
