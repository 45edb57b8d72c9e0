// Every line of expressions/*.txt: see the README there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "fake_apiserver/cel/tests/widget.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

constexpr std::string_view kFolder = "fake_apiserver/cel/tests/expressions";

struct Row {
  std::string file;
  int line = 0;
  std::string expression, mark, expected;
};

// The first mark that stands between blanks.
std::optional<Row> parse_row(std::string_view text) {
  std::size_t at = std::string_view::npos;
  for (const std::string_view mark : {" => ", " !! ", " ~~ "}) at = std::min(at, text.find(mark));
  if (at == std::string_view::npos) return std::nullopt;
  Row row;
  row.expression = text.substr(0, at);
  row.mark = text.substr(at + 1, 2);
  row.expected = text.substr(at + 4);
  return row;
}

std::vector<Row> rows() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Row> out;
  for (const auto& path : files) {
    std::ifstream file(path);
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      if (line.empty() || line.front() == '#') continue;
      auto row = parse_row(line);
      if (!row) ADD_FAILURE() << path << ":" << number << ": a row needs =>, !! or ~~: " << line;
      if (!row) continue;
      row->file = path.filename();
      row->line = number;
      out.push_back(std::move(*row));
    }
  }
  return out;
}

// As the row would say it.
struct Answer {
  std::string mark, text;
};

Answer answer(const std::string& expression) {
  const auto program = Program::compile(expression, widget_environment());
  if (!program) return {"~~", program.error().message};
  Budget budget;
  const auto value = (*program)->evaluate(widget_bindings(), budget);
  if (!value) return {"!!", value.error().message};
  const std::string shown = value->shown();
  return {"=>", value->is(Kind::type) ? shown.substr(0, shown.find('(')) : shown};
}

// What a row expects is the whole answer; of a refusal, a part of it.
bool agrees(const Row& row, const Answer& found) {
  if (row.mark != found.mark) return false;
  return row.mark == "~~" ? found.text.find(row.expected) != std::string::npos : found.text == row.expected;
}

// An expected value may be written with escapes that its printed form does not need.
std::string expected_text(const Row& row) {
  std::string out = row.expected;
  for (std::size_t at = out.find("\\u202f"); at != std::string::npos; at = out.find("\\u202f")) {
    out.replace(at, 6, "\u202f");
  }
  return out;
}

TEST(CelTable, EveryExpressionMeansWhatItsRowSays) {
  std::size_t refusals = 0, errors = 0, values = 0;
  for (Row& row : rows()) {
    row.expected = expected_text(row);
    const Answer found = answer(row.expression);
    EXPECT_TRUE(agrees(row, found)) << row.file << ":" << row.line << ": " << row.expression << "\n  expected "
                                    << row.mark << " " << row.expected << "\n  found    " << found.mark << " "
                                    << found.text;
    (row.mark == "~~" ? refusals : row.mark == "!!" ? errors : values) += 1;
  }
  // The table is there, with all three outcomes in it.
  EXPECT_GT(values, 400U);
  EXPECT_GT(errors, 100U);
  EXPECT_GT(refusals, 100U);
}

// Parsing and printing of the same rows.
TEST(CelTable, ARowOfTwoMarksIsSplitAtTheFirst) {
  const auto row = parse_row("a => b !! c");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->expression, "a");
  EXPECT_EQ(row->expected, "b !! c");
  EXPECT_FALSE(parse_row("no mark at all"));
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::cel
