#include "fake_apiserver/registry/json_path.h"

#include <gtest/gtest.h>

#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string found(std::string_view path, std::string_view document) {
  const auto parsed = JsonPath::parse(path);
  if (!parsed) return parsed.error().code;
  const Json source = json(document);
  std::string out;
  for (const Json* value : parsed->find(source)) out += (out.empty() ? "" : " ") + api::dump_json(*value);
  return out;
}

TEST(JsonPathTest, FindsWhatColumnsAskFor) {
  constexpr std::string_view kDocument = R"({"spec": {"size": 3, "a.b": "dotted"}, "list": [1, 2, 3],
    "conditions": [{"type": "Ready", "status": "True", "n": 2}, {"type": "Odd", "status": "False", "n": 5}]})";
  EXPECT_EQ(found(".spec.size", kDocument), "3");
  EXPECT_EQ(found("{.spec.size}", kDocument), "3");
  EXPECT_EQ(found(".spec['a.b']", kDocument), "\"dotted\"");
  EXPECT_EQ(found(".spec.a\\.b", kDocument), "\"dotted\"");
  EXPECT_EQ(found(".conditions[?(@.type==\"Odd\")].status", kDocument), "\"False\"");
  EXPECT_EQ(found(".conditions[?(@.type!='Odd')].status", kDocument), "\"True\"");
  EXPECT_EQ(found(".conditions[?(@.n > 2)].n", kDocument), "5");
  EXPECT_EQ(found(".conditions[*].type", kDocument), "\"Ready\" \"Odd\"");
  EXPECT_EQ(found(".list[0]", kDocument), "1");
  EXPECT_EQ(found(".list[-1]", kDocument), "3");
  EXPECT_EQ(found(".list[1:]", kDocument), "2 3");
  EXPECT_EQ(found(".spec.absent.deeper", kDocument), "");
  EXPECT_EQ(found(".list.size", kDocument), "");
}

TEST(JsonPathTest, RefusesWhatItCannotRead) {
  for (const std::string_view path : {"spec", ".spec[", ".a[?(@.b==]", ".a[x]", "..a", ".a[?(b==1)]", ".a."})
    EXPECT_EQ(found(path, "{}"), "InvalidPath") << path;
  EXPECT_TRUE(JsonPath::parse(".spec.replicas")->members());
  EXPECT_FALSE(JsonPath::parse(".spec[0]")->members());
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
