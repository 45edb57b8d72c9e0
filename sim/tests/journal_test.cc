#include "sim/journal.h"

#include <gtest/gtest.h>

namespace nlbsim::sim {
namespace {

using namespace std::chrono_literals;

struct Text final : Payload {
  explicit Text(std::string t) : text(std::move(t)) {}
  void hash(Hasher& hasher) const override { hasher.add(text); }
  std::string text;
};

std::shared_ptr<const Payload> text(std::string said) { return std::make_shared<Text>(std::move(said)); }

// Three records that use every typed field.
void write_sample(Journal& journal) {
  const RecordId sent = journal.append(kWorldStart + 1ms, 1, 0, RecordKind::call_sent, text("CreateLoadBalancer"));
  const RecordId applied = journal.append(kWorldStart + 4ms, 2, sent, RecordKind::call_applied, text(""));
  journal.append(kWorldStart + 9ms, 1, applied, RecordKind::note, text("caf\xc3\xa9, \"quoted\""));
}

// The identity of a run. Equal on every compiler and machine: a change here breaks every recorded hash.
constexpr std::uint64_t kSampleHash = 15'510'533'941'831'416'655U;

TEST(Journal, TheHashOfASampleIsTheSameEverywhere) {
  Journal journal;
  write_sample(journal);
  EXPECT_EQ(journal.hash(), kSampleHash);
}

TEST(Journal, TheHashDoesNotDependOnWhenItIsAskedFor) {
  Journal asked;
  asked.hash();
  asked.append(kWorldStart, 0, 0, RecordKind::step, text("one"));
  const auto after_one = asked.hash();
  EXPECT_EQ(asked.hash(), after_one);
  asked.append(kWorldStart, 0, 0, RecordKind::step, text("two"));
  Journal plain;
  plain.append(kWorldStart, 0, 0, RecordKind::step, text("one"));
  plain.append(kWorldStart, 0, 0, RecordKind::step, text("two"));
  EXPECT_EQ(asked.hash(), plain.hash());
  EXPECT_NE(asked.hash(), after_one);
}

TEST(Journal, EveryTypedFieldCounts) {
  const auto hash_of = [](Duration at, ActorId actor, RecordId cause, RecordKind kind, const char* said) {
    Journal journal;
    journal.append(kWorldStart, 0, 0, RecordKind::step, text("before"));
    journal.append(kWorldStart + at, actor, cause, kind, text(said));
    return journal.hash();
  };
  const auto base = hash_of(1ms, 1, 1, RecordKind::note, "x");
  EXPECT_EQ(base, hash_of(1ms, 1, 1, RecordKind::note, "x"));
  EXPECT_NE(base, hash_of(2ms, 1, 1, RecordKind::note, "x"));
  EXPECT_NE(base, hash_of(1ms, 2, 1, RecordKind::note, "x"));
  EXPECT_NE(base, hash_of(1ms, 1, 0, RecordKind::note, "x"));
  EXPECT_NE(base, hash_of(1ms, 1, 1, RecordKind::fault, "x"));
  EXPECT_NE(base, hash_of(1ms, 1, 1, RecordKind::note, "y"));
}

TEST(Journal, RecordsAreFoundById) {
  Journal journal;
  write_sample(journal);
  ASSERT_NE(journal.find(2), nullptr);
  EXPECT_EQ(journal.find(2)->kind, RecordKind::call_applied);
  EXPECT_EQ(journal.find(2)->cause, 1U);
  EXPECT_EQ(journal.find(0), nullptr);
  EXPECT_EQ(journal.find(4), nullptr);
  EXPECT_EQ(journal.last(), 3U);
}

class BoundedJournal : public testing::TestWithParam<std::size_t> {};

TEST_P(BoundedJournal, ForgetsTheOldestAndIsNotHashed) {
  Journal bounded;
  bounded.limit(GetParam());
  for (int i = 0; i < 1'000; ++i) {
    bounded.append(kWorldStart, 0, bounded.last(), RecordKind::note, text("x"));
    ASSERT_LE(bounded.records().size(), GetParam());
    ASSERT_GT(bounded.records().size(), std::min<std::size_t>(GetParam() / 2, bounded.last() - 1));
    ASSERT_EQ(bounded.records().back().id, bounded.last());
    ASSERT_EQ(bounded.find(bounded.records().front().id), &bounded.records().front());
  }
  EXPECT_EQ(bounded.find(1), nullptr);
  EXPECT_EQ(bounded.hash(), 0U);
  bounded.limit(0);
  EXPECT_EQ(bounded.hash(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Limits, BoundedJournal, testing::Values(1, 2, 3, 10, 333));

TEST(BoundedJournal, ALimitSetLateShortensWhatIsThere) {
  Journal journal;
  for (int i = 0; i < 100; ++i) journal.append(kWorldStart, 0, 0, RecordKind::note, text("x"));
  journal.limit(10);
  journal.append(kWorldStart, 0, 0, RecordKind::note, text("x"));
  EXPECT_LE(journal.records().size(), 10U);
}

TEST(RecordKindName, IsTheOneInReports) {
  EXPECT_EQ(name(RecordKind::call_sent), "call_sent");
  EXPECT_EQ(name(RecordKind::note), "note");
}

TEST(Hasher, KeepsFieldsApart) {
  EXPECT_NE(Hasher().add("ab").add("c").digest(), Hasher().add("a").add("bc").digest());
  EXPECT_NE(Hasher().add("").digest(), Hasher().digest());
  EXPECT_NE(fingerprint("a"), fingerprint("b"));
}

}  // namespace
}  // namespace nlbsim::sim
