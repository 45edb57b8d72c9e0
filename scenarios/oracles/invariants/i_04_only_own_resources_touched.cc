#include <algorithm>

#include "api/aws/ec2.h"
#include "scenarios/oracles/all_invariants.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

namespace ec2 = aws::ec2;

template <class Peer>
bool all_marked(const std::vector<Peer>& peers) {
  return std::ranges::all_of(peers, [](const Peer& peer) { return peer.Description == kMarkedRule; });
}

bool all_marked(const std::vector<ec2::IpPermission>& permissions) {
  return std::ranges::all_of(permissions, [](const ec2::IpPermission& permission) {
    return all_marked(permission.IpRanges) && all_marked(permission.Ipv6Ranges) &&
           all_marked(permission.UserIdGroupPairs);
  });
}

// Rules on node security groups are the controller's where they say so.
bool edits_marked_rules_only(const api::AnyCall& call) {
  if (&call.operation() == &ec2::AuthorizeSecurityGroupIngress::info())
    return all_marked(api::as<ec2::AuthorizeSecurityGroupIngress>(call).request.IpPermissions);
  if (&call.operation() == &ec2::RevokeSecurityGroupIngress::info())
    return all_marked(api::as<ec2::RevokeSecurityGroupIngress>(call).request.IpPermissions);
  return false;
}

// Whoever makes a TargetGroupBinding for a target group of his own asks for its targets to be managed, not for more.
bool moves_targets_of_binding(const api::AnyCall& call, std::string_view group, const KubeLedger& kube) {
  if (&call.operation() != &aws::RegisterTargets::info() && &call.operation() != &aws::DeregisterTargets::info())
    return false;
  return std::ranges::any_of(kube.bindings(), [&](const auto& entry) {
    return entry.second.object->template view<kube::TargetGroupBinding>().spec.targetGroupARN == group;
  });
}

bool carries_tag(const AwsResource& resource, std::string_view cluster) {
  return resource.cluster == cluster || resource.born_in == cluster;
}

class OnlyOwnResourcesTouched final : public Invariant {
 public:
  std::string_view id() const override { return "I-04"; }
  std::string_view sentence() const override {
    return "A controller changes only what carries its cluster's tag, and on other security groups only marked rules.";
  }
  std::vector<Topic> topics() const override { return {Topic::before_effect}; }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    const std::size_t cluster = ledger.cast().of(happening.call.record->actor).cluster;
    const std::string& tag = ledger.cast().cluster_name(cluster);
    for (const std::string& id : touched_by(happening.call.call())) {
      const AwsResource* resource = ledger.aws().find(id);
      if (resource && carries_tag(*resource, tag)) continue;
      const AwsResource* parent = resource ? ledger.aws().find(resource->parent) : nullptr;
      if (parent && carries_tag(*parent, tag)) continue;
      if (edits_marked_rules_only(happening.call.call())) continue;
      if (moves_targets_of_binding(happening.call.call(), id, ledger.kube(cluster))) continue;
      std::vector<sim::RecordId> records{happening.call.record->id, happening.record.id};
      if (resource) records.insert(records.begin(), resource->created);
      findings.add(*this, id,
                   std::string(happening.call.call().operation().name) + " by " +
                       std::string(ledger.cast().name(happening.call.record->actor)) +
                       ", though it does not carry the tag " + std::string(kClusterTag) + "=" + tag,
                   std::move(records));
    }
  }
};

}  // namespace

std::unique_ptr<Invariant> only_own_resources_touched() { return std::make_unique<OnlyOwnResourcesTouched>(); }

}  // namespace nlbsim::scenarios::oracles
