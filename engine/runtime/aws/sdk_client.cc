#include "engine/runtime/aws/sdk_client.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;

// Sorted. The throttling and time-out codes of the Go SDK's standard retryer, and a connection that broke.
constexpr std::array<std::string_view, 17> kRetryableCodes{"BandwidthLimitExceeded",
                                                           "ConnectionReset",
                                                           "EC2ThrottledException",
                                                           "LimitExceededException",
                                                           "PriorRequestNotComplete",
                                                           "ProvisionedThroughputExceededException",
                                                           "RequestLimitExceeded",
                                                           "RequestThrottled",
                                                           "RequestThrottledException",
                                                           "RequestTimeout",
                                                           "RequestTimeoutException",
                                                           "SlowDown",
                                                           "ThrottledException",
                                                           "Throttling",
                                                           "ThrottlingException",
                                                           "TooManyRequestsException",
                                                           "TransactionInProgressException"};
static_assert(std::ranges::is_sorted(kRetryableCodes));
constexpr std::array<int, 4> kRetryableStatuses{500, 502, 503, 504};

constexpr sim::Duration kMaxBackoff = 20s;
constexpr std::uint32_t kLastGrowingAttempt = 4;              // 2^5 s would be more than the maximum
constexpr std::array<int, 4> kBackoffPercent{50, 5, 25, 95};  // of a uniform draw from [0, 2^attempt) seconds

}  // namespace

std::vector<ClientThrottle> default_elbv2_throttles() {
  std::vector<ClientThrottle> throttles;
  throttles.push_back({{"RegisterTargets", "DeregisterTargets"}, TokenBucket(250ms, 20)});
  throttles.push_back({{}, TokenBucket(100ms, 40)});
  return throttles;
}

bool sdk_retries(const sim::Error& error) {
  return error.effect_unknown || std::ranges::binary_search(kRetryableCodes, std::string_view(error.code)) ||
         std::ranges::find(kRetryableStatuses, error.http_status) != kRetryableStatuses.end();
}

sim::Duration sdk_backoff(sim::Chooser& chooser, std::string_view operation, std::uint32_t attempt) {
  if (attempt > kLastGrowingAttempt) return kMaxBackoff;
  const std::uint32_t share = chooser.choose(kBackoffPercent.size(), {"aws", operation, "backoff"});
  const sim::Duration limit = 1s * (1 << attempt);
  return limit * kBackoffPercent[share] / 100;
}

sim::Duration SdkClient::reserve(ClientThrottle& throttle, std::string_view operation, sim::Instant now) {
  const bool covers =
      throttle.operations.empty() || std::ranges::find(throttle.operations, operation) != throttle.operations.end();
  return covers ? throttle.bucket.reserve(now) : sim::Duration::zero();
}

api::Task<api::Result<void>> SdkClient::call(api::CallContext context, api::CallRef request) {
  sim::Scheduler& scheduler = context.actor->scheduler();
  const std::string_view operation = request->operation().name;
  if (context.call == 0) context.call = ++logical_calls_;
  for (context.attempt = 1;; ++context.attempt) {
    for (std::size_t i = 0; i < throttles_.size(); ++i) {
      const sim::Duration wait = reserve(throttles_[i], operation, scheduler.now());
      if (wait > sim::Duration::zero()) co_await sim::sleep_for(wait);
    }
    const api::CallRef attempt = context.attempt == 1 ? request : request->repeat();
    api::Result<void> answer = co_await wire_.call(context, attempt);
    if (answer && attempt != request) request->take_response(*attempt);
    if (answer || context.attempt >= max_attempts_ || !sdk_retries(answer.error())) co_return answer;
    co_await sim::sleep_for(sdk_backoff(scheduler.chooser(), operation, context.attempt));
  }
}

}  // namespace nlbsim::engine
