// Draws as a SeededChooser does but keeps no log: for a world that runs on without an end, such as a served one, where
// a log would grow with it and nobody replays it.
#pragma once

#include <cstdint>

#include "sim/choice.h"
#include "sim/hasher.h"

namespace nlbsim::sim {

class UnloggedChooser final : public Chooser {
 public:
  explicit UnloggedChooser(std::uint64_t seed) : state_(seed) {}
  std::uint32_t choose(std::uint32_t n, const ChoiceLabel&) override {
    state_ = Hasher().add(state_).digest();
    return static_cast<std::uint32_t>((state_ >> 32) * n >> 32);
  }
  const ChoiceLog& log() const override { return empty_; }

 private:
  std::uint64_t state_;
  ChoiceLog empty_;
};

}  // namespace nlbsim::sim
