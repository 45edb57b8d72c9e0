#include <deque>
#include <map>
#include <tuple>

#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/bounds.h"

namespace nlbsim::scenarios::oracles {

namespace {

class NoHotLoop final : public Invariant {
 public:
  std::string_view id() const override { return "I-17"; }
  std::string_view sentence() const override {
    return "Without anything new from outside, a key is not worked on over and over again.";
  }
  std::vector<Topic> topics() const override { return {Topic::reconcile_finished}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const auto& finished = api::payload<api::ReconcileFinished>(happening.record);
    Window& window = windows_[{happening.record.actor, finished.controller, finished.key}];
    if (window.input != ledger.last_input()) window = {ledger.last_input(), {}};
    window.ends.push_back({happening.record.at, happening.record.id});
    while (happening.record.at - window.ends.front().at > kHotLoopWindow) window.ends.pop_front();
    if (window.ends.size() <= kMostReconciles) return;
    findings.add(*this, finished.controller + " " + finished.key,
                 "it was reconciled " + std::to_string(window.ends.size()) + " times within " +
                     sim::format_duration(kHotLoopWindow) + ", the last time with " +
                     std::string(name(finished.outcome)),
                 {window.ends.front().record, window.ends.back().record});
  }

 private:
  struct End {
    sim::Instant at;
    sim::RecordId record = 0;
  };
  struct Window {
    sim::RecordId input = 0;  // since which it counts
    std::deque<End> ends;
  };
  std::map<std::tuple<sim::ActorId, std::string, std::string>, Window> windows_;
};

}  // namespace

std::unique_ptr<Invariant> no_hot_loop() { return std::make_unique<NoHotLoop>(); }

}  // namespace nlbsim::scenarios::oracles
