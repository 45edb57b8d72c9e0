#include <algorithm>
#include <optional>

#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/condition_changes.h"
#include "scenarios/oracles/route_claims.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Judged where the answer is beyond doubt: the world was at rest, and then somebody wrote a route that breaks a rule.
// Until the next thing comes from outside, all that happens follows from that route, and so nothing may.
class FailedValidationIsInert final : public Invariant {
 public:
  std::string_view id() const override { return "I-24"; }
  std::string_view sentence() const override {
    return "A route that breaks a rule changes nothing in AWS on the listeners it asks for.";
  }
  std::vector<Topic> topics() const override { return {Topic::input, Topic::object_changed, Topic::call_sent}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    switch (happening.topic) {
      case Topic::input: frozen_.reset(); return;
      case Topic::object_changed: return written(happening, ledger);
      default: return judge(happening, ledger, findings);
    }
  }

 private:
  struct Frozen {
    std::size_t cluster = 0;
    std::string route;
    sim::RecordId record = 0;
    Claims claims;       // ports on which the route breaks a rule
    bool whole = false;  // it asks for no other, now or before
  };

  void written(const Happening& happening, const Ledger& ledger) {
    const auto& change = api::payload<api::ObjectChanged>(happening.record);
    if (kind_of(change.resource) != KubeKind::route || change.type == kube::WatchEventType::deleted) return;
    if (happening.record.cause != ledger.last_input() || !ledger.came_at_rest()) return;
    const std::size_t cluster = ledger.cluster_of(happening.record);
    const KubeLedger& kube = ledger.kube(cluster);
    Claims all = claims_of(*change.object, kube);
    Frozen frozen{cluster, subject_of(change), happening.record.id, {}, false};
    for (const Claim& claim : all)
      if (breaks_rule(*change.object, claim, kube)) frozen.claims.insert(claim);
    if (frozen.claims.empty()) return;
    if (change.previous) all.merge(claims_of(*change.previous, kube));
    frozen.whole = all == frozen.claims;
    frozen_ = std::move(frozen);
  }

  // A second claimant loses to an older one that serves. A route without exactly one backend breaks a rule whoever else
  // is there; but with another claimant it is not certain that nothing changes, for that one may now serve.
  static bool breaks_rule(const kube::Object& route, const Claim& claim, const KubeLedger& kube) {
    bool outranked = false;
    bool contested = false;
    for (const auto& [kind, routes] : kube.routes())
      for (const auto& [key, other] : routes) {
        if (other.object->meta().uid == route.meta().uid || !claims_of(*other.object, kube).contains(claim)) continue;
        contested = true;
        outranked |= older(other.object->meta(), route.meta()) && has_one_backend(route_in(other)) &&
                     is_accepted_by(*other.object, claim.first);
      }
    return outranked || (!contested && !has_one_backend(route.view<kube::Route>()));
  }

  void judge(const Happening& happening, const Ledger& ledger, Findings& findings) {
    if (!frozen_ || ledger.cast().of(happening.record.actor).cluster != frozen_->cluster) return;
    const api::AnyCall& call = happening.call.call();
    if (call.operation().plane != api::Plane::aws) return;
    if (!frozen_->whole && !concerns(call, ledger.aws())) return;
    findings.add(*this, frozen_->route,
                 std::string(call.operation().name) + " " + call.subject() + " follows from a route that breaks a rule",
                 {frozen_->record, happening.record.id});
  }

  bool concerns(const api::AnyCall& call, const AwsLedger& aws) const {
    if (&call.operation() == &aws::CreateListener::info()) {
      const auto& request = api::as<aws::CreateListener>(call).request;
      const AwsResource* load_balancer = aws.find(request.LoadBalancerArn);
      return load_balancer && frozen_->claims.contains({load_balancer->stack, request.Port.value_or(0)});
    }
    if (&call.operation() != &aws::ModifyListener::info() && &call.operation() != &aws::DeleteListener::info())
      return false;
    const AwsResource* listener = aws.find(touched_by(call).front());
    const AwsResource* load_balancer = listener ? aws.find(listener->parent) : nullptr;
    return load_balancer && frozen_->claims.contains({load_balancer->stack, listener->port});
  }

  std::optional<Frozen> frozen_;
};

}  // namespace

std::unique_ptr<Invariant> failed_validation_is_inert() { return std::make_unique<FailedValidationIsInert>(); }

}  // namespace nlbsim::scenarios::oracles
