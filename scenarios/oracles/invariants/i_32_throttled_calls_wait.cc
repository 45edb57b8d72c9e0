#include <algorithm>
#include <array>
#include <map>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

using namespace std::chrono_literals;

// The SDK waits for a random share of 2, 4, 8, 16 seconds after each attempt, then for 20; less than a twentieth of it
// is no wait.
constexpr std::uint32_t kGrowingAttempts = 4;
constexpr sim::Duration kLongestPause = 20s;
// The controller's own limit on ELBv2: so many calls at once, and one more every so often.
constexpr std::int64_t kBurst = 40;
constexpr sim::Duration kInterval = 100ms;
constexpr std::array<std::string_view, 3> kThrottled{"Throttling", "RequestLimitExceeded", "ThrottlingException"};

sim::Duration least_pause(std::uint32_t attempt) {
  return attempt > kGrowingAttempts ? kLongestPause : sim::Duration(1s) * (1 << attempt) / 20;
}

class ThrottledCallsWait final : public Invariant {
 public:
  std::string_view id() const override { return "I-32"; }
  std::string_view sentence() const override {
    return "A call that AWS throttled is not repeated before the SDK's pause, and no controller calls ELBv2 oftener "
           "than its own limit lets it.";
  }
  std::vector<Topic> topics() const override { return {Topic::call_sent, Topic::read}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const api::OperationInfo& operation = happening.call.call().operation();
    if (operation.plane != api::Plane::aws) return;
    const api::CallSent& sent = *happening.call.sent;
    sim::RecordId& last = attempts_[{happening.record.actor, sent.call}];
    if (sent.attempt > 1 && last != 0) judge_pause(happening, last, ledger, findings);
    last = happening.record.id;
    if (operation.service == "elbv2") judge_rate(happening, ledger, findings);
  }

 private:
  // A bucket of the same size, filled again as time passes.
  struct Bucket {
    std::int64_t tokens = kBurst;
    sim::Instant filled;  // up to then
    bool begun = false;
  };

  void judge_pause(const Happening& happening, sim::RecordId before, const Ledger& ledger, Findings& findings) {
    const auto records = ledger.journal().records();
    const auto from = records.begin() + static_cast<std::ptrdiff_t>(before - records.front().id);
    const auto is_answer = [&](const sim::Record& record) {
      return record.kind == sim::RecordKind::call_returned && api::payload<api::CallReturned>(record).sent == before;
    };
    const auto answer = std::find_if(from, records.end(), is_answer);
    if (answer == records.end()) return;
    const auto& error = api::payload<api::CallReturned>(*answer).error;
    if (!error || std::ranges::find(kThrottled, error->code) == kThrottled.end()) return;
    const sim::Duration pause = happening.record.at - answer->at;
    if (pause >= least_pause(happening.call.sent->attempt - 1)) return;
    const std::string_view operation = happening.call.call().operation().name;
    findings.add(*this, std::string(operation) + " call " + std::to_string(happening.call.sent->call),
                 "it was throttled and repeated after " + sim::format_duration(pause),
                 {before, answer->id, happening.record.id});
  }

  void judge_rate(const Happening& happening, const Ledger& ledger, Findings& findings) {
    Bucket& bucket = buckets_[happening.record.actor];
    const sim::Instant now = happening.record.at;
    if (!bucket.begun) bucket = {kBurst, now, true};
    const std::int64_t fresh = (now - bucket.filled) / kInterval;
    bucket.tokens += fresh;
    bucket.filled = bucket.filled + kInterval * fresh;
    if (bucket.tokens >= kBurst) {
      bucket.tokens = kBurst;
      bucket.filled = now;
    }
    if (--bucket.tokens >= 0) return;
    findings.add(*this, std::string(ledger.cast().name(happening.record.actor)),
                 "it calls ELBv2 oftener than ten times a second after a burst of " + std::to_string(kBurst),
                 {happening.record.id});
  }

  std::map<std::pair<sim::ActorId, std::uint64_t>, sim::RecordId> attempts_;  // the last of each logical call
  std::map<sim::ActorId, Bucket> buckets_;
};

}  // namespace

std::unique_ptr<Invariant> throttled_calls_wait() { return std::make_unique<ThrottledCallsWait>(); }

}  // namespace nlbsim::scenarios::oracles
