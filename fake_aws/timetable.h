// What will happen by itself and when: a queue of deadlines ordered by time, then by the order of scheduling. A value,
// copied with the state that holds it. A deadline that has lost its reason is cancelled, never left to expire: the
// world is quiescent only when nothing is due any more.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sim/time.h"

namespace nlbsim::fake_aws {

struct Due {
  enum class Kind : std::uint8_t {
    load_balancer_provisioned,  // subject: load balancer ARN
    interfaces_released,        // subject: load balancer ARN, already deleted
    target_group_attached,      // subject: target group ARN; its targets leave Target.NotInUse
    target_phase_ends,          // subject: target group ARN; detail and port: the target
    instance_changed,           // subject: instance id, changed by hand
    instance_passes,            // subject: instance id; detail: the state that it reaches now
    certificate_issued,         // subject: certificate ARN
    responding_changed,         // subject: target id, changed by hand
    load_balancer_announced,    // subject: load balancer ARN, state changed by hand; detail: the state before
  };
  Kind kind = Kind::load_balancer_provisioned;
  std::string subject;
  std::string detail = {};
  std::int32_t port = 0;
};

class Timetable {
 public:
  struct Key {
    sim::Instant at;
    std::uint64_t sequence = 0;
    auto operator<=>(const Key&) const = default;
  };

  Key schedule(sim::Instant at, Due due);
  void cancel(const std::optional<Key>& key);  // nothing if absent or already popped
  std::optional<sim::Instant> next() const;
  // The earliest entry due by `now`, taken out.
  std::optional<Due> pop(sim::Instant now);

 private:
  std::map<Key, Due> entries_;
  std::uint64_t sequence_ = 0;
};

}  // namespace nlbsim::fake_aws
