#include <algorithm>
#include <array>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

struct Pair {
  std::string_view listener, group;
};
// Elastic Load Balancing's own table of what a Network Load Balancer's listener may forward to.
constexpr std::array kLegalPairs{Pair{"TCP", "TCP"},          Pair{"TCP", "TCP_UDP"}, Pair{"TLS", "TCP"},
                                 Pair{"TLS", "TLS"},          Pair{"UDP", "UDP"},     Pair{"UDP", "TCP_UDP"},
                                 Pair{"TCP_UDP", "TCP_UDP"},  Pair{"QUIC", "QUIC"},   Pair{"QUIC", "TCP_QUIC"},
                                 Pair{"TCP_QUIC", "TCP_QUIC"}};

bool legal(std::string_view listener, std::string_view group) {
  return std::ranges::any_of(kLegalPairs,
                             [&](const Pair& pair) { return pair.listener == listener && pair.group == group; });
}

class ProtocolsFit final : public Invariant {
 public:
  std::string_view id() const override { return "I-07"; }
  std::string_view sentence() const override {
    return "A listener forwards only to target groups of a protocol it may, and a target group has one load balancer.";
  }
  std::vector<Topic> topics() const override { return {Topic::effect}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const std::string_view operation = happening.call.call().operation().name;
    if (operation != "CreateListener" && operation != "ModifyListener") return;
    for (const auto& [id, listener] : ledger.aws().all()) {
      if (listener.kind != AwsKind::listener || !listener.live()) continue;
      for (const std::string& arn : listener.groups) check(listener, arn, happening, ledger, findings);
    }
  }

 private:
  void check(const AwsResource& listener, const std::string& arn, const Happening& happening, const Ledger& ledger,
             Findings& findings) const {
    const AwsResource* group = ledger.aws().find(arn);
    if (group && !legal(listener.protocol, group->protocol))
      findings.add(*this, describe(listener),
                   "a " + listener.protocol + " listener forwards to a " + group->protocol + " target group, " + arn,
                   {group->created, happening.call.record->id});
    for (const auto& [id, other] : ledger.aws().all()) {
      if (other.kind != AwsKind::listener || !other.live() || other.parent == listener.parent) continue;
      if (std::ranges::find(other.groups, arn) == other.groups.end()) continue;
      findings.add(*this, "target group " + arn, "it serves " + listener.parent + " and " + other.parent,
                   {listener.created, other.created, happening.call.record->id});
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> protocols_fit() { return std::make_unique<ProtocolsFit>(); }

}  // namespace nlbsim::scenarios::oracles
