// Looks on at a run and keeps, in canonical form, what it ended with: one side of the differential oracle.
#pragma once

#include "scenarios/oracles/canonical_state.h"
#include "scenarios/world/run_observer.h"

namespace nlbsim::scenarios::oracles {

class FinalState final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override {
    state_ = canonical_state_of(raw_state(world));
    return {};
  }
  // Of the run that ended last.
  const CanonicalState& state() const { return state_; }

 private:
  CanonicalState state_;
};

}  // namespace nlbsim::scenarios::oracles
