// Keeps the journal of a served world within bounds: so many records, and so many bytes of what they hold on to.
//
// A journal forgets by count (sim/journal.h). The keeper weighs what has been appended and, when that is too much, has
// the older half forgotten; what one instant of the world appends may stand above the bound until it is asked again.
#pragma once

#include <cstddef>
#include <deque>

#include "sim/journal.h"

namespace nlbsim::scenarios {

struct JournalBounds {
  std::size_t records = 20'000;
  std::size_t bytes = std::size_t{256} << 20U;
};

class JournalKeeper {
 public:
  // The journal is empty, and outlives its keeper.
  JournalKeeper(sim::Journal& journal, JournalBounds bounds);
  // Between any two requests.
  void keep();
  std::size_t bytes() const { return bytes_; }  // what the records weighed when it last looked

 private:
  void weigh_new();
  void drop_forgotten();

  sim::Journal& journal_;
  JournalBounds bounds_;
  std::deque<std::size_t> weights_;  // of the records up to weighed_ that are still there
  sim::RecordId weighed_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace nlbsim::scenarios
