#include "api/aws/elbv2.h"
#include "api/kube/kube.h"
#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/seen_objects.h"

namespace nlbsim::scenarios::oracles {

namespace {

class RegisteredTargetsExist final : public Invariant {
 public:
  std::string_view id() const override { return "I-19"; }
  std::string_view sentence() const override {
    return "A controller registers no instance but those of nodes that it has seen, and has not seen going before it "
           "began.";
  }
  std::vector<Topic> topics() const override { return {Topic::read, Topic::watch_event, Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic != Topic::call_sent) return nodes_.observe(happening, ledger);
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() != &aws::RegisterTargets::info()) return;
    const sim::Record* started = ledger.reconcile_behind(happening.call);
    for (const aws::TargetDescription& target : api::as<aws::RegisterTargets>(call).request.Targets)
      if (target.Id.starts_with("i-") && !known(happening.record.actor, target.Id, started))
        findings.add(*this, target.Id, "it is registered with " + call.subject() + ", and is no node's instance",
                     {happening.record.id});
  }

 private:
  bool known(sim::ActorId controller, std::string_view instance, const sim::Record* started) const {
    for (const auto& [key, node] : nodes_.of(controller))
      if (instance_of(*node.object) == instance && (node.gone == 0 || !started || node.gone > started->id)) return true;
    return false;
  }

  SeenObjects nodes_{kube::kNodes};
};

}  // namespace

std::unique_ptr<Invariant> registered_targets_exist() { return std::make_unique<RegisteredTargetsExist>(); }

}  // namespace nlbsim::scenarios::oracles
