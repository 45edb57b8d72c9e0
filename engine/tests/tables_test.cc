// Runs the rows of engine/tests/tables/*.rows; how they read is in table_world.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "engine/tests/table_world.h"

namespace nlbsim::engine::testing {
namespace {

// Acts, and what must be seen after them.
struct Step {
  std::vector<std::string> acts;
  std::vector<std::string> expected;
};
struct Row {
  std::string table, name;
  int line = 0;
  std::vector<Step> steps;
};

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

void read_table(const std::filesystem::path& path, std::vector<Row>& rows) {
  std::ifstream in(path);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("#") || trimmed(line).empty()) continue;
    if (line.starts_with("== ")) {
      rows.push_back({path.stem().string(), trimmed(line.substr(3)), number, {}});
      continue;
    }
    std::vector<Step>& steps = rows.back().steps;
    const bool expects = line.starts_with("->");
    if (steps.empty() || (!expects && !steps.back().expected.empty())) steps.emplace_back();
    (expects ? steps.back().expected : steps.back().acts).push_back(trimmed(expects ? line.substr(2) : line));
  }
}

std::vector<Row> all_rows() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator("engine/tests/tables"))
    if (entry.path().extension() == ".rows") paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<Row> rows;
  for (const auto& path : paths) read_table(path, rows);
  return rows;
}

// The beginning of the line, "..." standing for any text.
bool fits(std::string_view line, std::string_view pattern) {
  const auto gap = pattern.find("...");
  if (gap == std::string_view::npos) return line.starts_with(pattern);
  if (!line.starts_with(pattern.substr(0, gap))) return false;
  const std::string_view after = pattern.substr(gap + 3);
  for (std::size_t at = gap; at <= line.size(); ++at)
    if (fits(line.substr(at), after)) return true;
  return false;
}

// A row may name a scenario of the library that shows what no single look can: "scenario ID".
bool is_scenario(const std::string& id) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator("scenarios/library"))
    if (entry.path().filename() == id + ".yaml") return true;
  return false;
}

TEST(Tables, EveryRowHolds) {
  const std::vector<Row> rows = all_rows();
  std::map<std::string, int> names;
  for (const Row& row : rows) {
    EXPECT_EQ(++names[row.table + "/" + row.name], 1) << row.name << " is there twice";
    const std::string place =
        "engine/tests/tables/" + row.table + ".rows:" + std::to_string(row.line) + ": " + row.name;
    TableWorld world;
    for (const Step& step : row.steps) {
      try {
        for (const std::string& act : step.acts) world.act(act);
      } catch (const std::exception& error) {
        ADD_FAILURE() << place << ": " << error.what();
        break;
      }
      const std::vector<std::string> seen = world.pass();
      for (std::string expected : step.expected) {
        constexpr std::string_view kScenario = "scenario ";
        if (expected.starts_with(kScenario)) {
          EXPECT_TRUE(is_scenario(expected.substr(kScenario.size()))) << row.name << ": there is no " << expected;
          continue;
        }
        const bool absent = expected.starts_with("! ");
        if (absent) expected.erase(0, 2);
        const bool there = std::ranges::any_of(seen, [&](const std::string& line) { return fits(line, expected); });
        if (there != absent) continue;
        std::string all;
        for (const std::string& line : seen) all += "  " + line + "\n";
        ADD_FAILURE() << place << ": " << (absent ? "unwanted: " : "missing: ") << expected << "\nin:\n" << all;
      }
    }
  }
  RecordProperty("rows", static_cast<int>(rows.size()));
}

// What the tables promise to name.
TEST(Tables, EveryKnownBehaviourHasARow) {
  std::vector<std::string> missing;
  const std::vector<Row> rows = all_rows();
  const auto named = [&](const std::string& id) {
    return std::ranges::any_of(rows, [&](const Row& row) { return (row.name + " ").starts_with(id); });
  };
  const auto need = [&](char letter, int last) {
    for (int at = 1; at <= last; ++at) {
      const std::string id = std::string(1, letter) + (at < 10 ? "0" : "") + std::to_string(at);
      if (!named(id)) missing.push_back(id);
    }
  };
  need('S', 36);  // of the controller
  need('A', 48);  // of what it makes of AWS
  EXPECT_TRUE(missing.empty()) << ::testing::PrintToString(missing);
}

}  // namespace
}  // namespace nlbsim::engine::testing
