#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/console.h"
#include "scenarios/control/kubeconfig.h"
#include "scenarios/control/serve.h"
#include "scenarios/language/load.h"
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

}  // namespace

int serve(const ServeOptions& options) {
  Console console;
  allow_many_connections();
  scenarios::ServeSettings settings = options.settings;
  if (!options.world.empty()) {
    auto world = scenarios::load_world(options.world);
    if (!world) {
      console.complain(world.error());
      return kBadInput;
    }
    settings.world = *std::move(world);
  }
  if (!options.consistency.empty()) settings.world.aws.consistency = options.consistency;
  settings.start = sim::wall_date();
  settings.log = [&console](const std::string& line) { console.complain(line); };
  boost::asio::io_context io(1);
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  const auto served = scenarios::ServedWorld::start(io, settings);
  if (!served) {
    console.complain(served.error());
    return kBadInput;
  }
  const scenarios::ServedWorld& world = **served;
  if (!options.kubeconfig.empty())
    if (const auto written = scenarios::write_kubeconfig(options.kubeconfig, world.kube_address()); !written) {
      console.complain(written.error());
      return kBadInput;
    }
  console.print("kubernetes: ready on http://" + world.kube_address());
  console.print("aws: ready on http://" + world.aws_address());
  if (world.has_control_plane()) console.print("control: ready on http://" + world.kube_address() + "/_nlbsim/");
  std::cout.flush();  // whoever waits for these lines reads a pipe
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    (*served)->stop();
    boost::asio::post(io, [&io] { io.stop(); });  // behind the last bytes of the watches
  });
  io.run();
  return kFine;
}

}  // namespace nlbsim::cli
