#include <map>
#include <tuple>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

bool says_duplicate(const sim::Error& error) {
  return error.code == "DuplicateLoadBalancerName" || error.code == "DuplicateTargetGroupName" ||
         error.code == "DuplicateListener" || error.code == "InvalidGroup.Duplicate";
}

class NoRepeatedDuplicates final : public Invariant {
 public:
  std::string_view id() const override { return "I-08"; }
  std::string_view sentence() const override {
    return "Whoever is told that a name is taken does not ask for the same once more.";
  }
  std::vector<Topic> topics() const override { return {Topic::refusal, Topic::effect}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const api::AnyCall& call = happening.call.call();
    if (!call.operation().name.starts_with("Create")) return;
    if (happening.topic == Topic::effect && refused_.empty()) return;
    sim::Hasher hasher;
    call.operation().hash_request(hasher, call.request_address());
    const Asked asked{happening.call.record->actor, std::string(call.operation().name), hasher.digest()};
    const auto& error = api::payload<api::CallApplied>(happening.record).error;
    if (!error || !says_duplicate(*error)) {
      refused_.erase(asked);
      return;
    }
    const auto [first, fresh] = refused_.emplace(asked, happening.record.id);
    if (fresh) return;
    findings.add(*this, call.subject(),
                 std::string(ledger.cast().name(happening.call.record->actor)) + " was told " + error->code +
                     " twice running by the same " + std::string(call.operation().name),
                 {first->second, happening.call.record->id, happening.record.id});
  }

 private:
  using Asked = std::tuple<sim::ActorId, std::string, std::uint64_t>;  // who, which operation, with which arguments
  std::map<Asked, sim::RecordId> refused_;
};

}  // namespace

std::unique_ptr<Invariant> no_repeated_duplicates() { return std::make_unique<NoRepeatedDuplicates>(); }

}  // namespace nlbsim::scenarios::oracles
