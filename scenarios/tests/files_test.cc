#include "scenarios/language/files.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <array>

namespace nlbsim::scenarios {
namespace {

using ::testing::ElementsAre;

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
  out.resize(size);
  return out;
}

// "library/rules.yaml" stands between the folder "library/rules" and its name's beginning: neither is the other.
class CarriedFilesTest : public ::testing::Test {
 protected:
  std::string one_ = deflated("one"), two_ = deflated("two"), three_ = deflated("three");
  std::array<CarriedFile, 3> table_{CarriedFile{"library/rules.yaml", one_, 3},
                                    CarriedFile{"library/rules/a.yaml", two_, 3},
                                    CarriedFile{"library/rules/b.yaml", three_, 5}};
  Files files_{table_};
};

TEST_F(CarriedFilesTest, ReadsWhatTheProgramCarries) {
  EXPECT_EQ(files_.read("nlbsim:/library/rules/b.yaml"), "three");
  EXPECT_EQ(files_.read("nlbsim:/library/rules.yaml"), "one");
}

TEST_F(CarriedFilesTest, ListsWhatLiesBelowAFolderAndNothingBesideIt) {
  EXPECT_THAT(*files_.below("nlbsim:/library/rules"),
              ElementsAre("nlbsim:/library/rules/a.yaml", "nlbsim:/library/rules/b.yaml"));
  EXPECT_THAT(*files_.below("nlbsim:/library/rules/"), ::testing::SizeIs(2));
  EXPECT_THAT(*files_.below("nlbsim:/library/rules.yaml"), ElementsAre("nlbsim:/library/rules.yaml"));
  EXPECT_THAT(*files_.below("nlbsim:/"), ::testing::SizeIs(3));
}

TEST_F(CarriedFilesTest, RefusesWhatIsNotThereOrIsAFolder) {
  EXPECT_EQ(files_.read("nlbsim:/library/rule").error().code, "NotFound");
  EXPECT_EQ(files_.below("nlbsim:/library/rule").error().code, "NotFound");
  EXPECT_FALSE(files_.exists("nlbsim:/library/rule"));
  EXPECT_TRUE(files_.exists("nlbsim:/library"));
  EXPECT_EQ(files_.read("nlbsim:/library/rules").error().code, "InvalidInput");
  EXPECT_EQ(Files().read("nlbsim:/library/rules.yaml").error().code, "NotFound");
}

TEST_F(CarriedFilesTest, ReadsTheDiskBesides) {
  EXPECT_TRUE(files_.exists("scenarios/requirements.yaml"));
  EXPECT_THAT(*files_.read("scenarios/requirements.yaml"), ::testing::HasSubstr("SEED-"));
  EXPECT_THAT(*files_.below("scenarios/manifests"), ::testing::Contains(::testing::EndsWith(".yaml")));
}

}  // namespace
}  // namespace nlbsim::scenarios
