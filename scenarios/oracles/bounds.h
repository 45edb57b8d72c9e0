// How long something may take that must come to be, each with its reason.
#pragma once

#include <chrono>
#include <cstddef>

#include "sim/time.h"

namespace nlbsim::scenarios::oracles {

// A load balancer that still provisions is looked at again after this: the controller's documented requeue.
inline constexpr sim::Duration kActivationRequeue = std::chrono::seconds{120};
// From a key's turn to its status on record: some thirty calls of 40 ms, each perhaps repeated by the SDK and kept
// waiting by AWS's own rate limit, and a queue that lets ten keys a second through.
inline constexpr sim::Duration kReconcileAllowance = std::chrono::seconds{60};
// The work queue doubles a failing key's delay up to this; whoever failed often enough sleeps so long before he sees
// that all is well again.
inline constexpr sim::Duration kLongestBackoff = std::chrono::seconds{1000};
// A failing key is tried again after 5 ms, doubled each time: about fourteen times in the first minute. Its
// controller's own writes and the ends of calls wake it now and then besides.
inline constexpr sim::Duration kHotLoopWindow = std::chrono::minutes{1};
inline constexpr std::size_t kMostReconciles = 60;
// Kubernetes keeps whole seconds and cuts the fraction off; the write travels before it is recorded.
inline constexpr sim::Duration kTimestampGrain = std::chrono::seconds{2};

}  // namespace nlbsim::scenarios::oracles
