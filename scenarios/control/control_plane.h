// The control plane of a served world, under /_nlbsim/ on the Kubernetes port: look into the world, turn its clock,
// break things.
//
//   GET    /_nlbsim/state             what the account and the cluster hold, as JSON
//   GET    /_nlbsim/journal?after=N   records after N, oldest first, at most 1000 (&limit=)
//   GET    /_nlbsim/probe?address=A&port=N  what a connection there would reach, or why nothing: also protocol (TCP,
//                                     UDP, TLS), sni, from, established; the answer as scenarios/world/data_plane.h
//   GET    /_nlbsim/clock             {"now", "speed", "paused"}
//   PUT    /_nlbsim/clock             any of {"speed": 100, "paused": true, "now": "2026-01-01T00:10:00Z"}
//   GET    /_nlbsim/faults            what is injected, and how often each has struck
//   POST   /_nlbsim/faults            a fault or a list of them, as a scenario has it (scenarios/control/injection.h)
//   DELETE /_nlbsim/faults            heals everything
//   GET    /_nlbsim/verdict           which invariants what has been done so far breaks, if the world is judged
//   POST   /_nlbsim/reports           writes the reports into the folder of `serve --out`
//
// Errors are {"error": ...} with what would be right. Mounted for loopback addresses alone, by scenarios/control/serve.
#pragma once

#include <functional>

#include "api/http/message.h"
#include "api/http/target.h"
#include "scenarios/control/served_review.h"
#include "scenarios/faults/fault_injector.h"
#include "scenarios/world/world.h"
#include "sim/wall/wall_driver.h"

namespace nlbsim::scenarios {

class ControlPlane {
 public:
  // All outlive this.
  ControlPlane(World& world, sim::WallDriver& driver, FaultInjector& faults)
      : world_(world), driver_(driver), faults_(faults) {}

  // The review outlives this; `write_reports` is asked for the reports.
  void judge(ServedReview& review, std::function<Result<void>()> write_reports) {
    review_ = &review;
    write_reports_ = std::move(write_reports);
  }

  static bool owns(std::string_view target) { return target.starts_with("/_nlbsim/"); }
  // Between steps, the world being up to date.
  http::Response answer(const http::Request& request);

 private:
  http::Response state() const;
  http::Response journal(const http::Target& target) const;
  http::Response probed(const http::Target& target) const;
  http::Response clock() const;
  http::Response set_clock(const http::Request& request);
  http::Response faults(const http::Request& request);
  http::Response verdict();
  http::Response reports();

  World& world_;
  sim::WallDriver& driver_;
  FaultInjector& faults_;
  ServedReview* review_ = nullptr;
  std::function<Result<void>()> write_reports_;
};

}  // namespace nlbsim::scenarios
