// Whoever reads what people write about conditions knows every word of conditions/reasons.h.
#include "engine/vocabulary.h"

#include <gmock/gmock.h>

#include <fstream>
#include <string>

namespace nlbsim::engine {
namespace {

TEST(Vocabulary, EveryConstantOfReasonsHasItsRow) {
  std::ifstream file("engine/conditions/reasons.h");  // tests run in the source tree
  std::size_t constants = 0;
  for (std::string line, space; std::getline(file, line);) {
    if (line.starts_with("namespace ")) space = line;
    const std::size_t begin = line.find(" = \"");
    if (begin == std::string::npos) continue;
    const std::string word = line.substr(begin + 4, line.find('"', begin + 4) - begin - 4);
    ++constants;
    if (space == "namespace condition {") {
      EXPECT_THAT(kConditionTypes, testing::Contains(word));
    } else {
      EXPECT_THAT(kConditionReasons, testing::Contains(word));
    }
  }
  EXPECT_EQ(constants, kConditionTypes.size() + kConditionReasons.size());
}

}  // namespace
}  // namespace nlbsim::engine
