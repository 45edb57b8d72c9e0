#include "fake_aws/past_states.h"

#include <algorithm>

namespace nlbsim::fake_aws {

void PastStates::remember(sim::Instant now, const State& state) {
  if (!past_.empty() && past_.back().since == now) past_.pop_back();
  past_.push_back({now, std::make_shared<State>(state)});
  // The one before the oldest that a read can want still says what was then.
  while (past_.size() > 1 && past_[1].since + kLongestLag < now) past_.pop_front();
}

std::shared_ptr<State> PastStates::seen(sim::Instant now, Duration lag, std::string_view reader, bool monotonic) {
  sim::Instant then = now - lag;
  if (const auto before = seen_.find(reader); monotonic && before != seen_.end()) then = std::max(then, before->second);
  if (monotonic) seen_.insert_or_assign(std::string(reader), then);
  if (past_.empty() || past_.back().since <= then) return nullptr;
  const auto after = std::ranges::upper_bound(past_, then, {}, &Past::since);
  return after == past_.begin() ? nullptr : std::prev(after)->state;
}

}  // namespace nlbsim::fake_aws
