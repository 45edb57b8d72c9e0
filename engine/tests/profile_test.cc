#include "engine/profile.h"

#include <gtest/gtest.h>

#include <set>

namespace nlbsim::engine {
namespace {

TEST(ProfileTest, EveryDecisionPointIsListedOnce) {
  std::set<bool*> places;
  Profile profile;
  for (const DecisionPoint& point : decision_points()) places.insert(&(profile.*point.value));
  EXPECT_EQ(places.size(), decision_points().size());
  // The struct holds nothing else but its two texts; what is left is padding.
  const std::size_t room = sizeof(Profile) - sizeof(profile.name) - sizeof(profile.title);
  EXPECT_LT(room - places.size(), alignof(Profile));
}

TEST(ProfileTest, ASinglePointOfSeedIsTurnedOver) {
  ASSERT_EQ(turned_profiles().size(), decision_points().size());
  for (std::size_t i = 0; i < decision_points().size(); ++i) {
    const Profile& turned = turned_profiles()[i];
    for (std::size_t j = 0; j < decision_points().size(); ++j) {
      const auto value = decision_points()[j].value;
      EXPECT_EQ(turned.*value != Profile().*value, i == j) << turned.name;
    }
    EXPECT_EQ(find_profile(turned.name), &turned);
  }
  const Profile* blocked = find_profile("seed,routes_block_deletion=true");
  ASSERT_TRUE(blocked);
  EXPECT_TRUE(blocked->routes_block_deletion);
}

TEST(ProfileTest, AnIncompleteTwinIsNotOffered) {
  EXPECT_TRUE(find_draft_profile("lbc-v2.14"));
  EXPECT_FALSE(find_profile("lbc-v2.14"));
  EXPECT_FALSE(find_profile("seed,routes_block_deletion=false"));
  EXPECT_FALSE(find_profile("seed,"));
  EXPECT_FALSE(find_profile(""));
}

}  // namespace
}  // namespace nlbsim::engine
