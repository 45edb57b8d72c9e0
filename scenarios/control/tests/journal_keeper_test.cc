#include "scenarios/control/journal_keeper.h"

#include <gtest/gtest.h>

#include "api/kube/kube.h"
#include "api/records.h"

namespace nlbsim::scenarios {
namespace {

void note(sim::Journal& journal, std::size_t bytes) {
  auto said = std::make_shared<api::Note>();
  said->text = std::string(bytes, 'x');
  journal.append(sim::kWorldStart, 0, 0, sim::RecordKind::note, std::move(said));
}

// A call whose answer holds so many bytes.
void read(sim::Journal& journal, std::size_t bytes) {
  auto call = std::make_shared<api::TypedCall<kube::Get>>(kube::Get::Request{kube::kGateways, {"ns", "g"}});
  call->response.object =
      kube::Object::make(api::Json{{"metadata", api::Json{{"name", "g"}}}, {"data", std::string(bytes, 'x')}});
  auto sent = std::make_shared<api::CallSent>();
  sent->asked = std::move(call);
  auto applied = std::make_shared<api::CallApplied>();
  applied->sent = journal.append(sim::kWorldStart, 0, 0, sim::RecordKind::call_sent, std::move(sent));
  journal.append(sim::kWorldStart, 0, 0, sim::RecordKind::call_applied, std::move(applied));
}

std::size_t held(const sim::Journal& journal) {
  std::size_t bytes = 0;
  for (const sim::Record& record : journal.records()) bytes += api::weight(record);
  return bytes;
}

TEST(JournalKeeper, BytesAreBounded) {
  sim::Journal journal;
  JournalKeeper keeper(journal, {20'000, 10'000'000});
  for (int i = 0; i < 5'000; ++i) {
    note(journal, 10'000);
    keeper.keep();
    ASSERT_LE(held(journal), 10'000'000U + 20'000U);
    ASSERT_EQ(keeper.bytes(), held(journal));
  }
  EXPECT_GT(journal.records().size(), 400U) << "about half of what fits is always there";
}

TEST(JournalKeeper, AnAnswerWeighsThoughTheCallKeepsIt) {
  sim::Journal journal;
  JournalKeeper keeper(journal, {20'000, 10'000'000});
  for (int i = 0; i < 5'000; ++i) {
    read(journal, 10'000);
    keeper.keep();
    ASSERT_LE(keeper.bytes(), 10'000'000U + 30'000U);
  }
  EXPECT_LT(journal.records().size(), 2'100U);
}

TEST(JournalKeeper, TheNewestRecordsStayHoweverHeavyTheyAre) {
  sim::Journal journal;
  JournalKeeper keeper(journal, {20'000, 1'000});
  for (int i = 0; i < 2'000; ++i) {
    note(journal, 1'000);
    keeper.keep();
    ASSERT_GE(journal.records().size(), std::size_t(std::min(i + 1, 256)));
    ASSERT_LE(journal.records().size(), 512U);
  }
}

TEST(JournalKeeper, LightRecordsAreBoundedByTheirNumber) {
  sim::Journal journal;
  JournalKeeper keeper(journal, {1'000, 10'000'000});
  for (int i = 0; i < 5'000; ++i) {
    note(journal, 1);
    keeper.keep();
    ASSERT_LE(journal.records().size(), 1'000U);
  }
  EXPECT_GE(journal.records().size(), 500U);
}

}  // namespace
}  // namespace nlbsim::scenarios
