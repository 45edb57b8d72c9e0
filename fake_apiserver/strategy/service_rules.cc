#include "fake_apiserver/strategy/service_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "fake_apiserver/cause_limit.h"
#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

std::int64_t whole_number(const Json& value) { return value.is_number_integer() ? value.get<std::int64_t>() : 0; }

// Collects what is wrong with one Service.
class Rules {
 public:
  Rules(const Json& document, const Json& old, Findings& findings)
      : document_(document), old_(old), spec_(member(document, "spec")), findings_(findings) {
    type_ = text(member(spec_, "type"));
  }

  void check() {
    check_type();
    check_ports();
    check_affinity();
    check_addresses();
    check_node_ports();
    check_repeated_ports();
    check_balancer();
    check_traffic();
    check_change();
    check_status();
  }

 private:
  void add(std::string_view reason, std::string message, std::string field) {
    if (findings_.causes.size() < kMaxCauses)
      findings_.causes.push_back({std::string(reason), std::move(message), std::move(field)});
  }
  void require(std::string field, std::string_view why = {}) {
    add("FieldValueRequired", why.empty() ? "Required value" : fmt::format("Required value: {}", why),
        std::move(field));
  }
  void forbid(std::string field, std::string_view why) {
    add("FieldValueForbidden", fmt::format("Forbidden: {}", why), std::move(field));
  }
  void refuse(std::string field, std::string_view shown, std::string_view why) {
    add("FieldValueInvalid", fmt::format("Invalid value: {}: {}", shown, why), std::move(field));
  }
  void expect_one_of(std::string field, std::string_view value, std::string_view known) {
    add("FieldValueNotSupported", fmt::format("Unsupported value: \"{}\": supported values: {}", value, known),
        std::move(field));
  }
  static std::string quoted(std::string_view value) { return fmt::format("\"{}\"", value); }
  static std::string port_path(std::size_t i, std::string_view field) {
    return fmt::format("spec.ports[{}].{}", i, field);
  }

  bool headless() const { return text(member(spec_, "clusterIP")) == "None"; }
  bool external() const { return type_ == "NodePort" || type_ == "LoadBalancer"; }
  const Json& ports() const { return member(spec_, "ports"); }

  void check_type() {
    if (ports().empty() && !headless() && type_ != "ExternalName") require("spec.ports");
    if (type_ == "ExternalName") {
      for (const char* field : {"clusterIPs", "ipFamilies"})
        if (!member(spec_, field).empty())
          forbid(fmt::format("spec.{}", field), "may not be set for ExternalName services");
      if (!member(spec_, "ipFamilyPolicy").is_null())
        forbid("spec.ipFamilyPolicy", "may not be set for ExternalName services");
      std::string_view name = text(member(spec_, "externalName"));
      while (name.ends_with('.')) name.remove_suffix(1);
      if (name.empty()) require("spec.externalName");
      else if (const std::string why = name_error(name, NameRule::dns1123_subdomain); !why.empty())
        refuse("spec.externalName", quoted(name), why);
    } else if (external() && headless()) {
      refuse("spec.clusterIPs[0]", "\"None\"", fmt::format("may not be set to 'None' for {} services", type_));
    } else if (!external() && type_ != "ClusterIP") {
      expect_one_of("spec.type", type_, R"("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")");
    }
  }

  void check_ports() {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < ports().size(); ++i) {
      const Json& port = ports()[i];
      const std::string_view name = text(member(port, "name"));
      if (name.empty() && ports().size() > 1) require(port_path(i, "name"));
      if (const std::string why = name.empty() ? "" : name_error(name, NameRule::dns1123_label); !why.empty())
        refuse(port_path(i, "name"), quoted(name), why);
      else if (!name.empty() && !names.insert(name).second)
        add("FieldValueDuplicate", fmt::format("Duplicate value: \"{}\"", name), port_path(i, "name"));
      check_number(member(port, "port"), port_path(i, "port"));
      const std::string_view protocol = text(member(port, "protocol"));
      if (protocol != "TCP" && protocol != "UDP" && protocol != "SCTP")
        expect_one_of(port_path(i, "protocol"), protocol, R"("SCTP", "TCP", "UDP")");
      check_target(member(port, "targetPort"), port_path(i, "targetPort"));
      if (type_ == "LoadBalancer" && whole_number(member(port, "port")) == 10250)
        refuse(port_path(i, "port"), "10250", "may not expose port 10250 externally since it is used by kubelet");
    }
  }

  void check_number(const Json& value, std::string field) {
    if (const std::int64_t port = whole_number(value); port < 1 || port > 65535)
      refuse(std::move(field), std::to_string(port), "must be between 1 and 65535, inclusive");
  }

  void check_target(const Json& target, std::string field) {
    if (target.is_number_integer()) return check_number(target, std::move(field));
    if (!target.is_string()) return;
    const std::string_view name = text(target);
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.size() > 15) refuse(field, quoted(name), "must be no more than 15 characters");
    if (!std::ranges::all_of(name, fits))
      refuse(field, quoted(name), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; }))
      refuse(field, quoted(name), "must contain at least one letter (a-z)");
    if (name.find("--") != name.npos) refuse(field, quoted(name), "must not contain consecutive hyphens");
    if (name.starts_with('-') || name.ends_with('-'))
      refuse(std::move(field), quoted(name), "must not begin or end with a hyphen");
  }

  void check_affinity() {
    constexpr std::int64_t kDay = 86'400;
    const std::string_view affinity = text(member(spec_, "sessionAffinity"));
    const Json& config = member(spec_, "sessionAffinityConfig");
    if (affinity != "None" && affinity != "ClientIP")
      return expect_one_of("spec.sessionAffinity", affinity, R"("ClientIP", "None")");
    if (affinity == "None" && !config.is_null())
      forbid("spec.sessionAffinityConfig", "must not be set when session affinity is None");
    if (affinity == "None") return;
    if (const std::int64_t seconds = whole_number(at(config, "clientIP", "timeoutSeconds"));
        seconds <= 0 || seconds > kDay)
      refuse("spec.sessionAffinityConfig.clientIP.timeoutSeconds", std::to_string(seconds),
             fmt::format("must be greater than 0 and less than {}", kDay));
  }

  void check_addresses() {
    constexpr std::string_view kNoAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    const auto is_address = [](std::string_view value) { return is_ipv4(value) || is_ipv6(value); };
    const Json& cluster = member(spec_, "clusterIPs");
    const std::string_view first = text(member(spec_, "clusterIP"));
    if (type_ != "ExternalName" && !cluster.empty() && text(cluster[0]) != first)
      refuse("spec.clusterIPs", fmt::format("{}", go_strings(cluster)), "first value must match `clusterIP`");
    for (std::size_t i = 0; i < cluster.size(); ++i)
      if (const std::string_view address = text(cluster[i]); address != "None" && !is_address(address))
        refuse(fmt::format("spec.clusterIPs[{}]", i), quoted(address), kNoAddress);
    const Json& external = member(spec_, "externalIPs");
    for (std::size_t i = 0; i < external.size(); ++i)
      if (!is_address(text(external[i])))
        refuse(fmt::format("spec.externalIPs[{}]", i), quoted(text(external[i])), kNoAddress);
  }

  static std::string go_strings(const Json& list) {
    std::string out;
    for (const Json& entry : list) out += (out.empty() ? "" : ", ") + quoted(text(entry));
    return "[]string{" + out + "}";
  }

  void check_node_ports() {
    std::set<std::pair<std::string_view, std::int64_t>> taken;
    for (std::size_t i = 0; i < ports().size(); ++i) {
      const std::int64_t node_port = whole_number(member(ports()[i], "nodePort"));
      if (node_port == 0) continue;
      if (type_ == "ClusterIP") forbid(port_path(i, "nodePort"), "may not be used when `type` is 'ClusterIP'");
      if (!taken.emplace(text(member(ports()[i], "protocol")), node_port).second)
        add("FieldValueDuplicate", fmt::format("Duplicate value: {}", node_port), port_path(i, "nodePort"));
    }
  }

  void check_repeated_ports() {
    std::set<std::pair<std::string_view, std::int64_t>> taken;
    for (std::size_t i = 0; i < ports().size(); ++i) {
      const std::string_view protocol = text(member(ports()[i], "protocol"));
      const std::int64_t port = whole_number(member(ports()[i], "port"));
      if (!taken.emplace(protocol, port).second)
        add("FieldValueDuplicate",
            fmt::format("Duplicate value: core.ServicePort{{Name:\"\", Protocol:\"{}\", AppProtocol:(*string)(nil), "
                        "Port:{}, TargetPort:intstr.IntOrString{{Type:0, IntVal:0, StrVal:\"\"}}, NodePort:0}}",
                        protocol, port),
            fmt::format("spec.ports[{}]", i));
    }
  }

  void check_balancer() {
    constexpr std::string_view kOnlyBalancer = "may only be used when `type` is 'LoadBalancer'";
    const bool balancer = type_ == "LoadBalancer";
    const Json& ranges = member(spec_, "loadBalancerSourceRanges");
    if (!ranges.empty() && !balancer) forbid("spec.loadBalancerSourceRanges", kOnlyBalancer);
    if (balancer)
      for (std::size_t i = 0; i < ranges.size(); ++i)
        if (!is_network(text(ranges[i])))
          refuse(fmt::format("spec.loadBalancerSourceRanges[{}]", i), quoted(text(ranges[i])),
                 "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    if (!balancer && !member(spec_, "allocateLoadBalancerNodePorts").is_null())
      forbid("spec.allocateLoadBalancerNodePorts", kOnlyBalancer);
    const Json& name = member(spec_, "loadBalancerClass");
    if (!name.is_null() && !balancer) forbid("spec.loadBalancerClass", kOnlyBalancer);
    if (!name.is_null() && balancer)
      if (const std::string why = qualified_name_error(text(name)); !why.empty())
        refuse("spec.loadBalancerClass", quoted(text(name)), why);
    const Json& old_name = at(old_, "spec", "loadBalancerClass");
    if (balancer && text(at(old_, "spec", "type")) == "LoadBalancer" && name != old_name)
      refuse("spec.loadBalancerClass", name.is_null() ? "null" : quoted(text(name)), "may not change once set");
  }

  static bool is_network(std::string_view value) {
    const auto slash = value.find('/');
    if (slash == value.npos) return false;
    const std::string_view bits = value.substr(slash + 1);
    const bool digits = !bits.empty() && bits.size() <= 3 && bits.find_first_not_of("0123456789") == bits.npos;
    if (!digits) return false;
    const int length = std::stoi(std::string(bits));
    const std::string_view address = value.substr(0, slash);
    return (is_ipv4(address) && length <= 32) || (is_ipv6(address) && length <= 128);
  }

  void check_traffic() {
    const std::string_view external_policy = text(member(spec_, "externalTrafficPolicy"));
    if (external()) {
      if (external_policy != "Cluster" && external_policy != "Local")
        expect_one_of("spec.externalTrafficPolicy", external_policy, R"("Cluster", "Local")");
    } else if (!external_policy.empty()) {
      refuse("spec.externalTrafficPolicy", quoted(external_policy),
             "may only be set for externally-accessible services");
    }
    if (const std::int64_t health = whole_number(member(spec_, "healthCheckNodePort"));
        health != 0 && !needs_health_port(spec_))
      refuse("spec.healthCheckNodePort", std::to_string(health),
             "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    const std::string_view inner = text(member(spec_, "internalTrafficPolicy"));
    if (type_ != "ExternalName" && inner != "Cluster" && inner != "Local")
      expect_one_of("spec.internalTrafficPolicy", inner, R"("Cluster", "Local")");
  }

  // Against what it was.
  void check_change() {
    if (old_.is_null()) return;
    const Json& old_spec = member(old_, "spec");
    const std::string_view old_ip = text(member(old_spec, "clusterIP"));
    const std::string_view ip = text(member(spec_, "clusterIP"));
    if (!old_ip.empty() && type_ != "ExternalName" && ip != old_ip)
      refuse("spec.clusterIPs[0]", fmt::format("[]string{{\"{}\"}}", ip), "may not change once set");
    const std::int64_t health = whole_number(member(spec_, "healthCheckNodePort"));
    if (needs_health_port(spec_) && needs_health_port(old_spec) &&
        health != whole_number(member(old_spec, "healthCheckNodePort")))
      refuse("spec.healthCheckNodePort", std::to_string(health), "field is immutable");
  }

  void check_status() {
    const Json& balancers = at(document_, "status", "loadBalancer", "ingress");
    for (std::size_t i = 0; i < balancers.size(); ++i)
      if (const std::string_view ip = text(member(balancers[i], "ip")); !ip.empty() && !is_ipv4(ip) && !is_ipv6(ip))
        refuse(fmt::format("status.loadBalancer.ingress[{}].ip", i), quoted(ip),
               "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    if (type_ != "LoadBalancer" && !balancers.empty())
      forbid("status.loadBalancer.ingress", "may only be used when `spec.type` is 'LoadBalancer'");
  }

  const Json& document_;
  const Json& old_;
  const Json& spec_;
  std::string_view type_;
  Findings& findings_;
};

}  // namespace

bool needs_health_port(const Json& spec) {
  return text(member(spec, "type")) == "LoadBalancer" && text(member(spec, "externalTrafficPolicy")) == "Local";
}

void check_service(const Json& document, const Json& old, Findings& findings) {
  Rules(document, old, findings).check();
}

}  // namespace nlbsim::fake_apiserver
