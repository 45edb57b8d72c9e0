// Account::snapshot: the state as the API would describe it, as JSON. Alone in its file because it instantiates the
// walkers of api/describe.h.
#include "api/aws/ec2_described.h"
#include "api/aws/elbv2_described.h"
#include "api/describe.h"
#include "fake_aws/account.h"
#include "fake_aws/ec2/security_group_rules.h"
#include "fake_aws/elbv2/attributes.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

using api::Json;

namespace {

Json object(const std::vector<aws::Attribute>& attributes) {
  Json out = Json::object();
  for (const aws::Attribute& attribute : attributes) out[attribute.Key] = attribute.Value;
  return out;
}

template <class Description>
Json with_tags(const Description& description, const aws::TagMap& tags) {
  Json out = api::to_json_value(description);
  out["Tags"] = api::to_json_value(tags);
  return out;
}

Json describe(const LoadBalancerEntry& entry) {
  Json out = with_tags(entry.description, entry.tags);
  out["Attributes"] = object(attributes_of(entry));
  return out;
}

Json describe(const ListenerEntry& entry) {
  Json out = with_tags(entry.description, entry.tags);
  out["Attributes"] = object(attributes_of(entry));
  return out;
}

Json describe(const TargetGroupEntry& entry) {
  Json out = with_tags(entry.description, entry.tags);
  out["Attributes"] = object(attributes_of(entry));
  Json targets = Json::array();
  for (const auto& [key, target] : entry.targets) {
    const aws::TargetHealth health = health_of(target);
    Json row = {{"Id", key.id}, {"Port", key.port}, {"State", health.State}};
    if (!health.Reason.empty()) row["Reason"] = health.Reason;
    targets.push_back(std::move(row));
  }
  out["Targets"] = std::move(targets);
  return out;
}

Json describe(const SecurityGroupEntry& entry) {
  ec2::SecurityGroup group = entry.description;
  group.IpPermissions = permissions_of(entry);
  return with_tags(group, entry.tags);
}

Json describe(const SubnetEntry& entry) {
  ec2::Subnet subnet = entry.description;
  subnet.AvailableIpAddressCount = entry.available();
  return with_tags(subnet, entry.tags);
}

Json describe(const InstanceEntry& entry) { return with_tags(entry.description, entry.tags); }

template <class Entries>
Json list(const Entries& entries) {
  Json out = Json::array();
  for (const auto& [id, entry] : entries) out.push_back(describe(entry));
  return out;
}

}  // namespace

Json Account::snapshot(std::string_view kind) const {
  if (kind == "LoadBalancer") return list(state_.load_balancing.load_balancers);
  if (kind == "Listener") return list(state_.load_balancing.listeners);
  if (kind == "TargetGroup") return list(state_.load_balancing.target_groups);
  if (kind == "SecurityGroup") return list(state_.network.security_groups);
  if (kind == "Subnet") return list(state_.network.subnets);
  if (kind == "Instance") return list(state_.network.instances);
  return nullptr;
}

}  // namespace nlbsim::fake_aws
