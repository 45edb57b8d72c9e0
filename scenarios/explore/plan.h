// T1: every single thing that can be broken in a run, as an index space.
//
//   const PlanSpace space(trace_of(...));
//   for (std::size_t i = shard; i < space.size(); i += shards) run(space.at(i));
//
// Plans are made from their index when they are asked for; nothing is stored, and index i means the same in every
// process that has the same trace. Rules: a crash before and after the effect of each call; a lost reply of each call
// that changes something; at each call one error of each code, once and until it is healed; after Sieve (OSDI '22),
// restarts onto a list older than what had been seen, and events that are never seen because somebody changes the same
// object again later (what only the controller itself changes again, it would first have to see).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/explore/trace.h"

namespace nlbsim::scenarios {

enum class PlanKind : std::uint8_t {
  fault_free,  // index 0: the run that all others are compared with
  crash_before,
  crash_after,
  lost_reply,
  error_once,
  error_until_healed,
  stale_restart,
  unobserved_event,
};
inline constexpr std::size_t kPlanKinds = 8;
std::string_view name(PlanKind kind);  // "crash before", ...

inline constexpr std::array<std::string_view, 5> kAwsErrorCodes{"Throttling", "InternalFailure", "ServiceUnavailable",
                                                                "AccessDenied", "ConnectionReset"};
inline constexpr std::array<std::string_view, 7> kKubeErrorCodes{
    "Conflict", "TooManyRequests", "InternalError", "ServiceUnavailable", "Timeout", "Forbidden", "ConnectionReset"};

// A fault that lasts until it is healed is healed after this: longer than the SDK keeps repeating one call.
inline constexpr sim::Duration kHealedAfter = std::chrono::minutes{5};
// A crashed controller is started again after this: the kubelet's first back-off.
inline constexpr sim::Duration kStartedAgainAfter = std::chrono::seconds{10};

struct Plan {
  PlanKind kind = PlanKind::crash_before;
  std::string operation;  // what is broken: "CreateLoadBalancer", "patch Gateway", "DELETED of Service"
  std::string text;       // "crash before CreateLoadBalancer#1"
  std::vector<FaultSpec> faults;
};

class PlanSpace {
 public:
  explicit PlanSpace(Trace trace);
  std::size_t size() const { return size_; }
  // index below size().
  Plan at(std::size_t index) const;
  // How many there are of each kind.
  std::array<std::size_t, kPlanKinds> counts() const;

 private:
  // The plans of one kind over some sites: digits of an index are the site, then the code.
  struct Block {
    PlanKind kind;
    bool aws = false;                // whose codes
    std::vector<std::size_t> sites;  // indices into calls or events
    std::size_t codes = 1;
    std::size_t size() const { return sites.size() * codes; }
  };
  void add(Block block);
  Plan make(const Block& block, std::size_t site, std::size_t code) const;

  Trace trace_;
  std::vector<Block> blocks_;
  std::size_t size_ = 0;
};

// A pattern that one text alone fits.
Pattern exactly(std::string_view text);

}  // namespace nlbsim::scenarios
