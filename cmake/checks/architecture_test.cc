#include "cmake/checks/architecture.h"

#include <gtest/gtest.h>

namespace nlbsim::checks {
namespace {

std::vector<Finding> check(const std::string& path, const std::string& code) {
  return check_architecture(source_file(path, code));
}

TEST(Architecture, TheTreeKeepsItsRules) {
  const auto tree = read_tree(".");
  ASSERT_GT(tree.size(), 50U) << "run from the root of the tree";
  std::vector<Finding> all;
  for (const SourceFile& file : tree) {
    const auto findings = check_architecture(file);
    all.insert(all.end(), findings.begin(), findings.end());
  }
  EXPECT_TRUE(all.empty()) << describe(all);
}

struct Case {
  const char* path;
  const char* code;
};

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, IsFoundOnce) { EXPECT_EQ(check(GetParam().path, GetParam().code).size(), 1U) << GetParam().code; }

INSTANTIATE_TEST_SUITE_P(
    Rules, Refused,
    testing::Values(Case{"engine/a.cc", "#include \"fake_aws/core.h\"\n"},
                    Case{"fake_aws/a.cc", "#include \"engine/profile.h\"\n"},
                    Case{"fake_aws/a.cc", "#include \"fake_apiserver/store/store.h\"\n"},
                    Case{"sim/a.h", "#include \"api/operation.h\"\n"},
                    Case{"reports/a.cc", "#include \"engine/a.h\"\n"}, Case{"engine/a.cc", "#include \"profile.h\"\n"},
                    Case{"fake_aws/http/a.cc", "#include <boost/beast/http.hpp>\n"},
                    Case{"scenarios/a.cc", "#include <boost/asio/ip/tcp.hpp>\n"},
                    Case{"api/a.cc", "#include <yaml-cpp/yaml.h>\n"},
                    Case{"api/kube/a.cc", "#include <nlohmann/json.hpp>\n"},
                    Case{"scenarios/a.cc", "#include <CLI/CLI.hpp>\n"}, Case{"engine/a.cc", "#include <regex>\n"},
                    Case{"engine/a.cc", "#include <thread>\n"}, Case{"engine/a.cc", "#include <unordered_map>\n"},
                    Case{"engine/a.cc", "auto t = std::chrono::system_clock::now();\n"},
                    Case{"sim/time.cc", "auto t = std::chrono::steady_clock::now();\n"},
                    Case{"engine/a.cc", "std::this_thread::yield();\n"}, Case{"sim/a.cc", "std::mt19937 generator;\n"},
                    Case{"engine/a.cc", "std::uniform_int_distribution<int> d;\n"},
                    Case{"engine/a.cc", "const auto now = std::time(nullptr);\n"},
                    Case{"engine/routes/load.cc", "#include \"engine/status/gateway_status.h\"\n"},
                    Case{"scenarios/oracles/a.cc", "#include \"scenarios/runner/run.h\"\n"},
                    Case{"engine/a.cc", "#include \"sim/wall/wall_time.h\"\n"},
                    Case{"engine/runtime/queue/a.cc", "#include \"engine/routes/load.h\"\n"},
                    Case{"engine/deploy/a.cc", "#include \"engine/reconcilers/a.h\"\n"}));

class Allowed : public testing::TestWithParam<Case> {};

TEST_P(Allowed, IsLeftAlone) {
  const auto findings = check(GetParam().path, GetParam().code);
  EXPECT_TRUE(findings.empty()) << describe(findings);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Allowed,
    testing::Values(Case{"engine/a.cc", "#include \"api/operation.h\"\n#include \"engine/b.h\"\n#include <map>\n"},
                    Case{"scenarios/world/a.cc", "#include \"fake_aws/core.h\"\n#include \"engine/replica.h\"\n"},
                    Case{"api/http/server.cc", "#include <boost/beast/http.hpp>\n#include <boost/asio/ip/tcp.hpp>\n"},
                    Case{"sim/wall/wall_time.cc", "auto t = std::chrono::steady_clock::now();\n"},
                    Case{"scenarios/language/a.cc", "#include <yaml-cpp/yaml.h>\n"},
                    Case{"api/json/text.cc", "#include <nlohmann/json.hpp>\n"},
                    Case{"engine/a.cc", "// std::thread and system_clock in prose\nauto s = \"steady_clock\";\n"},
                    Case{"engine/a.cc", "std::time_t when; int my_steady_clock;\n"},
                    Case{"engine/status/a.cc", "#include \"engine/routes/loaded_gateway.h\"\n"},
                    Case{"engine/replica.cc", "#include \"engine/reconcilers/a.h\"\n"},
                    Case{"engine/tests/a_test.cc", "#include \"engine/status/a.h\"\n"}));

TEST(Architecture, AFileOfMoreThan600LinesIsTooLong) {
  EXPECT_TRUE(check("engine/a.cc", std::string(600, '\n')).empty());
  EXPECT_EQ(check("engine/a.cc", std::string(601, '\n')).size(), 1U);
}

TEST(Architecture, TellsFileAndLine) {
  const auto findings = check("sim/a.h", "#pragma once\n\n#include \"api/operation.h\"\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(describe(findings), "sim/a.h:3: floors: sim/ must not include api/\n");
}

TEST(BlankLiterals, KeepsLengthAndLines) {
  const std::string text = "a /* x\ny */ b \"q\\\"{\" 'c' 1'000 R\"(raw \" {)\" // end\nc";
  const std::string code = blank_literals(text);
  EXPECT_EQ(code.size(), text.size());
  EXPECT_EQ(code.find('{'), std::string::npos);
  EXPECT_EQ(code.find("end"), std::string::npos);
  EXPECT_NE(code.find("1'000"), std::string::npos);
  EXPECT_EQ(line_of(code, code.size()), 3);
}

}  // namespace
}  // namespace nlbsim::checks
