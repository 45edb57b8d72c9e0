// The two fakes on the wire: a world turned by the machine's clock, an HTTP server in front of each fake, and the
// control plane beside the Kubernetes paths. What `nlbsim serve` starts.
//
//   boost::asio::io_context io;
//   auto served = ServedWorld::start(io, settings);
//   if (!served) ...;                      // the address is taken, the profile unknown
//   print((*served)->kube_address());
//   io.run();
//
// One io_context, one thread, no lock. Wire clients reach the fakes without the travel times that the built-in
// controller's calls have: they bring their own. What grows with time is bounded: the journal keeps the newest records,
// the API server a window of history per kind, and a slow reader of a watch is cut off (api/http/message.h).
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/http/server.h"
#include "scenarios/control/clients.h"
#include "scenarios/language/scenario.h"
#include "scenarios/record/run_record.h"
#include "scenarios/world/world.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

struct ServeSettings {
  std::string kube_listen = "127.0.0.1:8001";  // port 0: a free one
  std::string aws_listen = "127.0.0.1:4566";
  std::string tls_listen;           // of the Kubernetes API once more, over TLS; empty: nowhere
  std::vector<ClientSpec> clients;  // controllers of somebody else's
  std::vector<UserSpec> users;      // of the Kubernetes API, with rights of their own
  bool judged = false;              // all invariants watch what is served
  // Writes the reports of a judged world when the control plane is asked to.
  std::function<Result<void>(const RunRecord& run)> write_reports;
  bool builtin_controller = false;
  std::uint32_t speed = 1;          // virtual seconds in a real one, 1 to sim::WallDriver::kMaxSpeed
  std::uint32_t journal_mib = 256;  // how much of what happened is kept
  bool control_plane = true;        // never where kube_listen is no loopback address
  std::string faults_file;          // what is broken from the beginning (scenarios/control/injection.h); empty: nothing
  std::string profile = "seed";
  std::string served_versions = "seed-compat";
  // What the world's clock says first. The real date by default, because clients compare timestamps of objects and
  // leases with clocks of their own. At a higher speed the world is ahead of them from then on.
  sim::Instant start = sim::kWorldStart;
  // The rest of the world; its start and its number of controllers are those that stand here. One cluster.
  WorldSettings world;
  // Told, a line each, what a client asked of a fake that is not modelled.
  std::function<void(const std::string& line)> log;
};

class ServedWorld {
 public:
  // Error codes: InvalidAddress, CannotListen, InvalidWorld, and those of the faults file. The io_context outlives what
  // is returned.
  static Result<std::unique_ptr<ServedWorld>> start(boost::asio::io_context& io, const ServeSettings& settings);
  ServedWorld(const ServedWorld&) = delete;
  ServedWorld& operator=(const ServedWorld&) = delete;
  ~ServedWorld();

  std::string kube_address() const;  // "127.0.0.1:8001"
  std::string tls_address() const;   // empty: it does not listen
  std::string authority() const;     // whom clients over TLS have to trust, PEM
  // A serving certificate of that authority for this machine's own use.
  Result<http::TlsIdentity> issue_certificate() const;
  std::string aws_address() const;
  bool has_control_plane() const;
  World& world();
  // Applies manifests as kubectl does, for whoever connects to find; the world's clock moves on by what that takes.
  // Error code "Refused", with a cause for each object.
  Result<void> load(std::vector<Manifest> manifests);
  // What has been served so far, judged; only if the settings say so.
  RunRecord record();
  // Accepts nothing more, ends every watch and closes every connection.
  void stop();

 private:
  struct Parts;
  explicit ServedWorld(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace nlbsim::scenarios
