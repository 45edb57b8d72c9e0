#include "sim/parallel/parallel.h"

#include <gmock/gmock.h>

#include <numeric>
#include <stdexcept>

namespace nlbsim::sim {
namespace {

class ParallelForTest : public testing::TestWithParam<std::size_t> {};

TEST_P(ParallelForTest, DoesAllAndReportsInTheOrderOfTheInput) {
  std::vector<int> squares(100);
  std::vector<std::size_t> reported;
  const auto work = [&](std::size_t i) { squares[i] = static_cast<int>(i * i); };
  const auto done = [&](std::size_t i) {
    EXPECT_EQ(squares[i], static_cast<int>(i * i));
    reported.push_back(i);
  };
  parallel_for(squares.size(), GetParam(), work, done);
  std::vector<std::size_t> all(100);
  std::iota(all.begin(), all.end(), std::size_t{0});
  EXPECT_EQ(reported, all);
}

TEST_P(ParallelForTest, TheFirstExceptionComesOut) {
  std::vector<std::size_t> reported;
  const auto work = [](std::size_t i) {
    if (i >= 3) throw std::runtime_error("piece " + std::to_string(i));
  };
  const auto done = [&](std::size_t i) { reported.push_back(i); };
  try {
    parallel_for(50, GetParam(), work, done);
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "piece 3");
  }
  EXPECT_THAT(reported, testing::ElementsAre(0, 1, 2));
}

TEST_P(ParallelForTest, NothingToDoIsDone) {
  parallel_for(0, GetParam(), [](std::size_t) { FAIL(); });
}

INSTANTIATE_TEST_SUITE_P(Jobs, ParallelForTest, testing::Values(1, 2, 7));

}  // namespace
}  // namespace nlbsim::sim
