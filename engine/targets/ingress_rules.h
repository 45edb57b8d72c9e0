// Which ingress rules the security groups of the nodes need, so that the load balancers reach the node ports. Pure.
//
// Bindings share the rules: per (node security group, protocol, source group) there is one, from the lowest to the
// highest port that any binding needs; rules for CIDR blocks stay as they are. Ours carry a fixed description and no
// other rule is ever revoked. A rule's identity is protocol, ports and source, as EC2's: the description is no part.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/ec2.h"
#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::engine {

inline constexpr std::string_view kSharedRuleDescription = "elbv2.k8s.aws/targetGroupBinding=shared";

enum class SourceKind : std::uint8_t { security_group, cidr };

struct IngressRule {
  std::string protocol;  // tcp, udp
  SourceKind kind = SourceKind::security_group;
  std::string source;  // sg-..., or a CIDR block of either family
  std::int32_t from = 0;
  std::int32_t to = 0;
  auto operator<=>(const IngressRule&) const = default;
};

// What numbers a port that is given by name has, at any of the targets; none where ports have no names: at nodes.
using NamedPorts = std::optional<std::set<std::int32_t>>;

// The rules that spec.networking asks for, sorted. A port left out means all ports. Error code "InvalidNetworking": a
// named port where there are no names, or a peer that is neither a security group nor an IP block.
sim::Result<std::vector<IngressRule>> rules_of(const api::Json& networking, const NamedPorts& named = std::nullopt);

// What one binding needs: the same rules in each security group of its nodes.
struct RuleDemand {
  std::vector<std::string> groups;  // sorted, no duplicates
  std::vector<IngressRule> rules;
  bool operator==(const RuleDemand&) const = default;
};

// The demands of all bindings, merged. Adding or removing one costs its own size, not the number of bindings.
class MergedRules {
 public:
  void add(const RuleDemand& demand);
  void remove(const RuleDemand& demand);  // one that was added
  // By identity; empty for a group that nobody needs.
  std::vector<aws::ec2::IpPermission> desired(std::string_view group) const;
  std::vector<std::string> groups() const;  // sorted

 private:
  // Rules that merge: those of one protocol and source group; a CIDR rule only with its equal.
  struct Lane {
    std::string protocol;
    SourceKind kind;
    std::string source;
    std::int32_t from, to;  // 0 for a security group
    auto operator<=>(const Lane&) const = default;
  };
  struct Ports {
    std::map<std::int32_t, std::uint32_t> from, to;  // port -> how many rules begin, end there
  };
  static Lane lane_of(const IngressRule& rule);

  std::map<std::string, std::map<Lane, Ports>, std::less<>> groups_;
};

// What identifies a permission with one source, as text; also the order in which permissions are sent.
std::string identity(const aws::ec2::IpPermission& permission);

// Whether the permission lets in what the rule asks for.
bool serves(const aws::ec2::IpPermission& permission, const IngressRule& rule);
// Of one protocol and source, with a port in common.
bool overlap(const aws::ec2::IpPermission& a, const aws::ec2::IpPermission& b);
// Of one protocol and source, whatever the ports.
bool same_lane(const aws::ec2::IpPermission& a, const aws::ec2::IpPermission& b);

struct IngressChange {
  std::vector<aws::ec2::IpPermission> authorize;
  std::vector<aws::ec2::IpPermission> revoke;  // as described, so that EC2 finds them
  bool empty() const { return authorize.empty() && revoke.empty(); }
};
// Missing rules, and rules of ours that nobody needs. A foreign rule of the same identity serves as well as ours.
IngressChange diff_ingress(std::span<const aws::ec2::IpPermission> desired,
                           std::span<const aws::ec2::IpPermission> actual);

}  // namespace nlbsim::engine
