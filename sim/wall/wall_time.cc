#include "sim/wall/wall_time.h"

#include <utility>

namespace nlbsim::sim {

Duration wall_now() { return std::chrono::steady_clock::now().time_since_epoch(); }

Instant wall_date() { return {std::chrono::system_clock::now().time_since_epoch()}; }

Duration SteadyWallTime::now() const { return wall_now(); }

void SteadyWallTime::set_alarm(Duration at, std::function<void()> due) {
  timer_.expires_at(std::chrono::steady_clock::time_point(at));  // cancels the alarm before
  timer_.async_wait([due = std::move(due)](boost::system::error_code error) {
    if (!error) due();
  });
}

}  // namespace nlbsim::sim
