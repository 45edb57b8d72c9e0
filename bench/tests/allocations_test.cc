// What named runs allocate, exactly: a change that makes a run allocate more has to say so here. Less is welcome and
// is written down as well, so that it stays.
#include <gmock/gmock.h>

#include <ostream>
#include <string>

#include "bench/allocations.h"
#include "bench/scenario_runs.h"

namespace nlbsim::bench {
namespace {

struct Named {
  std::string scenario;
  std::uint64_t allocations = 0;
};

void PrintTo(const Named& named, std::ostream* out) { *out << named.scenario; }

class AllocationsTest : public testing::TestWithParam<Named> {};

TEST_P(AllocationsTest, ARunAllocatesWhatItDid) {
  const scenarios::Player player = prepared(GetParam().scenario);
  player.play({});  // what is built once per program is built now
  const AllocationCounter counter;
  player.play({});
  EXPECT_EQ(counter.since().count, GetParam().allocations);
}

INSTANTIATE_TEST_SUITE_P(Runs, AllocationsTest,
                         testing::Values(Named{"bench-all-at-once", 5750}, Named{"bench-gateway-then-route", 6220}));

}  // namespace
}  // namespace nlbsim::bench
