#include "engine/runtime/cache/backoff.h"

#include <algorithm>
#include <array>

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kFirst = 800ms;
constexpr sim::Duration kCap = 30s;
constexpr sim::Duration kReset = 2min;
constexpr std::array<int, 3> kJitterPercent{0, 50, 100};

}  // namespace

sim::Duration ReflectorBackoff::next(sim::Instant now, sim::Chooser& chooser, std::string_view resource) {
  const bool fresh = pause_ == sim::Duration::zero() || now - asked_ > kReset;
  pause_ = fresh ? kFirst : std::min(pause_ * 2, kCap);
  asked_ = now;
  const std::uint32_t jitter = chooser.choose(kJitterPercent.size(), {"kube", resource, "backoff"});
  return pause_ + pause_ * kJitterPercent[jitter] / 100;
}

}  // namespace nlbsim::engine
