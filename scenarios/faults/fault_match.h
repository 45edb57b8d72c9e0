// Whether a fault is about a call or an event, and when it strikes: plain decisions over values.
//
// A StandingFault is a fault with its memory. Ask `fits` first; for what fits ask `strikes`, once per attempt, in the
// order of the run: it counts.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "api/kube/watch.h"
#include "api/operation.h"
#include "scenarios/language/fault_spec.h"
#include "sim/choice.h"

namespace nlbsim::scenarios {

bool fits(const FaultTarget& target, const api::AnyCall& call, std::string_view caller);
// `kind` is the stream's. Bookmarks and errors fit only where `op` names them.
bool fits(const FaultTarget& target, const kube::WatchEvent& event, std::string_view kind, std::string_view caller);

// One attempt at a logical call, or one event (a call of its own, attempt 1).
struct Occasion {
  sim::Instant now;
  sim::ActorId caller = 0;
  std::uint64_t call = 0;  // of that caller
  std::uint32_t attempt = 1;
};

class StandingFault {
 public:
  // `begin` is when the world began: `at` and `between` count from there.
  StandingFault(FaultSpec spec, sim::Instant begin) : spec_(std::move(spec)), begin_(begin) {}
  const FaultSpec& spec() const { return spec_; }
  // Asks the chooser ("fault/<id>/strike") where the fault has a probability.
  bool strikes(const Occasion& occasion, sim::Chooser& chooser);
  bool healed() const { return healed_; }
  std::int64_t seen() const { return seen_; }
  std::int64_t struck() const { return struck_; }
  void heal() { healed_ = true; }
  // It has struck and goes on: what it does to others is not over.
  bool goes_on(sim::Instant now) const;

 private:
  bool in_time(sim::Instant now) const;
  bool picks(const Occasion& occasion);

  struct LogicalCall {
    sim::ActorId caller;
    std::uint64_t call;
    bool operator==(const LogicalCall&) const = default;
  };
  // A world that is served for weeks must not remember each: far more than can be under way at once.
  static constexpr std::size_t kRemembered = 1'024;

  FaultSpec spec_;
  sim::Instant begin_;
  bool healed_ = false;
  std::int64_t seen_ = 0;    // logical calls or events that fitted
  std::int64_t struck_ = 0;  // attempts
  std::optional<sim::Instant> first_strike_;
  std::deque<LogicalCall> picked_;  // whose later attempts fail too
  Rate rate_;
};

FaultPlane plane_of(const api::AnyCall& call);

// Of any of its effects (scenarios/language/fault_effect.h).
bool repeats(const FaultSpec& fault);
bool loses_events(const FaultSpec& fault);
bool changes_answers(const FaultSpec& fault);
// "lost reply after CreateLoadBalancer", "Conflict at patch tcproutes/status example-ns/route".
std::string describe_strike(const FaultSpec& fault, std::string_view what);

}  // namespace nlbsim::scenarios
