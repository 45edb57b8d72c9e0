// The scenarios that the documentation shows are scenarios: each loads, with all that it refers to.
#include <gmock/gmock.h>

#include <filesystem>

#include "scenarios/language/load.h"
#include "scenarios/language/yaml.h"
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

}  // namespace
}  // namespace nlbsim::scenarios
