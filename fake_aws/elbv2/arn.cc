#include "fake_aws/elbv2/arn.h"

#include <array>
#include <utility>

#include "sim/ids.h"

namespace nlbsim::fake_aws {

namespace {

constexpr int kIdDigits = 16;

std::string prefix_of(const Settings& settings) {
  return "arn:aws:elasticloadbalancing:" + settings.region + ":" + settings.account + ":";
}

struct Shape {
  std::string_view prefix;
  int slashes;  // after the prefix
};

Shape shape_of(ArnKind kind) {
  switch (kind) {
    case ArnKind::load_balancer: return {"loadbalancer/net/", 1};
    case ArnKind::listener: return {"listener/net/", 2};
    case ArnKind::rule: return {"listener-rule/net/", 3};
    case ArnKind::target_group: return {"targetgroup/", 1};
  }
  return {};
}

// "prefix" + "old/rest" -> "prefix" + "new/rest/id"
std::string child_arn(std::string_view parent, std::string_view old_kind, std::string_view new_kind, std::uint64_t id) {
  const std::size_t at = parent.find(old_kind);
  std::string arn(parent.substr(0, at));
  arn.append(new_kind).append(parent.substr(at + old_kind.size())).append("/").append(sim::hex_id(id, kIdDigits));
  return arn;
}

}  // namespace

bool is_arn(const Settings& settings, ArnKind kind, std::string_view arn) {
  const auto eat = [&arn](std::string_view expected) {
    if (!arn.starts_with(expected)) return false;
    arn.remove_prefix(expected.size());
    return true;
  };
  if (!eat("arn:aws:elasticloadbalancing:") || !eat(settings.region) || !eat(":") || !eat(settings.account) ||
      !eat(":"))
    return false;
  const Shape shape = shape_of(kind);
  if (!eat(shape.prefix)) return false;
  for (int i = 0; i < shape.slashes; ++i) {
    const std::size_t slash = arn.find('/');
    if (slash == arn.npos || slash == 0) return false;
    arn.remove_prefix(slash + 1);
  }
  return !arn.empty() && arn.find('/') == arn.npos;
}

std::string load_balancer_arn(const Settings& settings, std::string_view name, std::uint64_t id) {
  std::string arn = prefix_of(settings);
  arn.append("loadbalancer/net/").append(name).append("/").append(sim::hex_id(id, kIdDigits));
  return arn;
}

std::string target_group_arn(const Settings& settings, std::string_view name, std::uint64_t id) {
  std::string arn = prefix_of(settings);
  arn.append("targetgroup/").append(name).append("/").append(sim::hex_id(id, kIdDigits));
  return arn;
}

std::string listener_arn(std::string_view load_balancer_arn, std::uint64_t id) {
  return child_arn(load_balancer_arn, ":loadbalancer/", ":listener/", id);
}

std::string rule_arn(std::string_view listener_arn, std::uint64_t id) {
  return child_arn(listener_arn, ":listener/", ":listener-rule/", id);
}

std::string listener_of_rule(std::string_view rule_arn) {
  constexpr std::string_view kKind = ":listener-rule/";
  std::string listener(rule_arn.substr(0, rule_arn.rfind('/')));
  if (const auto at = listener.find(kKind); at != listener.npos) listener.replace(at, kKind.size(), ":listener/");
  return listener;
}

std::string dns_name(const Settings& settings, std::string_view name, std::uint64_t id) {
  std::string dns(name);
  dns.append("-").append(sim::hex_id(id, kIdDigits)).append(".elb.").append(settings.region).append(".amazonaws.com");
  return dns;
}

std::string_view canonical_hosted_zone(std::string_view region) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kZones = {{
      {"us-east-1", "Z26RNL4JYFTOTI"},
      {"us-east-2", "ZLMOA37VPKANP"},
      {"us-west-1", "Z24FKFUX50B4VW"},
      {"us-west-2", "Z18D5FSROUN65G"},
      {"eu-west-1", "Z2IFOLAFXWLO4F"},
  }};
  for (const auto& [name, zone] : kZones)
    if (name == region) return zone;
  return {};
}

}  // namespace nlbsim::fake_aws
