// What the AWS SDK puts around every call of a service: the client's own throttle, then retries.
//
// A retryable failure (a throttling code, HTTP 500, 502, 503 or 504, a broken connection) is repeated, up to ten
// attempts in all, after a random share of 2, 4, 8, 16 seconds, then of exactly 20. Repeats keep the id of the logical
// call and count up its attempt. A call whose reply was lost is repeated too, although it may have taken effect: the
// SDK cannot know, and the answer to the repeat (InvalidGroup.Duplicate, say) is what its caller sees.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "api/operation.h"
#include "engine/runtime/queue/token_bucket.h"

namespace nlbsim::engine {

// A client-side limit on some operations of a service.
struct ClientThrottle {
  std::vector<std::string_view> operations;  // by name; empty: all
  TokenBucket bucket;
};

// The controller's defaults for ELBv2: RegisterTargets and DeregisterTargets together 4/s with a burst of 20,
// everything 10/s with a burst of 40; both hold at once. Its EC2 client has none.
std::vector<ClientThrottle> default_elbv2_throttles();

class SdkClient final : public api::Service {
 public:
  // `logical_calls` gives each call its id: a counter that all clients of one replica share, starting where no other
  // replica counts. `max_attempts` is at least 1. References outlive the actor.
  SdkClient(api::Service& wire, std::uint32_t max_attempts, std::uint64_t& logical_calls,
            std::vector<ClientThrottle> throttles)
      : wire_(wire), max_attempts_(max_attempts), logical_calls_(logical_calls), throttles_(std::move(throttles)) {}

  api::Task<api::Result<void>> call(api::CallContext context, api::CallRef request) override;

 private:
  // Takes a token if that throttle covers the operation: how long to wait for it.
  static sim::Duration reserve(ClientThrottle& throttle, std::string_view operation, sim::Instant now);

  api::Service& wire_;
  const std::uint32_t max_attempts_;
  std::uint64_t& logical_calls_;
  std::vector<ClientThrottle> throttles_;
};

// Whether the SDK's standard retryer repeats a call that failed so.
bool sdk_retries(const sim::Error& error);
// The pause after the given attempt (from 1) failed: a share of 2^attempt seconds, entry 0 the median; 20 s from the
// fifth on. Asks the chooser for "aws/<operation>/backoff".
sim::Duration sdk_backoff(sim::Chooser& chooser, std::string_view operation, std::uint32_t attempt);

}  // namespace nlbsim::engine
