// The page in a real browser: no console error, clicks and keys work.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "reports/html/html.h"
#include "reports/tests/specimen.h"

namespace nlbsim::reports {
namespace {

using scenarios::Outcome;
using testing::HasSubstr;
using testing::Not;

// What a script does to the page after it has drawn; it leaves its findings in the title.
constexpr std::string_view kDriver = R"(<script>
addEventListener('nlbsim-ready', async () => {
  const seen = [];
  const check = (name, holds) => seen.push(name + '=' + (holds ? 'yes' : 'NO'));
  const key = (name) => document.dispatchEvent(new KeyboardEvent('keydown', {key: name, bubbles: true}));
  check('verdict', document.querySelector('h1').textContent === '1 of 2 scenarios fails');
  check('cells', document.querySelectorAll('.cell').length === 4);
  document.querySelector('.cell').click();
  check('requirement', document.querySelector('.about') !== null);
  const story = await storyOf(0);
  showScenario(0, null, story, byId('main'));
  viewKeys = showScenario(0, null, story, byId('main'));
  byId('first-error').click();
  check('error', document.querySelector('.side h2').textContent.includes('Gateway web/edge'));
  const before = location.hash;
  key('j');
  check('next', location.hash !== before);
  check('address', location.hash.startsWith('#scenario=' + encodeURIComponent(report.runs[0].id) + '&record='));
  key('k');
  check('previous', location.hash === before);
  document.querySelector('.ev[data-i]').dispatchEvent(new MouseEvent('click', {bubbles: true}));
  check('click', document.querySelector('.ev.on') !== null);
  check('arrows', document.querySelectorAll('.arrow').length > 0);
  const search = document.querySelector('.lanes-card input');
  search.value = 'CreateLoadBalancer';
  search.dispatchEvent(new Event('input'));
  check('search', document.querySelectorAll('.event').length > 0 && document.querySelector('.ev.dim') !== null);
  document.querySelector('.event').click();
  const wide = document.querySelector('.lane-view svg').getBoundingClientRect().width;
  key('w');
  check('zoom', document.querySelector('.lane-view svg').getBoundingClientRect().width > wide);
  key('f');
  const view = document.querySelector('.lane-view');
  const fitted = view.querySelector('svg').getBoundingClientRect().width;
  check('fit', Math.abs(fitted - view.clientWidth) <= 2);
  byId('theme').click();
  check('theme', document.documentElement.dataset.theme === 'light');
  document.body.dataset.checks = seen.join(' ') + ' errors=' + (window.problems || []).join(';');
});
</script>)";

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out.push_back(static_cast<char>(c));
  pclose(pipe);
  return out;
}

class PageTest : public testing::Test {
 protected:
  void SetUp() override {
    browser_ = run("command -v chromium || command -v chromium-browser || command -v google-chrome");
    if (browser_.empty()) GTEST_SKIP() << "no Chromium on this machine";
    browser_.pop_back();
    std::string pattern = (std::filesystem::temp_directory_path() / "nlbsim-page-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  // The document as the browser leaves it.
  std::string dump(const std::string& html) {
    const std::filesystem::path file = folder_ / "report.html";
    std::ofstream(file, std::ios::binary) << html;
    return run("timeout 60 '" + browser_ + "' --headless --no-sandbox --disable-gpu --user-data-dir='" +
               (folder_ / "profile").string() + "' --virtual-time-budget=5000 --dump-dom 'file://" + file.string() +
               "' 2>/dev/null");
  }

  std::string browser_;
  std::filesystem::path folder_;
};

TEST_F(PageTest, ClicksAndKeysWorkWithoutAnError) {
  std::ostringstream out;
  write_html(std::vector<scenarios::RunRecord>{failed_specimen(), specimen("good", Outcome::passed)},
             specimen_context(), {}, out);
  std::string html = out.str();
  const std::string trap =
      "<script>window.problems = []; addEventListener('error', (e) => problems.push(e.message));"
      "console.error = (...all) => problems.push(all.join(' '));</script>";
  html.insert(html.find("</head>"), trap);
  html.insert(html.find("</body>"), kDriver);
  const std::string document = dump(html);
  const auto from = document.find("data-checks=\"");
  ASSERT_NE(from, document.npos) << "the driver did not come to its end";
  const std::string checks = document.substr(from, document.find('"', from + 13) - from);
  EXPECT_THAT(checks, Not(HasSubstr("=NO")));
  EXPECT_THAT(checks, HasSubstr("theme=yes"));
  EXPECT_THAT(checks, HasSubstr("address=yes"));
  EXPECT_THAT(checks, testing::EndsWith("errors="));
}

}  // namespace
}  // namespace nlbsim::reports
