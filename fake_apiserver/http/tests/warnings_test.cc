#include "fake_apiserver/http/warnings.h"

#include <gmock/gmock.h>

namespace nlbsim::fake_apiserver {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> headers(const std::vector<std::string>& warnings) {
  http::Response response;
  add_warnings(response, warnings);
  std::vector<std::string> out;
  for (const auto& [name, value] : response.headers) {
    EXPECT_EQ(name, "Warning");
    out.push_back(value);
  }
  return out;
}

TEST(Warnings, AreQuotedAndSaidOnce) {
  EXPECT_THAT(headers({R"(unknown field "a\b")", "b", "b", ""}),
              ElementsAre(R"(299 - "unknown field \"a\\b\"")", R"(299 - "b")"));
}

// A client's text would otherwise become a header of its own.
TEST(Warnings, ATextWithControlCharactersIsNone) {
  EXPECT_THAT(headers({"unknown field \"a\r\nX-Other: b\"", "a\tb", "a\x7f"}), IsEmpty());
}

TEST(Warnings, AreCutWhereAllTogetherAreTooLong) {
  EXPECT_THAT(headers({std::string(4096, 'a')}).front(), SizeIs(4096 + 8));
  const auto cut = headers({std::string(4096, 'a'), "b"});
  EXPECT_THAT(cut, ElementsAre("299 - \"" + std::string(256, 'a') + '"', "299 - \"b\""));
  std::vector<std::string> many;
  for (int i = 0; i < 5000; ++i) many.push_back(std::to_string(i) + std::string(300, 'x'));
  EXPECT_THAT(headers(many), SizeIs(16));
}

TEST(Warnings, ACutIsBetweenCharacters) {
  std::string wide;
  for (int i = 0; i < 4097; ++i) wide += "\u00e9";
  EXPECT_EQ(headers({wide}).front().size(), 256 * 2 + 8U);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
