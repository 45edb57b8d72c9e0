#include <algorithm>

#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class GroupsOutliveTheirListeners final : public Invariant {
 public:
  std::string_view id() const override { return "I-23"; }
  std::string_view sentence() const override {
    return "A target group is asked to go only after the listener that forwards to it was given another.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() != &aws::DeleteTargetGroup::info()) return;
    const std::string& group = api::as<aws::DeleteTargetGroup>(call).request.TargetGroupArn;
    for (const auto& [id, listener] : ledger.aws().all())
      if (listener.kind == AwsKind::listener && listener.live() &&
          std::ranges::find(listener.groups, group) != listener.groups.end())
        findings.add(*this, "target group " + group, describe(listener) + " still forwards to it",
                     {listener.created, happening.record.id});
  }
};

}  // namespace

std::unique_ptr<Invariant> groups_outlive_their_listeners() { return std::make_unique<GroupsOutliveTheirListeners>(); }

}  // namespace nlbsim::scenarios::oracles
