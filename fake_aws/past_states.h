// What the account held a moment ago, for reads that are behind (Consistency in fake_aws/settings.h). A value; copies
// share what they remember.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "fake_aws/settings.h"
#include "fake_aws/state.h"

namespace nlbsim::fake_aws {

// The longest that has been seen of AWS.
inline constexpr Duration kLongestLag = std::chrono::seconds{20};

class PastStates {
 public:
  bool begun() const { return !past_.empty(); }
  // To be told what was there before the first change, and after every one.
  void remember(sim::Instant now, const State& state);
  // What a reader who is `lag` behind sees, or null for what is. With `monotonic` nothing older than he saw before.
  // Nothing in it may be changed.
  std::shared_ptr<State> seen(sim::Instant now, Duration lag, std::string_view reader, bool monotonic);

 private:
  struct Past {
    sim::Instant since;
    std::shared_ptr<State> state;
  };
  std::deque<Past> past_;                                  // oldest first; the last one is what is
  std::map<std::string, sim::Instant, std::less<>> seen_;  // by reader: no answer may be older
};

}  // namespace nlbsim::fake_aws
