#include "scenarios/record/run_record.h"

#include <gmock/gmock.h>

#include "api/records.h"

namespace nlbsim::scenarios {
namespace {

RunRecord sample() {
  auto journal = std::make_shared<sim::Journal>();
  auto note = std::make_shared<api::Note>();
  note->topic = api::NoteTopic::watch;
  note->text = "two routes";
  journal->append(sim::kWorldStart + std::chrono::milliseconds{1500}, 1, 0, sim::RecordKind::note, std::move(note));
  RunRecord run;
  run.id = "rule-two-routes";
  run.variant = "v35";
  run.outcome = Outcome::failed;
  run.seed = 7;
  run.tags = {"tcp"};
  run.actors = {"user", "controller-1"};
  run.choices[{"aws/CreateListener/error", 2}] = 1;
  run.journal_hash = journal->hash();
  run.virtual_duration = std::chrono::seconds{3};
  StepResult step;
  step.index = 0;
  step.verb = "wait";
  step.source = {"a.yaml", 12};
  step.state = StepState::failed;
  step.end = sim::kWorldStart + std::chrono::seconds{2};
  step.failure = "expected 1\n     got 2";
  run.steps.push_back(step);
  run.violations.push_back({"I-06", "sentence", "arn", "message", {1}});
  run.journal = std::move(journal);
  return run;
}

TEST(RunRecordTest, SurvivesTheWayThroughJson) {
  const RunRecord before = sample();
  const Json written = to_json(before, JournalDetail::include);
  const auto after = run_record_from_json(written);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(to_json(*after, JournalDetail::include), written);
  EXPECT_EQ(after->full_id(), "rule-two-routes[v35]");
  EXPECT_EQ(after->choices, before.choices);
  EXPECT_EQ(records_to_json(*after), records_to_json(before));
  ASSERT_NE(after->failed_step(), nullptr);
  EXPECT_EQ(after->failed_step()->source.text(), "a.yaml:12");
}

TEST(RunRecordTest, RecordsCarryActorAndExactTime) {
  const RunRecord run = sample();
  ASSERT_EQ(run.records().size(), 1U);
  EXPECT_EQ(records_to_json(run)[0]["actor"], "controller-1");
  EXPECT_EQ(records_to_json(run)[0]["ns"], 1'500'000'000);
}

TEST(RunRecordTest, WhatNobodyWroteIsRefused) {
  EXPECT_EQ(report_from_json(Json{{"runs", 3}}).error().code, "InvalidReport");
  EXPECT_EQ(run_record_from_json(Json{{"id", "x"}}).error().code, "InvalidReport");
  Json wrong = to_json(sample(), JournalDetail::leave_out);
  wrong["journalHash"] = "xyz";
  EXPECT_EQ(run_record_from_json(wrong).error().code, "InvalidReport");
}

TEST(RunRecordTest, AJournalHasNoGap) {
  const Json note{{"kind", "note"}, {"topic", "watch"}, {"text", "x"}, {"ns", 5}, {"actor", "user"}};
  const auto with_id = [&](int id, int cause) {
    Json out = note;
    out["id"] = id;
    out["cause"] = cause;
    return out;
  };
  const std::vector<std::string> actors{"user"};
  const auto read = journal_from_json({with_id(1, 0), with_id(2, 1)}, actors);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_NE((*read)->find(2), nullptr);
  EXPECT_EQ((*read)->find(2)->cause, 1U);
  EXPECT_EQ(journal_from_json({with_id(2, 0)}, actors).error().code, "InvalidReport");
  EXPECT_EQ(journal_from_json({with_id(1, 0), with_id(3, 0)}, actors).error().code, "InvalidReport");
  EXPECT_EQ(journal_from_json({with_id(1, 0), with_id(2, 2)}, actors).error().code, "InvalidReport");
  EXPECT_EQ(journal_from_json({Json("x")}, actors).error().code, "InvalidReport");
  EXPECT_EQ(journal_from_json({}, actors).value()->records().size(), 0U);
}

}  // namespace
}  // namespace nlbsim::scenarios
