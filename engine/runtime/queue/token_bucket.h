// A token bucket in integers: holds `burst` tokens, gains one each `interval`. A plain value; the caller brings the
// time, which must not go backwards.
//
// It keeps a single instant, the one at which the bucket would be full again, so nothing is rounded: n tokens after it
// ran dry are there exactly n intervals later (golang.org/x/time/rate gives the same delays up to its rounding).
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/time.h"

namespace nlbsim::engine {

class TokenBucket {
 public:
  // interval above 0, burst at least 1.
  TokenBucket(sim::Duration interval, std::int64_t burst) : interval_(interval), capacity_(interval * burst) {}

  // Takes a token, on credit if none is there: how long its taker has to wait.
  sim::Duration reserve(sim::Instant now) {
    full_at_ = std::max(full_at_, now) + interval_;
    return std::max(full_at_ - now - capacity_, sim::Duration::zero());
  }
  // Takes a token if one is there.
  bool try_take(sim::Instant now) {
    const sim::Instant taken = std::max(full_at_, now) + interval_;
    if (taken - now > capacity_) return false;
    full_at_ = taken;
    return true;
  }

 private:
  sim::Duration interval_;
  sim::Duration capacity_;
  sim::Instant full_at_;
};

}  // namespace nlbsim::engine
