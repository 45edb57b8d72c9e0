// Token buckets per throttle category, kept without tokens: one instant per bucket, the time at which it would be full
// again (the generic cell rate algorithm, which admits exactly what a token bucket admits). Integer arithmetic only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "fake_aws/settings.h"
#include "sim/time.h"

namespace nlbsim::fake_aws {

class TokenBuckets {
 public:
  // Takes a token of `category` and says whether there was one. A category without a bucket is not limited.
  bool take(const Limits& limits, std::string_view category, sim::Instant now);

 private:
  std::map<std::string, sim::Instant, std::less<>> full_at_;
};

}  // namespace nlbsim::fake_aws
