// The growing pause of client-go's reflectors between tries: 0.8 s doubling to 30 s, started over after two quiet
// minutes, each pause stretched by a jitter of up to its own length.
#pragma once

#include <string_view>

#include "sim/choice.h"
#include "sim/time.h"

namespace nlbsim::engine {

class ReflectorBackoff {
 public:
  // The next pause. The chooser is asked for the jitter ("kube/<resource>/backoff"); entry 0 is none.
  sim::Duration next(sim::Instant now, sim::Chooser& chooser, std::string_view resource);

 private:
  sim::Duration pause_{0};  // the last one, without jitter; 0: none yet
  sim::Instant asked_;
};

}  // namespace nlbsim::engine
