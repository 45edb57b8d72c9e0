// The scenarios that the documentation shows are scenarios: each loads, with all that it refers to.
#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "scenarios/language/files.h"
#include "scenarios/language/load.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

// The whole scenarios among the YAML blocks of a page.
std::vector<std::string> scenarios_of(const std::string& page) {
  const std::string begin = "```yaml";  // and the name of a file, where a test is to write it
  std::vector<std::string> out;
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1)) {
    const std::size_t text = page.find('\n', at) + 1;
    const std::string block = page.substr(text, page.find("\n```", text) + 1 - text);
    if (block.starts_with("apiVersion: nlbsim/v1\n")) out.push_back(block);
  }
  return out;
}

TEST(DocsTest, ScenariosInThePagesLoad) {
  const LibraryFolders library{"scenarios"};
  const LoadOptions options = library.load_options();
  int found = 0;
  for (const char* page : {"docs/scenario-language.md", "docs/reproduce-a-bug.md", "docs/first-scenario.md"}) {
    const auto text = read_input(page);
    ASSERT_TRUE(text) << text.error().describe();
    for (const std::string& scenario : scenarios_of(*text)) {
      const auto loaded = load_scenario_text(scenario, page, options);
      EXPECT_TRUE(loaded) << loaded.error().describe() << "\n" << scenario;
      ++found;
    }
  }
  EXPECT_EQ(found, 5);
}

// The ids of all scenarios in the library.
std::set<std::string> library_ids() {
  std::set<std::string> ids;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("scenarios/library")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".yaml") && !name.ends_with(".end.yaml")) ids.insert(entry.path().stem().string());
  }
  return ids;
}

// What stands in the last column of a page's tables, between backquotes; a row without any is listed as it is.
std::vector<std::string> shown_by(const std::string& page) {
  std::vector<std::string> out;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t column = line.starts_with("| ") && line.size() > 2 ? line.rfind('|', line.size() - 2) : 0;
    if (column == 0 || line.find("shown by") != std::string::npos) continue;
    const std::size_t before = out.size();
    for (std::size_t at = line.find('`', column); at != std::string::npos; at = line.find('`', at)) {
      const std::size_t end = line.find('`', at + 1);
      out.push_back(line.substr(at + 1, end - at - 1));
      at = end + 1;
    }
    if (out.size() == before) out.push_back(line);
  }
  return out;
}

TEST(DocsTest, EachClaimOfTheSeedPageNamesScenariosThatExist) {
  const auto page = read_input("docs/seed.md");
  ASSERT_TRUE(page) << page.error().describe();
  const std::set<std::string> ids = library_ids();
  const std::vector<std::string> named = shown_by(*page);
  EXPECT_THAT(named, ::testing::Contains("hp-example-as-written"));
  for (const std::string& id : named) EXPECT_TRUE(ids.contains(id)) << id;
}

}  // namespace
}  // namespace nlbsim::scenarios
