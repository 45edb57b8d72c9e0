#include "fake_aws/elbv2/attributes.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

struct Rule {
  enum class Value : std::uint8_t { boolean, integer, integer_or_off, text, choice };
  std::string_view key;
  std::string_view default_value;
  Value value = Value::boolean;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string_view choices = {};  // separated by '|'
};

using Value = Rule::Value;

constexpr Rule kLoadBalancerRules[] = {
    {"deletion_protection.enabled", "false"},
    {"load_balancing.cross_zone.enabled", "false"},
    {"access_logs.s3.enabled", "false"},
    {"access_logs.s3.bucket", "", Value::text},
    {"access_logs.s3.prefix", "", Value::text},
    {"ipv6.deny_all_igw_traffic", "false"},
    {"dns_record.client_routing_policy", "any_availability_zone", Value::choice, 0, 0,
     "any_availability_zone|partial_availability_zone_affinity|availability_zone_affinity"},
    {"zonal_shift.config.enabled", "false"},
    {"secondary_ips.auto_assigned.per_subnet", "0", Value::integer, 0, 7},
};
constexpr std::string_view kApplicationLoadBalancerKeys[] = {"idle_timeout.", "routing.", "waf.", "connection_logs.",
                                                             "client_keep_alive."};

constexpr Rule kListenerRules[] = {{"tcp.idle_timeout.seconds", "350", Value::integer, 60, 6000}};
constexpr std::string_view kApplicationListenerKeys[] = {"routing."};

constexpr Rule kTargetGroupRules[] = {
    {"deregistration_delay.timeout_seconds", "300", Value::integer, 0, 3600},
    {"deregistration_delay.connection_termination.enabled", "false"},
    {"preserve_client_ip.enabled", "true"},
    {"proxy_protocol_v2.enabled", "false"},
    {"stickiness.enabled", "false"},
    {"stickiness.type", "source_ip", Value::choice, 0, 0, "source_ip"},
    {"load_balancing.cross_zone.enabled", "use_load_balancer_configuration", Value::choice, 0, 0,
     "use_load_balancer_configuration|true|false"},
    {"target_group_health.dns_failover.minimum_healthy_targets.count", "1", Value::integer_or_off, 1, 1000},
    {"target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", Value::integer_or_off, 1, 100},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", Value::integer, 1, 1000},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", Value::integer_or_off, 1,
     100},
    {"target_health_state.unhealthy.connection_termination.enabled", "true"},
    {"target_health_state.unhealthy.draining_interval_seconds", "0", Value::integer, 0, 360000},
};
constexpr std::string_view kUnhealthyStateKeys = "target_health_state.";
constexpr std::string_view kApplicationTargetGroupKeys[] = {"slow_start.", "load_balancing.algorithm.",
                                                            "stickiness.lb_cookie.", "stickiness.app_cookie."};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool one_of(std::string_view choices, std::string_view value) {
  while (!choices.empty()) {
    const std::string_view choice = choices.substr(0, choices.find('|'));
    if (choice == value) return true;
    choices.remove_prefix(std::min(choice.size() + 1, choices.size()));
  }
  return false;
}

Result<void> check_value(const Rule& rule, const std::string& value) {
  const auto wrong = [&](std::string_view right) {
    return refuse(code::kValidationError,
                  "'" + std::string(rule.key) + "' value '" + value + "' must be " + std::string(right));
  };
  switch (rule.value) {
    case Value::text: return {};
    case Value::boolean:
      if (value == "true" || value == "false") return {};
      return wrong("'true' or 'false'");
    case Value::choice:
      if (one_of(rule.choices, value)) return {};
      return wrong("one of '" + std::string(rule.choices) + "'");
    case Value::integer_or_off:
      if (value == "off") return {};
      [[fallthrough]];
    case Value::integer:
      if (const auto n = number(value); n && *n >= rule.low && *n <= rule.high) return {};
      return wrong("between '" + std::to_string(rule.low) + "-" + std::to_string(rule.high) + "' inclusive");
  }
  return {};
}

const Rule* find_rule(std::span<const Rule> rules, std::string_view key) {
  const auto found = std::ranges::find(rules, key, &Rule::key);
  return found == rules.end() ? nullptr : &*found;
}

bool begins_with_any(std::string_view key, std::span<const std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [key](std::string_view prefix) { return key.starts_with(prefix); });
}

tl::unexpected<sim::Error> not_here(const std::string& key, std::string_view what) {
  return refuse(code::kInvalidConfigurationRequest,
                "The attribute '" + key + "' is not supported for " + std::string(what));
}

// What the three kinds have in common: size of the list, known keys, values.
Result<void> check_list(const std::vector<aws::Attribute>& attributes, std::span<const Rule> rules,
                        std::span<const std::string_view> foreign, std::string_view what) {
  if (attributes.empty()) return missing("attributes");
  if (attributes.size() > kMaxAttributesOfCall)
    return refuse(code::kValidationError, "At most 20 attributes can be given in one call");
  for (const aws::Attribute& attribute : attributes) {
    const Rule* rule = find_rule(rules, attribute.Key);
    if (rule) {
      if (auto valid = check_value(*rule, attribute.Value); !valid) return valid;
    } else if (begins_with_any(attribute.Key, foreign)) {
      return not_here(attribute.Key, what);
    } else {
      return refuse(code::kValidationError,
                    "The attribute '" + attribute.Key + "' does not exist for " + std::string(what));
    }
  }
  return {};
}

template <class DefaultOf>
std::vector<aws::Attribute> complete(std::span<const Rule> rules, const AttributeMap& stored, DefaultOf default_of) {
  std::vector<aws::Attribute> all;
  all.reserve(rules.size());
  for (const Rule& rule : rules) {
    const auto set = stored.find(rule.key);
    all.push_back({std::string(rule.key), set != stored.end() ? set->second : std::string(default_of(rule))});
  }
  return all;
}

bool carries_udp(const TargetGroupEntry& group) {
  return group.description.Protocol == "UDP" || group.description.Protocol == "TCP_UDP";
}

std::string_view default_of(const TargetGroupEntry& group, const Rule& rule) {
  if (rule.key == "deregistration_delay.connection_termination.enabled" && carries_udp(group)) return "true";
  // AWS hides the client's address only from ip targets reached over TCP or TLS.
  const bool stream = group.description.Protocol == "TCP" || group.description.Protocol == "TLS";
  if (rule.key == "preserve_client_ip.enabled" && group.description.TargetType == "ip" && stream) return "false";
  return rule.default_value;
}

// The rules that apply to the group: how an unhealthy target's connections end is not asked of UDP.
std::span<const Rule> rules_of(const TargetGroupEntry& group) {
  std::span<const Rule> rules = kTargetGroupRules;
  while (carries_udp(group) && rules.back().key.starts_with(kUnhealthyStateKeys)) rules = rules.first(rules.size() - 1);
  return rules;
}

std::string effective(const TargetGroupEntry& group, std::string_view key) {
  if (const auto set = group.attributes.find(key); set != group.attributes.end()) return set->second;
  const Rule* rule = find_rule(kTargetGroupRules, key);
  return std::string(default_of(group, *rule));
}

std::string effective(const TargetGroupEntry& group, const std::vector<aws::Attribute>& wanted, std::string_view key) {
  const auto found = std::ranges::find(wanted, key, &aws::Attribute::Key);
  return found != wanted.end() ? found->Value : effective(group, key);
}

Result<void> check_for_group(const TargetGroupEntry& group, const aws::Attribute& attribute) {
  const std::string& protocol = group.description.Protocol;
  const std::string what = "target groups with the " + protocol + " protocol";
  if (attribute.Key.starts_with(kUnhealthyStateKeys) && carries_udp(group)) return not_here(attribute.Key, what);
  if (attribute.Key == "preserve_client_ip.enabled" && carries_udp(group) && attribute.Value != "true")
    return refuse(code::kInvalidConfigurationRequest, "Client IP preservation cannot be disabled for " + what);
  if (attribute.Key == "stickiness.enabled" && attribute.Value == "true" && protocol == "TLS")
    return refuse(code::kInvalidConfigurationRequest,
                  "You cannot enable stickiness on target groups with the TLS protocol");
  if (group.description.TargetType == "alb")
    if (const Rule* rule = find_rule(kTargetGroupRules, attribute.Key); rule && attribute.Value != rule->default_value)
      return refuse(
          code::kInvalidConfigurationRequest,
          "The attribute '" + attribute.Key + "' cannot be changed on target groups with the alb target type");
  return {};
}

std::string_view value_or(const AttributeMap& stored, std::string_view key, std::string_view otherwise) {
  const auto found = stored.find(key);
  return found == stored.end() ? otherwise : std::string_view(found->second);
}

}  // namespace

std::vector<aws::Attribute> attributes_of(const LoadBalancerEntry& load_balancer) {
  const bool internal = load_balancer.description.Scheme == "internal";
  return complete(kLoadBalancerRules, load_balancer.attributes, [internal](const Rule& rule) {
    return internal && rule.key == "ipv6.deny_all_igw_traffic" ? std::string_view("true") : rule.default_value;
  });
}

std::vector<aws::Attribute> attributes_of(const ListenerEntry& listener) {
  if (listener.description.Protocol != "TCP") return {};
  return complete(kListenerRules, listener.attributes, [](const Rule& rule) { return rule.default_value; });
}

std::vector<aws::Attribute> attributes_of(const TargetGroupEntry& group) {
  return complete(rules_of(group), group.attributes, [&group](const Rule& rule) { return default_of(group, rule); });
}

Result<void> check_attributes(const LoadBalancerEntry& load_balancer, const std::vector<aws::Attribute>& attributes) {
  constexpr std::string_view kSecondaryIps = "secondary_ips.auto_assigned.per_subnet";
  const auto valid =
      check_list(attributes, kLoadBalancerRules, kApplicationLoadBalancerKeys, "load balancers with type 'network'");
  if (!valid) return valid;
  for (const aws::Attribute& attribute : attributes)
    if (attribute.Key == kSecondaryIps &&
        number(attribute.Value) < number(value_or(load_balancer.attributes, kSecondaryIps, "0")))
      return refuse(code::kInvalidConfigurationRequest, "'" + attribute.Key + "' can only be increased");
  return {};
}

Result<void> check_attributes(const ListenerEntry& listener, const std::vector<aws::Attribute>& attributes) {
  const auto valid =
      check_list(attributes, kListenerRules, kApplicationListenerKeys, "listeners of a network load balancer");
  if (valid && listener.description.Protocol != "TCP")
    return not_here(attributes.front().Key, "listeners with the " + listener.description.Protocol + " protocol");
  return valid;
}

Result<void> check_attributes(const TargetGroupEntry& group, const std::vector<aws::Attribute>& attributes) {
  const std::string what = "target groups with the " + group.description.Protocol + " protocol";
  for (const aws::Attribute& attribute : attributes)
    if (attribute.Key == "stickiness.type" && (attribute.Value == "lb_cookie" || attribute.Value == "app_cookie"))
      return refuse(code::kInvalidConfigurationRequest,
                    "Stickiness type '" + attribute.Value + "' is not supported for " + what);
  if (auto valid = check_list(attributes, kTargetGroupRules, kApplicationTargetGroupKeys, what); !valid) return valid;
  for (const aws::Attribute& attribute : attributes)
    if (auto valid = check_for_group(group, attribute); !valid) return valid;
  const std::string interval = effective(group, attributes, "target_health_state.unhealthy.draining_interval_seconds");
  if (interval != "0" &&
      effective(group, attributes, "target_health_state.unhealthy.connection_termination.enabled") == "true")
    return refuse(code::kInvalidConfigurationRequest,
                  "A draining interval for unhealthy targets needs "
                  "'target_health_state.unhealthy.connection_termination.enabled' to be 'false'");
  return {};
}

bool deletion_protection(const LoadBalancerEntry& load_balancer) {
  return value_or(load_balancer.attributes, "deletion_protection.enabled", "false") == "true";
}

bool cross_zone(const LoadBalancerEntry& load_balancer) {
  return value_or(load_balancer.attributes, "load_balancing.cross_zone.enabled", "false") == "true";
}

Duration deregistration_delay(const TargetGroupEntry& group) {
  const auto seconds = number(value_or(group.attributes, "deregistration_delay.timeout_seconds", "300"));
  return std::chrono::seconds{seconds.value_or(0)};
}

Duration unhealthy_draining_interval(const TargetGroupEntry& group) {
  const auto seconds =
      number(value_or(group.attributes, "target_health_state.unhealthy.draining_interval_seconds", "0"));
  return std::chrono::seconds{seconds.value_or(0)};
}

bool store_attributes(AttributeMap& stored, const std::vector<aws::Attribute>& attributes) {
  bool changed = false;
  for (const aws::Attribute& attribute : attributes) {
    const auto found = stored.find(attribute.Key);
    if (found != stored.end() && found->second == attribute.Value) continue;
    stored.insert_or_assign(attribute.Key, attribute.Value);
    changed = true;
  }
  return changed;
}

}  // namespace nlbsim::fake_aws
