#include "reports/html/html.h"

#include <gmock/gmock.h>

#include <sstream>

#include "reports/html/packed.h"
#include "reports/html/page_data.h"
#include "reports/tests/specimen.h"

namespace nlbsim::reports {
namespace {

using api::Json;
using scenarios::Outcome;
using scenarios::RunRecord;
using testing::HasSubstr;
using testing::Not;

std::string page(const std::vector<RunRecord>& runs, const HtmlLimits& limits) {
  std::ostringstream out;
  write_html(runs, specimen_context(), limits, out);
  return out.str();
}

// The packed JSON in the script element of that id; null when there is none, or when it is cut short.
Json data_in(const std::string& html, const std::string& id) {
  const std::string open = "<script type=\"text/plain\" id=\"" + id + "\">";
  const auto from = html.find(open);
  if (from == html.npos) return nullptr;
  const auto begin = from + open.size();
  const auto parsed = api::parse_json(unpacked(html.substr(begin, html.find("</script>", begin) - begin)));
  return parsed ? *parsed : Json();
}

TEST(PackedTest, ComesBackAsItWasAndIsSmall) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  for (const std::string& text : {std::string(), std::string("a"), std::string("ab"), bytes, std::string(100'000, 'x')})
    EXPECT_EQ(unpacked(packed(text)), text);
  EXPECT_LT(packed(std::string(100'000, 'x')).size(), 1000U);
  EXPECT_EQ(unpacked("this was never packed"), "");
}

TEST(HtmlTest, NeedsNothingFromOutside) {
  const std::string html = page({specimen("good", Outcome::passed), failed_specimen()}, {});
  for (const char* outside : {"http://", "https://", "src=", "@import", "url("})
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  EXPECT_THAT(html, testing::StartsWith("<!doctype html>"));
  EXPECT_THAT(html, testing::EndsWith("</html>\n"));
  EXPECT_THAT(html, Not(HasSubstr("<!--")));
}

TEST(HtmlTest, TextsCannotEndTheScriptTheyStandIn) {
  const std::string html = page({specimen("good", Outcome::passed)}, {});
  const Json run = data_in(html, "run-0");
  ASSERT_TRUE(run.is_object());
  EXPECT_THAT(run.dump(), HasSubstr("</script>"));
}

TEST(HtmlTest, AnObjectStandsOnceHoweverManyRecordsCarryIt) {
  RunRecord run = specimen("good", Outcome::passed);
  std::vector<Json> records = records_to_json(run);
  records[3]["response"] = Json{{"object", records[11]["object"]}};
  set_records(run, std::move(records));
  const Json data = page_run(run, {});
  EXPECT_EQ(data["documents"].size(), 2U);
}

TEST(HtmlTest, ABigRunKeepsWhatMatters) {
  const Json data = page_run(failed_specimen(), {.events = 5, .bodies = false});
  EXPECT_EQ(data["events"].size(), 5U);
  EXPECT_GT(data["leftOut"], 0);
  ASSERT_TRUE(data.contains("firstError"));
  EXPECT_EQ(data["events"][data["firstError"].get<std::size_t>()]["i"], 10);
  for (const Json& event : data["events"]) EXPECT_FALSE(event.contains("request"));
}

TEST(HtmlTest, WhereThePageIsFullFailedRunsComeFirst) {
  const std::vector<RunRecord> runs{specimen("good", Outcome::passed), failed_specimen()};
  const std::size_t one = packed(page_run(runs[1], {}).dump()).size();
  const std::string html = page(runs, {.bytes = one + 200});
  EXPECT_TRUE(data_in(html, "run-0").is_null());
  EXPECT_TRUE(data_in(html, "run-1").is_object());
  EXPECT_EQ(data_in(html, "index")["runs"].size(), 2U);
}

}  // namespace
}  // namespace nlbsim::reports
