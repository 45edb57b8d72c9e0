#include "cmake/checks/coawait.h"

#include <gtest/gtest.h>

namespace nlbsim::checks {
namespace {

std::vector<Finding> check(const std::string& code) { return check_coawait(source_file("some/file.cc", code)); }

TEST(CoAwait, TheTreeIsClean) {
  std::vector<Finding> all;
  for (const SourceFile& file : read_tree(".")) {
    const auto findings = check_coawait(file);
    all.insert(all.end(), findings.begin(), findings.end());
  }
  EXPECT_TRUE(all.empty()) << describe(all);
}

class Refused : public testing::TestWithParam<const char*> {};

TEST_P(Refused, IsFound) { EXPECT_EQ(check(GetParam()).size(), 1U) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    Forms, Refused,
    testing::Values("void f() { co_await take(Options{name, 1}); }", "void f() { co_await take({.name = s}); }",
                    "void f() { auto r = co_await take([s] { return s; }); }",
                    "void f() { auto r = co_await take([&s](int x) mutable -> int { return s + x; }); }",
                    "void f() { r = co_await (ready ? a() : b()); }", "void f() { r = ready ? co_await a() : 1; }",
                    "void f() { both(co_await a(), Pair{1, 2}); }", "void f() { both(Pair{1, 2}, co_await a()); }",
                    "void f() { if (co_await take(Options{1})) return; }",
                    "void f() { for (auto& x : co_await list(Page{1})) use(x); }",
                    "void f() { co_return co_await take(\n    1,\n    Options{}\n  ); }",
                    "void f() { if (x) co_await take(Options{}); }", "void f() { Value v{co_await a()}; }",
                    "void f() { const auto [a, b] = co_await take(Options{}); }",
                    "void f() { while (more) { co_await take(std::vector<int>{1, 2}); } }"));

class Allowed : public testing::TestWithParam<const char*> {};

TEST_P(Allowed, IsLeftAlone) {
  const auto findings = check(GetParam());
  EXPECT_TRUE(findings.empty()) << describe(findings) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Allowed,
    testing::Values("void f() { Options o{1}; co_await take(std::move(o)); }",
                    "void f() { auto g = [s] { return s; }; co_await take(std::move(g)); }",
                    "void f() { if (co_await a()) return {}; }", "void f() { if (co_await a()) { return; } }",
                    "void f() { if (Options{1}.ready) co_await a(); }", "void f() { if (x) { b(); } co_await a(); }",
                    "void f() { if (x) co_await a(); else co_await b(); int y = z ? 1 : 2; }",
                    "void f() { const auto [a, b] = co_await both(); }", "void f() { x[i] = co_await a(y[j]); }",
                    "void f() { [[maybe_unused]] auto x = co_await a(); }",
                    "void f() { for (;;) co_await sleep_for(3ms); }", "void f() { for (int i = 0; co_await a(); ) {} }",
                    "void f() { run([]() -> Task<void> { co_await a(); }); }",
                    "void f() { co_await a(); }  // co_await b({1}) is refused\n",
                    "void f() { log(\"co_await {}\", co_await_count); }", "void f() { co_await a(\"{\", '{'); }",
                    "void f() { while (co_await a()) { if (x) { b(Options{1}); } } }",
                    "void f() { co_await (a() || b()); }", "struct S { int x{1}; Task<void> f() { co_await a(); } };"));

TEST(CoAwait, TellsTheLine) {
  const auto findings = check("void f() {\n  co_await a();\n  co_await take(Options{1});\n}\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().line, 3);
}

}  // namespace
}  // namespace nlbsim::checks
