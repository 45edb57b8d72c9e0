#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Far more keys than workers ever have in hand at once.
constexpr std::size_t kRemembered = 256;

class FailuresHoldNobodyUp final : public Invariant {
 public:
  std::string_view id() const override { return "I-25"; }
  std::string_view sentence() const override {
    return "A key that fails holds nobody up: none gets a second turn while another waits for its first.";
  }
  std::vector<Topic> topics() const override { return {Topic::reconcile_finished}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const auto& finished = api::payload<api::ReconcileFinished>(happening.record);
    const sim::Record* started = ledger.journal().find(finished.started);
    if (!started) return;
    auto& turns = turns_[{started->actor, finished.controller}];
    Turn turn{finished.key, 0, started->id, happening.record.id, 0};
    for (const Turn& before : turns)
      if (before.key == turn.key) turn.before = std::max(turn.before, before.finished);
    if (const sim::Record* woken = ledger.journal().find(started->cause))
      if (woken->kind == sim::RecordKind::watch_event) turn.waiting = std::max(woken->id, turn.before);
    for (const Turn& other : turns) {
      judge(finished.controller, turn, other, findings);
      judge(finished.controller, other, turn, findings);
    }
    turns.push_back(std::move(turn));
    if (turns.size() > kRemembered) turns.pop_front();
  }

 private:
  struct Turn {
    std::string key;
    sim::RecordId waiting;  // since this record, when an event has put it into the queue; 0: not known
    sim::RecordId started;
    sim::RecordId finished;
    sim::RecordId before;  // when its turn before this one was over; 0: there was none
  };

  void judge(const std::string& controller, const Turn& waiter, const Turn& other, Findings& findings) {
    if (waiter.waiting == 0 || other.before == 0 || waiter.key == other.key) return;
    const bool overtaken = other.before > waiter.waiting && other.started < waiter.started;
    if (!overtaken) return;
    findings.add(*this, controller + " " + waiter.key, other.key + " was worked on a second time while it was waiting",
                 {waiter.waiting, other.before, other.started, waiter.started});
  }

  std::map<std::pair<sim::ActorId, std::string>, std::deque<Turn>> turns_;
};

}  // namespace

std::unique_ptr<Invariant> failures_hold_nobody_up() { return std::make_unique<FailuresHoldNobodyUp>(); }

}  // namespace nlbsim::scenarios::oracles
