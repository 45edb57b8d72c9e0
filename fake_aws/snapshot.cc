// Account::snapshot: the state as the API would describe it, as JSON. Alone in its file because it instantiates the
// walkers of api/describe.h.
#include "api/aws/ec2_described.h"
#include "api/aws/elbv2_described.h"
#include "api/describe.h"
#include "fake_aws/account.h"
#include "fake_aws/ec2/interface_shapes.h"
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

Json json_of(const LoadBalancerEntry& entry) {
  Json out = with_tags(entry.description, entry.tags);
  out["Attributes"] = object(attributes_of(entry));
  return out;
}

Json json_of(const ListenerEntry& entry) {
  Json out = with_tags(entry.description, entry.tags);
  out["Attributes"] = object(attributes_of(entry));
  return out;
}

Json json_of(const TargetGroupEntry& entry) {
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

Json json_of(const SecurityGroupEntry& entry) { return with_tags(describe(entry), entry.tags); }

Json json_of(const SubnetEntry& entry) {
  ec2::Subnet subnet = entry.description;
  subnet.AvailableIpAddressCount = entry.available();
  return with_tags(subnet, entry.tags);
}

template <class Entries>
Json list(const Entries& entries) {
  Json out = Json::array();
  for (const auto& [id, entry] : entries) out.push_back(json_of(entry));
  return out;
}

}  // namespace

Json Account::snapshot(std::string_view kind) const {
  if (kind == "LoadBalancer") return list(state_.load_balancing.load_balancers);
  if (kind == "Listener") return list(state_.load_balancing.listeners);
  if (kind == "TargetGroup") return list(state_.load_balancing.target_groups);
  if (kind == "SecurityGroup") return list(state_.network.security_groups);
  if (kind == "Subnet") return list(state_.network.subnets);
  if (kind == "Instance") {
    Json out = Json::array();
    for (const auto& [id, entry] : state_.network.instances)
      out.push_back(with_tags(describe_instance(state_.network, entry), entry.tags));
    return out;
  }
  return nullptr;
}

}  // namespace nlbsim::fake_aws
