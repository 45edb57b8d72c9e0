#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

class TargetsAreLetIn final : public Invariant {
 public:
  std::string_view id() const override { return "I-21"; }
  std::string_view sentence() const override {
    return "At rest some security group lets in the port of every target that is registered for a binding with rules "
           "of its own.";
  }
  std::vector<Topic> topics() const override { return {Topic::effect, Topic::input}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings&) override {
    if (!happening.call || happening.record.kind != sim::RecordKind::call_applied) return;
    const api::AnyCall& call = happening.call.call();
    if (&call.operation() == &aws::RegisterTargets::info()) {
      const auto& request = api::as<aws::RegisterTargets>(call).request;
      for (const auto& target : request.Targets)
        targets_[request.TargetGroupArn][{target.Id, target.Port.value_or(0)}] = happening.call.record->id;
    } else if (&call.operation() == &aws::DeregisterTargets::info()) {
      const auto& request = api::as<aws::DeregisterTargets>(call).request;
      for (const auto& target : request.Targets)
        targets_[request.TargetGroupArn].erase({target.Id, target.Port.value_or(0)});
    } else if (&call.operation() == &aws::ec2::AuthorizeSecurityGroupIngress::info()) {
      const auto& request = api::as<aws::ec2::AuthorizeSecurityGroupIngress>(call).request;
      for (const Rule& rule : rules_of(request.GroupId, request.IpPermissions)) rules_.insert(rule);
    } else if (&call.operation() == &aws::ec2::RevokeSecurityGroupIngress::info()) {
      // What somebody takes away by hand is missing until the controller looks again, and is no doing of its own.
      if (!ledger.cast().is_controller(happening.call.record->actor)) return;
      const auto& request = api::as<aws::ec2::RevokeSecurityGroupIngress>(call).request;
      for (const Rule& rule : rules_of(request.GroupId, request.IpPermissions)) rules_.erase(rule);
    }
  }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    for (std::size_t cluster = 0; cluster < ledger.cast().cluster_count(); ++cluster)
      for (const auto& [key, stored] : ledger.kube(cluster).bindings()) check(ledger, key, stored, findings);
  }

 private:
  // Group, protocol, first and last port, source: a rule for UDP that goes takes none for TCP along.
  using Rule = std::tuple<std::string, std::string, std::int32_t, std::int32_t, std::string>;

  static std::vector<Rule> rules_of(const std::string& group, const std::vector<aws::ec2::IpPermission>& permissions) {
    std::vector<Rule> out;
    for (const aws::ec2::IpPermission& permission : permissions) {
      const std::int32_t first = permission.FromPort.value_or(0);
      const std::int32_t last = permission.ToPort.value_or(65'535);
      const auto add = [&](const std::string& source) {
        out.emplace_back(group, permission.IpProtocol, first, last, source);
      };
      for (const auto& range : permission.IpRanges) add(range.CidrIp);
      for (const auto& range : permission.Ipv6Ranges) add(range.CidrIpv6);
      for (const auto& pair : permission.UserIdGroupPairs) add(pair.GroupId);
    }
    return out;
  }

  void check(const Ledger& ledger, const kube::ObjectKey& key, const StoredObject& stored, Findings& findings) const {
    const kube::TargetGroupBindingSpec& spec = stored.object->view<kube::TargetGroupBinding>().spec;
    const Json& ingress = api::member(spec.networking, "ingress");
    if (stored.object->meta().deleting() || !ingress.is_array() || ingress.empty()) return;
    const auto targets = targets_.find(spec.targetGroupARN);
    if (targets == targets_.end()) return;
    for (const auto& [target, registered] : targets->second)
      if (!is_let_in(ledger, target.second))
        findings.add(*this, "TargetGroupBinding " + key.text(),
                     "its target " + target.first + ":" + std::to_string(target.second) +
                         " is registered, and no security group lets the port in",
                     {stored.record, registered});
  }

  // By a group that no controller has made: those are the load balancers' own.
  bool is_let_in(const Ledger& ledger, std::int32_t port) const {
    const auto lets_in = [&](const std::string& group, std::int32_t first, std::int32_t last) {
      const AwsResource* made = ledger.aws().find(group);
      return first <= port && port <= last && (!made || made->cluster.empty());
    };
    const bool held = std::ranges::any_of(
        ledger.held_rules(), [&](const HeldRule& rule) { return lets_in(rule.group, rule.first, rule.last); });
    return held || std::ranges::any_of(rules_, [&](const Rule& rule) {
             return lets_in(std::get<0>(rule), std::get<2>(rule), std::get<3>(rule));
           });
  }

  std::map<std::string, std::map<std::pair<std::string, std::int32_t>, sim::RecordId>> targets_;  // by group
  std::set<Rule> rules_;
};

}  // namespace

std::unique_ptr<Invariant> targets_are_let_in() { return std::make_unique<TargetsAreLetIn>(); }

}  // namespace nlbsim::scenarios::oracles
