#include "sim/ids.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nlbsim::sim {
namespace {

TEST(IdMint, AnIdDoesNotDependOnWhatElseWasCreated) {
  IdMint alone;
  const auto lonely = alone.next("LoadBalancer", "k8s-demo");
  IdMint busy;
  busy.next("LoadBalancer", "k8s-other");
  busy.next("TargetGroup", "k8s-demo");
  EXPECT_EQ(busy.next("LoadBalancer", "k8s-demo"), lonely);
}

TEST(IdMint, TheSameNameCreatedAgainGetsAnotherId) {
  IdMint mint;
  const auto first = mint.next("LoadBalancer", "k8s-demo");
  EXPECT_NE(mint.next("LoadBalancer", "k8s-demo"), first);
}

TEST(IdMint, KindAndNameAreKeptApart) {
  IdMint mint;
  std::set<std::uint64_t> ids;
  ids.insert(mint.next("a", "bc"));
  ids.insert(mint.next("ab", "c"));
  ids.insert(mint.next("a/b", "c"));
  ids.insert(mint.next("a", "b/c"));
  EXPECT_EQ(ids.size(), 4U);
}

TEST(IdMint, ACopyGoesOnLikeTheOriginal) {
  IdMint mint;
  mint.next("LoadBalancer", "k8s-demo");
  IdMint copy = mint;
  EXPECT_EQ(copy.next("LoadBalancer", "k8s-demo"), mint.next("LoadBalancer", "k8s-demo"));
}

TEST(IdMint, CountsEachOfManyNamesForItself) {
  constexpr int kNames = 1000;
  IdMint mint;
  std::set<std::uint64_t> ids;
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < kNames; ++i) ids.insert(mint.next("LoadBalancer", std::to_string(i)));
  EXPECT_EQ(ids.size(), 3U * kNames);
  IdMint alone;
  for (int round = 0; round < 3; ++round) alone.next("LoadBalancer", "77");
  EXPECT_EQ(mint.next("LoadBalancer", "77"), alone.next("LoadBalancer", "77"));
}

TEST(HexId, HasTheDigitsAskedForTheLowestLast) {
  EXPECT_EQ(hex_id(0x0123456789abcdef, 16), "0123456789abcdef");
  EXPECT_EQ(hex_id(0x0123456789abcdef, 4), "cdef");
  const std::string longer = hex_id(0x0123456789abcdef, 32);
  EXPECT_EQ(longer.size(), 32U);
  EXPECT_TRUE(longer.ends_with("0123456789abcdef"));
  EXPECT_NE(longer.substr(0, 16), hex_id(1, 32).substr(0, 16));
}

TEST(Uuid, IsOfVersionFourAndTheUsualVariant) {
  for (const std::uint64_t id : {0x0ULL, 0x1ULL, 0xffffffffffffffffULL, 0x123456789abcdef0ULL}) {
    const std::string text = uuid(id);
    ASSERT_EQ(text.size(), 36U);
    EXPECT_EQ(text.find_first_not_of("0123456789abcdef-"), std::string::npos);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) EXPECT_EQ(text[dash], '-');
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  }
  EXPECT_NE(uuid(1), uuid(2));
}

}  // namespace
}  // namespace nlbsim::sim
