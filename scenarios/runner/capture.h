// Takes the end state out of a world.
#pragma once

#include "scenarios/record/end_state.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {

EndState capture(World& world);

// Captures when the run it looks on at has ended.
class EndStateObserver final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override {
    state_ = capture(world);
    return {};
  }
  const EndState& state() const { return state_; }

 private:
  EndState state_;
};

}  // namespace nlbsim::scenarios
