#include "engine/model/stack.h"

#include <algorithm>

#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

using api::Json;

std::string reference_text(const SecurityGroupReference& reference) {
  return reference.resource_id.empty() ? reference.group_id : "#" + reference.resource_id;
}

Json to_json(const aws::ec2::IpPermission& rule) {
  Json sources = Json::array();
  for (const auto& range : rule.IpRanges) sources.push_back(range.CidrIp);
  for (const auto& range : rule.Ipv6Ranges) sources.push_back(range.CidrIpv6);
  for (const auto& pair : rule.UserIdGroupPairs) sources.push_back(pair.GroupId);
  for (const auto& list : rule.PrefixListIds) sources.push_back(list.PrefixListId_);
  Json out = {{"protocol", rule.IpProtocol}, {"sources", std::move(sources)}};
  if (rule.FromPort) out["from"] = *rule.FromPort;
  if (rule.ToPort) out["to"] = *rule.ToPort;
  return out;
}

Json to_json(const DesiredSecurityGroup& group) {
  Json ingress = Json::array();
  for (const auto& rule : group.ingress) ingress.push_back(to_json(rule));
  return {{"name", group.name},
          {"description", group.description},
          {"vpc", group.vpc_id},
          {"ingress", std::move(ingress)},
          {"tags", group.tags}};
}

void add_attributes(Json& out, const std::vector<aws::Attribute>& attributes) {
  for (const aws::Attribute& attribute : attributes) out["attributes"][attribute.Key] = attribute.Value;
}

Json to_json(const DesiredLoadBalancer& load_balancer) {
  Json groups = Json::array();
  for (const auto& reference : load_balancer.security_groups) groups.push_back(reference_text(reference));
  Json out = {{"name", load_balancer.name},
              {"scheme", load_balancer.scheme},
              {"ipAddressType", load_balancer.ip_address_type},
              {"vpc", load_balancer.vpc_id},
              {"subnets", load_balancer.subnet_ids},
              {"securityGroups", std::move(groups)},
              {"tags", load_balancer.tags}};
  for (const auto& [subnet, fixed] : load_balancer.fixed_addresses)
    out["fixedAddresses"][subnet] = fixed.AllocationId + fixed.PrivateIPv4Address + fixed.IPv6Address;
  if (!load_balancer.privatelink_inbound_rules.empty())
    out["privateLinkInboundRules"] = load_balancer.privatelink_inbound_rules;
  if (load_balancer.capacity_units) out["capacityUnits"] = *load_balancer.capacity_units;
  add_attributes(out, load_balancer.attributes);
  return out;
}

Json to_json(const HealthCheck& check) {
  Json out = {{"protocol", check.protocol},
              {"port", check.port},
              {"intervalSeconds", check.interval_seconds},
              {"timeoutSeconds", check.timeout_seconds},
              {"healthyThreshold", check.healthy_threshold},
              {"unhealthyThreshold", check.unhealthy_threshold}};
  if (!check.path.empty()) out["path"] = check.path;
  if (!check.matcher.empty()) out["matcher"] = check.matcher;
  return out;
}

Json to_json(const DesiredTargetGroup& group) {
  Json out = {{"name", group.name},
              {"targetType", group.target_type},
              {"protocol", group.protocol},
              {"port", group.port},
              {"ipAddressType", group.ip_address_type},
              {"vpc", group.vpc_id},
              {"healthCheck", to_json(group.health_check)},
              {"tags", group.tags}};
  add_attributes(out, group.attributes);
  return out;
}

Json to_json(const DesiredListener& listener) {
  Json out = {{"port", listener.port},
              {"protocol", listener.protocol},
              {"targetGroup", "#" + listener.target_group_id},
              {"tags", listener.tags}};
  if (!listener.certificates.empty()) out["certificates"] = listener.certificates;
  if (!listener.ssl_policy.empty()) out["sslPolicy"] = listener.ssl_policy;
  if (!listener.alpn_policy.empty()) out["alpnPolicy"] = listener.alpn_policy;
  add_attributes(out, listener.attributes);
  return out;
}

Json to_json(const DesiredTargetGroupBinding& binding) {
  Json ports = Json::array();
  for (const auto& port : binding.ingress) {
    Json entry = {{"protocol", port.protocol}, {"port", port.port}};
    ports.push_back(std::move(entry));
  }
  return {{"object", binding.key.text()},
          {"targetGroup", "#" + binding.target_group_id},
          {"service", binding.service_name},
          {"servicePort", binding.service_port},
          {"source", reference_text(binding.source)},
          {"ports", std::move(ports)},
          {"labels", binding.labels},
          {"annotations", binding.annotations}};
}

}  // namespace

std::string Stack::id() const { return stack_id(gateway); }

bool Stack::frozen(std::int32_t port) const { return std::ranges::binary_search(frozen_ports, port); }

api::Json to_json(const Stack& stack) {
  Json out = {{"id", stack.id()}, {"frozenPorts", stack.frozen_ports}};
  for (const auto& group : stack.security_groups) out["securityGroups"][group.id] = to_json(group);
  if (stack.load_balancer) out["loadBalancers"][stack.load_balancer->id] = to_json(*stack.load_balancer);
  for (const auto& group : stack.target_groups) out["targetGroups"][group.id] = to_json(group);
  for (const auto& listener : stack.listeners) out["listeners"][listener.id] = to_json(listener);
  for (const auto& binding : stack.bindings) out["targetGroupBindings"][binding.id] = to_json(binding);
  return out;
}

}  // namespace nlbsim::engine
