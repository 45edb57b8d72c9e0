// The read model that all invariants share: a run replayed record by record. Fed once per record, so that watching
// costs little however many invariants there are.
//
// It says what AWS and each cluster hold, who is at work, what last came from outside, and whether something is or was
// broken. It judges nothing.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/oracles/aws_ledger.h"
#include "scenarios/oracles/beginning.h"
#include "scenarios/oracles/cast.h"
#include "scenarios/oracles/kube_ledger.h"
#include "scenarios/oracles/reach.h"

namespace nlbsim::scenarios::oracles {

// The call behind a record, with who made it. `sent` null: there is none.
struct Call {
  const sim::Record* record = nullptr;  // call_sent
  const api::CallSent* sent = nullptr;
  explicit operator bool() const { return sent != nullptr; }
  const api::AnyCall& call() const { return *sent->asked; }
};

// Changes something, and not only an Event or a Lease, which tell of work and are none.
bool is_mutation(const api::OperationInfo& operation, const api::AnyCall& call);

class Ledger {
 public:
  Ledger(const sim::Journal& journal, Cast cast)
      : journal_(journal), cast_(std::move(cast)), kube_(cast_.cluster_count()) {}

  const sim::Journal& journal() const { return journal_; }
  const Cast& cast() const { return cast_; }
  const AwsLedger& aws() const { return aws_; }
  const KubeLedger& kube(std::size_t cluster) const { return kube_[cluster]; }
  // The cluster whose API server wrote that record.
  std::size_t cluster_of(const sim::Record& record) const { return cast_.of(record.actor).cluster; }
  // The cluster of that name, or nullopt.
  std::optional<std::size_t> cluster_named(std::string_view name) const;

  // The call that a call_sent, call_applied or call_returned record is about, or whose effect an object_changed or
  // resource_changed record is.
  Call call_behind(const sim::Record& record) const;
  // The reconcile_started record on whose behalf a call was made, or null.
  const sim::Record* reconcile_behind(const Call& call) const;

  // The last record that came from outside: a change by somebody who is no controller, or by AWS itself, a fault, a
  // controller that started, stopped or was cut off from events.
  sim::RecordId last_input() const { return last_input_; }
  // Whether the world was at rest when that came.
  bool came_at_rest() const { return came_at_rest_; }
  // Since when everything has been done and nothing came from outside; 0: it has not.
  sim::RecordId resting_since() const { return resting_since_; }
  // When a controller last met an error, a fault or an interruption.
  std::optional<sim::Instant> last_trouble() const { return last_trouble_; }
  // Until when something must have happened that follows from what happened at `from`, undisturbed within `bound`.
  sim::Instant due(sim::Instant from, sim::Duration bound) const;
  // What connections came to when somebody tried last.
  const std::vector<ListenerReach>& reach() const { return reach_ ? reach_->listeners : kNothingTried; }
  // What is given outlives this.
  void tried(const ReachAt& reach) {
    reach_ = &reach;
    ++version_;
  }
  // Changes with everything that a judgement at rest looks at.
  std::uint64_t version() const { return version_; }

  // Before the first record.
  void begin_with(const Beginning& beginning);
  const std::vector<HeldRule>& held_rules() const { return held_rules_; }
  // All actors so far.
  void meet(std::span<const std::string> actors) { cast_.meet(actors); }
  void apply(const sim::Record& record);
  // The runner saw the world stand still after that record. Whether it is at rest: every cluster is attended, no watch
  // is held back.
  bool stand_still(sim::RecordId record);

 private:
  inline static const std::vector<ListenerReach> kNothingTried;
  void apply_call(const sim::Record& record, const api::CallApplied& applied);
  void apply_object(const sim::Record& record);
  void apply_step(const sim::Record& record);
  void input(sim::RecordId record);
  void trouble(const sim::Record& record) { last_trouble_ = record.at; }

  const sim::Journal& journal_;
  Cast cast_;
  AwsLedger aws_;
  std::vector<KubeLedger> kube_;
  std::vector<HeldRule> held_rules_;  // there from the start
  sim::RecordId last_input_ = 0;
  bool came_at_rest_ = false;
  sim::RecordId resting_since_ = 0;
  std::optional<sim::Instant> last_trouble_;
  int held_watches_ = 0;
  const ReachAt* reach_ = nullptr;
  std::uint64_t version_ = 0;
};

}  // namespace nlbsim::scenarios::oracles
