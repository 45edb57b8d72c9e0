#include "api/http/target.h"

#include <gtest/gtest.h>

namespace nlbsim::http {
namespace {

TEST(Target, SplitsPathAndQuery) {
  const auto target = parse_target("/api/v1/namespaces/a%20b/?watch=1&labelSelector=a%3Db%2Cc&empty=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"api", "v1", "namespaces", "a b"}));
  EXPECT_EQ(target->path, "/api/v1/namespaces/a b");
  EXPECT_EQ(target->parameter("labelSelector"), "a=b,c");
  EXPECT_TRUE(target->has_parameter("empty"));
  EXPECT_FALSE(target->has_parameter("absent"));
}

TEST(Target, RootHasNoSegments) {
  const auto target = parse_target("/");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->segments.empty());
  EXPECT_EQ(target->path, "/");
}

TEST(Target, RefusesBrokenEscapes) {
  EXPECT_FALSE(parse_target("/a%2"));
  EXPECT_FALSE(parse_target("/a?b=%zz"));
  EXPECT_FALSE(parse_target("no-slash"));
}

TEST(Form, PlusIsASpaceAndOrderIsKept) {
  const auto form = parse_form("Action=Describe&Name=a+b&Empty=&Bare&Name=%2B");
  ASSERT_TRUE(form);
  const Parameters expected{{"Action", "Describe"}, {"Name", "a b"}, {"Empty", ""}, {"Bare", ""}, {"Name", "+"}};
  EXPECT_EQ(*form, expected);
  EXPECT_FALSE(parse_form("a=%"));
}

}  // namespace
}  // namespace nlbsim::http
