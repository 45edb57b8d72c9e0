#include "scenarios/runner/golden.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "scenarios/language/yaml.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/oracles/canonical_state.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

const LibraryFolders kLibrary{"scenarios"};  // tests run in the source tree

Json json(std::string_view text) { return *api::parse_json(text); }

// A folder of its own that goes with the test.
class GoldenTest : public testing::Test {
 protected:
  GoldenTest()
      : folder_(fs::temp_directory_path() /
                ("golden_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~GoldenTest() override { fs::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path) << text;
    return path;
  }
  fs::path folder_;
};

Scenario named(std::string id, std::string variant = {}) {
  Scenario scenario;
  scenario.id = std::move(id);
  scenario.variant = std::move(variant);
  scenario.file = "x.yaml";
  return scenario;
}

TEST_F(GoldenTest, IsReadAsItWasWrittenWithItsVariants) {
  GoldenEnds ends;
  ends[""] =
      json(R"({"aws": {"listener a": {"Port": 80, "Tags": {"x": "1"}}}, "calls": {"aws": {"CreateListener": 1}}})");
  ends["other"] = json(R"({"aws": {"listener a": {"Port": 81, "Tags": {}}, "listener b": {"Port": 82}}, "calls": {}})");
  const std::string text = golden_text("x", ends);
  const auto read = load_golden(write("x.end.yaml", text));
  ASSERT_TRUE(read) << read.error().describe();
  ASSERT_TRUE(*read);
  EXPECT_EQ(**read, ends);
  // Of the variant, what differs alone.
  EXPECT_THAT(text.substr(text.find("variants:")), testing::Not(HasSubstr("CreateListener: 1")));
}

TEST_F(GoldenTest, AFileThatIsNotThereIsNoErrorAndOneThatIsSomethingElseIs) {
  const auto none = load_golden((folder_ / "none.end.yaml").string());
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  EXPECT_EQ(load_golden(write("x.end.yaml", "a: 1\n")).error().code, "InvalidGolden");
  EXPECT_EQ(load_golden(write("y.end.yaml", "a: [1\n")).error().code, "InvalidYaml");
}

TEST(GoldenJudgement, NamesWhatDiffers) {
  GoldenEnds golden;
  golden[""] = json(R"({"aws": {"listener a": {"Port": 80}}, "calls": {"aws": {"CreateListener": 1}}})");
  EXPECT_FALSE(judge_golden(golden, named("x"), golden[""]));
  const Json end = json(R"({"aws": {"listener a": {"Port": 81}}, "calls": {"aws": {"CreateListener": 2}}})");
  const auto violation = judge_golden(golden, named("x"), end);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->invariant, "golden");
  EXPECT_EQ(violation->message,
            "listener a Port: expected 80, found 81\ncalls: aws CreateListener: expected 1, found 2");
  EXPECT_THAT(judge_golden(golden, named("x", "new"), end)->message, HasSubstr("no end of this variant"));
}

TEST_F(GoldenTest, AnOrdinaryRunIsComparedAndOneThatEndsOtherwiseFails) {
  std::vector<std::string> paths{kLibrary.scenarios() + "/happy-path/hp-all-at-once.yaml"};
  LoadedScenarios loaded = load_scenarios(paths, kLibrary);
  ASSERT_TRUE(loaded.errors.empty()) << loaded.errors.front().describe();
  for (Scenario& scenario : loaded.scenarios) scenario.file = (folder_ / "hp.yaml").string();
  std::vector<Json> ends;
  BatchOptions options;
  options.compare_golden = true;
  options.ends = &ends;
  // Without a golden end there is nothing to compare with.
  EXPECT_EQ(count_outcomes(run_scenarios(loaded.scenarios, options)).failed, 0U);

  // The end says what there is, under the names that it was given, and what was asked for.
  const Json& end = ends.front();
  EXPECT_EQ(api::at(end, "calls", "aws", "CreateLoadBalancer"), Json(1));
  EXPECT_EQ(api::at(end, "run", "atRest"), Json(true));
  bool names_group = false;
  for (const auto& [owner, resource] : api::member(end, "aws").items()) {
    names_group |= owner.starts_with("target group k8s-examplen-mytcpapp-");
    if (!owner.starts_with("target group ")) continue;
    EXPECT_EQ(api::member(resource, "Port"), Json(30900));
  }
  EXPECT_TRUE(names_group) << to_yaml(end);
  const Json& events = api::at(end, "demo-cluster", "Events");
  EXPECT_FALSE(api::member(events,
                           "Normal SuccessfullyReconciled Gateway example-ns/my-tcp-gateway: Successfully "
                           "reconciled")
                   .is_null())
      << to_yaml(events);

  GoldenEnds golden;
  for (std::size_t i = 0; i < ends.size(); ++i) golden[loaded.scenarios[i].variant] = ends[i];
  write("hp.end.yaml", golden_text("hp-all-at-once", golden));
  EXPECT_EQ(count_outcomes(run_scenarios(loaded.scenarios, options)).failed, 0U);

  golden[""]["calls"]["aws"]["CreateLoadBalancer"] = 2;
  write("hp.end.yaml", golden_text("hp-all-at-once", golden));
  const std::vector<RunRecord> runs = run_scenarios(loaded.scenarios, options);
  EXPECT_EQ(runs.front().outcome, Outcome::failed);
  EXPECT_EQ(runs.front().reason, "golden: calls: aws CreateLoadBalancer: expected 2, found 1");
}

// How a run ends, in both forms.
class BothForms final : public RunObserver {
 public:
  std::vector<Violation> finished(World& world) override {
    const oracles::RawState raw = oracles::raw_state(world);
    as_created = oracles::canonical_state_of(raw, oracles::CanonicalForm::as_created).document;
    comparable = oracles::canonical_state_of(raw).document;
    return {};
  }
  Json as_created, comparable;
};

TEST(GoldenForms, CanBeComparedWithWhatExplorationEndsWith) {
  for (const std::string file : {"happy-path/hp-all-at-once.yaml", "targets/tgt-node-port-changed.yaml",
                                 "targets/tgt-one-group-for-two-ports.yaml"}) {
    const std::vector<std::string> paths{kLibrary.scenarios() + "/" + file};
    const LoadedScenarios loaded = load_scenarios(paths, kLibrary);
    ASSERT_TRUE(loaded.errors.empty()) << loaded.errors.front().describe();
    BothForms end;
    PlayOptions options;
    options.observers = {&end};
    Player::prepare(loaded.scenarios.front())->play(options);
    EXPECT_NE(end.as_created, end.comparable);
    end.as_created["calls"] = json(R"({"aws": {"CreateListener": 1}})");
    EXPECT_EQ(to_yaml(oracles::comparable_form(end.as_created)), to_yaml(end.comparable)) << file;
  }
}

TEST(CompactYamlTest, ReadsBackAndFillsLines) {
  const Json value = json(R"({"a": {"b": [1, 2, {"c": "x: y", "d": null}], "e": {}}, "f": [], "g": "true",
                              "long": {"one": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "two": ["bbbbbbbbbbbbbbbbbbbbbb", "c"]}})");
  for (const std::size_t width : {10U, 40U, 200U}) {
    const std::string text = to_compact_yaml(value, width);
    const auto documents = parse_yaml(text, "t.yaml");
    ASSERT_TRUE(documents) << documents.error().describe() << text;
    EXPECT_EQ(*to_json(documents->front(), "t.yaml"), value) << text;
  }
  EXPECT_THAT(to_compact_yaml(value, 50), HasSubstr("a: {b: [1, 2, {c: \"x: y\", d: null}], e: {}}\n"));
  EXPECT_EQ(to_compact_yaml(json(R"({"k": {"aaaa": 1, "bbbb": 2}})"), 12), "k:\n  aaaa: 1\n  bbbb: 2\n");
}

}  // namespace
}  // namespace nlbsim::scenarios
