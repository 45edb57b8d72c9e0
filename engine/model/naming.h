// Names that AWS sees. Each is derived from what identifies the resource, so that the same Gateway gets the same names
// after every restart, and a create whose answer was lost can be found again.
//
// Every name ends in the first ten hexadecimal digits of a SHA-256 over the listed inputs, joined without separators;
// the readable parts keep only letters and digits, eight at most. Source of the rules: AWS Load Balancer Controller.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "api/kube/resource.h"

namespace nlbsim::engine {

// Ten hexadecimal digits.
std::string name_hash(std::initializer_list<std::string_view> parts);
// Letters and digits of the text, `limit` at most.
std::string sanitized(std::string_view text, std::size_t limit);

// The text itself, or, when it is longer than the limit, its beginning and the hash of the whole, `limit` long
// together.
std::string shortened(std::string text, std::size_t limit);
inline constexpr std::size_t kLongestTagValue = 256;  // AWS

struct GatewayIdentity {
  std::string cluster;
  kube::ObjectKey key;
  std::string uid;
};

std::string load_balancer_name(const GatewayIdentity& gateway, std::string_view scheme);
std::string managed_security_group_name(const GatewayIdentity& gateway);
std::string backend_security_group_name(std::string_view cluster);

// What a target group stands for: one port of one Service, on behalf of one route of one Gateway.
struct TargetGroupIdentity {
  kube::ObjectKey gateway;
  kube::ObjectKey route;
  std::string route_kind;
  kube::ObjectKey service;
  std::string target_port;  // as the Service writes it: a number or a name
};

// The value of its resource tag; one that AWS would find too long is shortened.
std::string target_group_id(const TargetGroupIdentity& identity);

struct TargetGroupTraits {
  std::int32_t port = 0;
  std::string target_type;
  std::string protocol;
  std::string ip_address_type = "ipv4";
};
std::string target_group_name(std::string_view cluster, const TargetGroupIdentity& identity,
                              const TargetGroupTraits& traits);

}  // namespace nlbsim::engine
