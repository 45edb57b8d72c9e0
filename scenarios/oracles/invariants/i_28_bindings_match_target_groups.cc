#include <map>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

class BindingsMatchTargetGroups final : public Invariant {
 public:
  std::string_view id() const override { return "I-28"; }
  std::string_view sentence() const override {
    return "At rest every target group of a Gateway has one TargetGroupBinding, and every such binding a target group.";
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster) check(ledger, cluster, findings);
  }

 private:
  void check(const Ledger& ledger, std::size_t cluster, Findings& findings) {
    std::map<std::string_view, std::vector<sim::RecordId>> bound;  // by target group
    for (const auto& [key, stored] : ledger.kube(cluster).bindings()) {
      const std::string& arn = stored.object->view<kube::TargetGroupBinding>().spec.targetGroupARN;
      bound[arn].push_back(stored.record);
      // One that somebody wrote by hand may be for a target group of his own.
      if (!stored.object->meta().labels.contains(std::string(kStackNameLabel))) continue;
      const AwsResource* group = ledger.aws().find(arn);
      if (group && group->live()) continue;
      std::vector<sim::RecordId> records{stored.record};
      if (group) records.push_back(group->deleted);
      findings.add(*this, "TargetGroupBinding " + key.text(), "there is no target group " + arn, std::move(records));
    }
    for (const auto& [id, group] : ledger.aws().all()) {
      if (group.kind != AwsKind::target_group || !group.live() || group.stack.empty()) continue;
      if (group.cluster != ledger.cast().cluster_name(cluster) || ledger.kube(cluster).abandoned(group.stack)) continue;
      std::vector<sim::RecordId>& bindings = bound[id];
      if (bindings.size() == 1) continue;
      const std::string count = std::to_string(bindings.size());
      bindings.push_back(group.created);
      findings.add(*this, describe(group), "it has " + count + " TargetGroupBindings", bindings);
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> bindings_match_target_groups() { return std::make_unique<BindingsMatchTargetGroups>(); }

}  // namespace nlbsim::scenarios::oracles
