#include "fake_aws/throttle/token_buckets.h"

#include <algorithm>

namespace nlbsim::fake_aws {

bool TokenBuckets::take(const Limits& limits, std::string_view category, sim::Instant now) {
  const auto limit = limits.buckets.find(category);
  if (limit == limits.buckets.end()) return true;
  const Bucket& bucket = limit->second;
  auto full_at = full_at_.find(category);
  if (full_at == full_at_.end()) full_at = full_at_.emplace(category, now).first;
  const sim::Instant after = std::max(full_at->second, now) + bucket.refill;
  if (after - now > bucket.refill * bucket.capacity) return false;
  full_at->second = after;
  return true;
}

}  // namespace nlbsim::fake_aws
