#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/service_rules.h"
#include "sim/hasher.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

constexpr std::int32_t kFirstNodePort = 30000;
constexpr std::int32_t kLastNodePort = 32767;
constexpr std::uint32_t kHosts = 65534;  // 10.96.0.1 to 10.96.255.254; the first is the API server's own
constexpr std::string_view kNetwork = "10.96.";

bool has_node_ports(const Json& spec) {
  const std::string_view type = text(member(spec, "type"));
  return type == "NodePort" || (type == "LoadBalancer" && member(spec, "allocateLoadBalancerNodePorts") != false);
}

bool has_cluster_ip(const Json& spec) { return text(member(spec, "type")) != "ExternalName"; }

std::uint64_t seed_of(const Json& document, std::string_view what) {
  return sim::Hasher()
      .add(text(at(document, "metadata", "namespace")))
      .add(text(at(document, "metadata", "name")))
      .add(what)
      .digest();
}

// Which address or port a Service gets depends on its name alone, as long as that is free: so a change elsewhere in a
// run does not move it. Cluster IPs are of 10.96.0.0/16, node ports 30000 to 32767, one pool for all protocols.

// The first free member of a ring of `size` values, from where the seed points; nothing if all are taken.
template <class Taken>
std::optional<std::uint32_t> first_free(std::uint64_t seed, std::uint32_t size, Taken taken) {
  for (std::uint32_t tried = 0; tried < size; ++tried) {
    const auto candidate = static_cast<std::uint32_t>((seed + tried) % size);
    if (!taken(candidate)) return candidate;
  }
  return std::nullopt;
}

std::int32_t number(const Json& value) { return value.is_number_integer() ? value.get<std::int32_t>() : 0; }

// Every node port that a document names, the health check's included.
std::set<std::int32_t> node_ports_of(const Json& document) {
  std::set<std::int32_t> ports;
  const Json& spec = member(document, "spec");
  for (const Json& port : member(spec, "ports"))
    if (const std::int32_t node_port = number(member(port, "nodePort"))) ports.insert(node_port);
  if (const std::int32_t health = number(member(spec, "healthCheckNodePort"))) ports.insert(health);
  return ports;
}

// The host part of an address of the service network; nothing for any other.
std::optional<std::uint32_t> host_of(std::string_view address) {
  if (!address.starts_with(kNetwork)) return std::nullopt;
  in_addr parsed{};
  if (inet_pton(AF_INET, std::string(address).c_str(), &parsed) != 1) return std::nullopt;
  return ntohl(parsed.s_addr) & 0xffff;
}

void default_ports(Json::Place spec) {
  if (!member(spec, "ports").is_array()) return;
  spec["ports"].update_each([](Json& port) {
    if (!port.is_object()) return;
    default_member(port, "protocol", "TCP");
    const Json& target = member(port, "targetPort");
    if (target.is_null() || target == 0 || target == "") port["targetPort"] = member(port, "port");
  });
}

// An address that the client wants: it must be of the network, and free.
void check_wanted_address(const Cluster& cluster, std::string_view address, std::string_view old, Findings& findings) {
  if (address.empty() || address == "None" || address == old || !is_ipv4(address)) return;
  const auto host = host_of(address);
  std::string why;
  if (!host)
    why = fmt::format("the provided IP ({}) is not in the valid range. The range of valid IPs is {}0.0/16", address,
                      kNetwork);
  else if (cluster.service_hosts.contains(*host)) why = "provided IP is already allocated";
  if (why.empty()) return;
  findings.causes.push_back(invalid_value(
      "spec.clusterIPs",
      fmt::format("Invalid value: []string{{\"{}\"}}: failed to allocate IP {}: {}", address, address, why)));
}

void allocate_cluster_ip(Cluster& cluster, Json& document, const Json& old_document, Findings& findings) {
  Json::Place spec = document["spec"];
  const std::string_view old_ip = text(at(old_document, "spec", "clusterIP"));
  check_wanted_address(cluster, text(member(spec, "clusterIP")), old_ip, findings);
  if (text(member(spec, "clusterIP")).empty()) {
    std::string address(old_ip);
    if (address.empty()) {
      const auto host = first_free(seed_of(document, "clusterIP"), kHosts,
                                   [&](std::uint32_t h) { return h == 0 || cluster.service_hosts.contains(h + 1); });
      if (!host) return;
      address = fmt::format("{}{}.{}", kNetwork, (*host + 1) >> 8, (*host + 1) & 0xff);
    }
    spec["clusterIP"] = address;
  }
  if (!member(spec, "clusterIPs").is_array() || member(spec, "clusterIPs").empty())
    spec["clusterIPs"] = Json::array({member(spec, "clusterIP")});
}

std::optional<std::int32_t> free_node_port(const Cluster& cluster, const std::set<std::int32_t>& own,
                                           std::uint64_t seed) {
  constexpr auto kSize = static_cast<std::uint32_t>(kLastNodePort - kFirstNodePort + 1);
  const auto found = first_free(seed, kSize, [&](std::uint32_t offset) {
    const std::int32_t port = kFirstNodePort + static_cast<std::int32_t>(offset);
    return cluster.node_ports.contains(port) || own.contains(port);
  });
  if (!found) return std::nullopt;
  return kFirstNodePort + static_cast<std::int32_t>(*found);
}

// The node ports of a list of ports, by port and protocol.
class NodePorts {
 public:
  explicit NodePorts(const Json& ports) {
    for (const Json& port : ports) add(port, number(member(port, "nodePort")));
  }
  void add(const Json& port, std::int32_t node_port) {
    if (node_port) by_port_[number(member(port, "port"))].emplace(text(member(port, "protocol")), node_port);
  }
  std::int32_t same(const Json& port) const {
    const auto protocols = by_port_.find(number(member(port, "port")));
    if (protocols == by_port_.end()) return 0;
    const auto found = protocols->second.find(text(member(port, "protocol")));
    return found == protocols->second.end() ? 0 : found->second;
  }
  // TCP and UDP of one port share the node port.
  std::int32_t shared(const Json& port) const {
    const auto protocols = by_port_.find(number(member(port, "port")));
    if (protocols == by_port_.end()) return 0;
    for (const auto& [protocol, node_port] : protocols->second)
      if (protocol != text(member(port, "protocol"))) return node_port;
    return 0;
  }

 private:
  std::map<std::int32_t, std::map<std::string, std::int32_t, std::less<>>> by_port_;
};

void check_wanted(const Cluster& cluster, const Json& old_document, std::int32_t port, std::size_t index,
                  Findings& findings) {
  std::string why;
  if (port < kFirstNodePort || port > kLastNodePort)
    why = fmt::format("provided port is not in the valid range. The range of valid ports is {}-{}", kFirstNodePort,
                      kLastNodePort);
  else if (cluster.node_ports.contains(port) && !node_ports_of(old_document).contains(port))
    why = "provided port is already allocated";
  if (!why.empty())
    findings.causes.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {}", port, why),
                               fmt::format("spec.ports[{}].nodePort", index)});
}

void allocate_node_ports(Cluster& cluster, Json& document, const Json& old_document, Findings& findings) {
  if (!at(document, "spec", "ports").is_array()) return;
  const NodePorts before(at(old_document, "spec", "ports"));
  NodePorts now(at(document, "spec", "ports"));
  Json::Place ports = document["spec"]["ports"];
  std::set<std::int32_t> own = node_ports_of(document);
  for (std::size_t i = 0; i < ports.size(); ++i) {
    Json::Place port = ports[i];
    if (!port.is_object()) continue;
    if (const std::int32_t wanted = number(member(port, "nodePort"))) {
      check_wanted(cluster, old_document, wanted, i, findings);
      continue;
    }
    std::int32_t node_port = now.shared(port);
    if (!node_port) node_port = before.same(port);
    if (!node_port)
      node_port = free_node_port(cluster, own, seed_of(document, api::dump_json(member(port, "port")))).value_or(0);
    if (!node_port) return;  // all are taken
    port["nodePort"] = node_port;
    now.add(port, node_port);
    own.insert(node_port);
  }
}

// What only another type or policy may have goes with it, where the client has left it as it was: of what it sets anew
// it is told.
void drop_for_type(Json::Place spec, const Json& old_document) {
  const Json& old = member(old_document, "spec");
  if (old.is_null()) return;
  const auto drop = [&](std::string_view field) {
    if (member(spec, field) == member(old, field)) spec.erase(field);
  };
  const auto external = [](const Json& some) {
    const std::string_view type = text(member(some, "type"));
    return type == "NodePort" || type == "LoadBalancer";
  };
  const Json now = spec.read();
  if (has_cluster_ip(old) && !has_cluster_ip(now))
    for (const char* field : {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) drop(field);
  if (external(old) && !external(now)) {
    drop("externalTrafficPolicy");
    const Json& old_ports = member(old, "ports");
    if (member(spec, "ports").is_array())
      spec["ports"].update_each([&](Json& port) {
        const bool kept = std::ranges::any_of(
            old_ports, [&](const Json& other) { return member(other, "nodePort") == member(port, "nodePort"); });
        if (kept) port.erase("nodePort");
      });
  }
  if (needs_health_port(old) && !needs_health_port(now)) drop("healthCheckNodePort");
  if (text(member(old, "type")) != "LoadBalancer" || text(member(now, "type")) == "LoadBalancer") return;
  drop("allocateLoadBalancerNodePorts");
  drop("loadBalancerClass");
}

// A client that changes or clears the address alone, as older ones do that do not know the list, means the list, too.
void follow_cluster_ip(Json::Place spec, const Json& old_document) {
  const Json& old = member(old_document, "spec");
  const std::string_view before = text(member(old, "clusterIP"));
  const std::string_view now = text(member(spec, "clusterIP"));
  if (before.empty() || before == now || member(spec, "clusterIPs") != member(old, "clusterIPs")) return;
  if (now.empty()) spec.erase("clusterIPs");
  else spec["clusterIPs"] = Json::array({std::string(now)});
}

void default_families(Json::Place spec) {
  const bool headless = text(member(spec, "clusterIP")) == "None";
  const bool dual = headless && member(spec, "selector").empty();
  default_member(spec, "ipFamilies", dual ? Json::array({"IPv4", "IPv6"}) : Json::array({"IPv4"}));
  default_member(spec, "ipFamilyPolicy", dual ? "RequireDualStack" : "SingleStack");
}

// Node ports that are asked for and taken go to `findings`.
void default_service(Cluster& cluster, Json& document, const Json& old_document, Findings& findings) {
  Json::Place spec = document["spec"];
  if (!spec.is_object()) spec = Json::object();
  default_member(spec, "type", "ClusterIP");
  default_member(spec, "sessionAffinity", "None");
  if (spec["sessionAffinity"] == "ClientIP")
    default_member(spec, "sessionAffinityConfig", Json{{"clientIP", {{"timeoutSeconds", 10800}}}});
  follow_cluster_ip(spec, old_document);
  drop_for_type(spec, old_document);
  default_ports(spec);
  if (has_cluster_ip(spec)) {
    default_member(spec, "internalTrafficPolicy", "Cluster");
    allocate_cluster_ip(cluster, document, old_document, findings);
    default_families(spec);
  }
  const std::string_view type = text(member(spec, "type"));
  if (type == "LoadBalancer") default_member(spec, "allocateLoadBalancerNodePorts", true);
  if (type == "NodePort" || type == "LoadBalancer") default_member(spec, "externalTrafficPolicy", "Cluster");
  if (has_node_ports(spec)) allocate_node_ports(cluster, document, old_document, findings);
  if (const Json& health = at(old_document, "spec", "healthCheckNodePort"); needs_health_port(spec.read()))
    if (health.is_number_integer()) default_member(spec, "healthCheckNodePort", health);
  if (needs_health_port(spec.read()) && !spec.contains("healthCheckNodePort"))
    if (const auto port = free_node_port(cluster, node_ports_of(document), seed_of(document, "health")))
      spec["healthCheckNodePort"] = *port;
  const bool was_balancer = text(at(old_document, "spec", "type")) == "LoadBalancer";
  if (old_document.is_null() || (was_balancer && type != "LoadBalancer"))
    document["status"] = Json{{"loadBalancer", Json::object()}};
}

// Marks what the stored document uses as taken, and what only its predecessor used as free.
void hold_addresses(Cluster& cluster, const Json& document, const Json& old_document) {
  for (const std::int32_t port : node_ports_of(old_document)) cluster.node_ports.erase(port);
  for (const std::int32_t port : node_ports_of(document)) cluster.node_ports.insert(port);
  if (const auto host = host_of(text(at(old_document, "spec", "clusterIP")))) cluster.service_hosts.erase(*host);
  if (const auto host = host_of(text(at(document, "spec", "clusterIP")))) cluster.service_hosts.insert(*host);
}

class Service final : public Strategy {
 public:
  void apply_defaults(Cluster& cluster, const Candidate& candidate, Json& document, Findings& findings) const override {
    default_service(cluster, document, candidate.old, findings);
  }
  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    check_service(document, candidate.old, findings);
  }
  void storing(Write& write, const Json& document, const Json& old) const override {
    hold_addresses(write.cluster, document, old);
  }
  void removed(Write& write, const kube::Object& last) const override {
    hold_addresses(write.cluster, Json(), last.document());
  }
};

}  // namespace

const Strategy& service_strategy() { return only<Service>(); }

}  // namespace nlbsim::fake_apiserver
