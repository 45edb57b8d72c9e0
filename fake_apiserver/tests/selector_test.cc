#include "fake_apiserver/tests/core_fixture.h"

namespace nlbsim::fake_apiserver {
namespace {

TEST(LabelSelectorTest, MatchesAsKubernetesDoes) {
  const std::map<std::string, std::string> labels{{"app", "web"}, {"tier", "3"}, {"empty", ""}};
  const struct {
    std::string_view selector;
    bool matches;
  } rows[] = {{"app=web", true},
              {"app==web", true},
              {"app!=web", false},
              {"other!=web", true},
              {"app in (web, api)", true},
              {"app notin (web)", false},
              {"other notin (x)", true},
              {"app", true},
              {"!app", false},
              {"!other", true},
              {"tier>2", true},
              {"tier<3", false},
              {"app=web,tier=3", true},
              {"app=web,!tier", false},
              {"empty=", true},
              {"app in (web,)", true}};
  for (const auto& row : rows) {
    const auto parsed = parse_label_selector(row.selector);
    ASSERT_TRUE(parsed) << row.selector << ": " << parsed.error().message;
    const bool all = std::ranges::all_of(*parsed, [&](const LabelRequirement& r) { return r.matches(labels); });
    EXPECT_EQ(all, row.matches) << row.selector;
  }
}

TEST(LabelSelectorTest, ErrorsInTheWordsOfTheServer) {
  const auto message = [](std::string_view selector) { return parse_label_selector(selector).error().message; };
  EXPECT_EQ(message("app in x"), "unable to parse requirement: found 'x' expected: '('");
  EXPECT_EQ(message("app=x=y"), "found '=', expected: ',' or 'end of string'");
  EXPECT_EQ(message("app=bad value!"), "found 'value', expected: ',' or 'end of string'");
  EXPECT_EQ(
      message("tier>z"),
      "unable to parse requirement: values[0]: Invalid value: \"z\": for 'Gt', 'Lt' operators, the value must be an "
      "integer");
  EXPECT_TRUE(
      message("-bad-=x").starts_with("unable to parse requirement: <nil>: Invalid value: \"-bad-\": name part"));
}

TEST_F(CoreFixture, FieldSelectors) {
  create(kube::kServices, "default",
         R"({"metadata": {"name": "a"}, "spec": {"type": "NodePort", "ports": [{"port": 1}]}})");
  create(kube::kServices, "default", R"({"metadata": {"name": "b"}, "spec": {"ports": [{"port": 1}]}})");
  const auto list = [&](const kube::Resource& resource, std::string selector) {
    kube::List::Request request;
    request.resource = resource;
    request.field_selector = std::move(selector);
    return call<kube::List>(request);
  };
  EXPECT_EQ(list(kube::kServices, "spec.type=NodePort")->items.size(), 1U);
  EXPECT_EQ(list(kube::kServices, "metadata.name!=a,spec.type==ClusterIP")->items.size(), 1U);
  EXPECT_EQ(list(kube::kGateways, "spec.gatewayClassName=x").error().message,
            "field label not supported: spec.gatewayClassName");
  EXPECT_EQ(list(kube::kLeases, "spec.holderIdentity=me").error().message,
            "\"spec.holderIdentity\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
  EXPECT_EQ(list(kube::kServices, "metadata.name").error().message,
            "invalid selector: 'metadata.name'; can't understand 'metadata.name'");
}

}  // namespace
}  // namespace nlbsim::fake_apiserver
