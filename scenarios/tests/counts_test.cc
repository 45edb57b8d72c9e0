// What named runs spend, exactly: scheduler steps, calls, reconciles. Time is noise on a shared machine, these are not;
// a change that makes a run dearer has to say so here. The same with every compiler and build type.
#include <gmock/gmock.h>

#include <ostream>
#include <string_view>

#include "api/records.h"
#include "scenarios/runner/batch.h"

namespace nlbsim::scenarios {
namespace {

struct Spent {
  std::uint64_t steps = 0;
  std::uint64_t kube_calls = 0;  // each attempt; the user's too
  std::uint64_t aws_calls = 0;
  std::uint64_t mutations = 0;  // of those two
  std::uint64_t reconciles = 0;
  std::uint64_t records = 0;
  bool operator==(const Spent&) const = default;
};

void PrintTo(const Spent& spent, std::ostream* out) {
  *out << "{" << spent.steps << ", " << spent.kube_calls << ", " << spent.aws_calls << ", " << spent.mutations << ", "
       << spent.reconciles << ", " << spent.records << "}";
}

Spent spent_by(const RunRecord& run) {
  Spent out;
  out.steps = run.scheduler_steps;
  out.records = run.journal->last();
  for (const sim::Record& record : run.journal->records()) {
    if (record.kind == sim::RecordKind::reconcile_finished) ++out.reconciles;
    if (record.kind != sim::RecordKind::call_sent) continue;
    const api::OperationInfo& operation = api::payload<api::CallSent>(record).asked->operation();
    ++(operation.plane == api::Plane::aws ? out.aws_calls : out.kube_calls);
    if (operation.mutates) ++out.mutations;
  }
  return out;
}

struct Named {
  std::string_view file;
  Spent spent;
};

void PrintTo(const Named& named, std::ostream* out) { *out << named.file; }

class CountsTest : public testing::TestWithParam<Named> {};

TEST_P(CountsTest, ARunSpendsWhatItDid) {
  const LibraryFolders library{"scenarios"};
  auto scenarios = load_scenario(std::string(GetParam().file), library.load_options());
  ASSERT_TRUE(scenarios) << scenarios.error().describe();
  const auto player = Player::prepare(std::move(scenarios->front()));
  ASSERT_TRUE(player) << player.error().describe();
  EXPECT_EQ(spent_by(player->play({})), GetParam().spent);
}

INSTANTIATE_TEST_SUITE_P(Runs, CountsTest,
                         testing::Values(Named{"bench/scenarios/bench-all-at-once.yaml", {270, 44, 25, 26, 9, 289}},
                                         Named{"bench/scenarios/bench-gateway-then-route.yaml",
                                               {310, 46, 28, 28, 9, 310}}));

}  // namespace
}  // namespace nlbsim::scenarios
