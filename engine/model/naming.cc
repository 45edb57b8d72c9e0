#include "engine/model/naming.h"

#include <fmt/format.h>

#include "engine/model/sha256.h"

namespace nlbsim::engine {
namespace {

constexpr std::size_t kReadable = 8;
constexpr std::size_t kClusterReadable = 232;  // of the 255 characters that EC2 allows

std::string resource_name(const kube::ObjectKey& key, const std::string& hash) {
  return fmt::format("k8s-{}-{}-{}", sanitized(key.namespace_, kReadable), sanitized(key.name, kReadable), hash);
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

std::string name_hash(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  const Sha256Digest digest = sha256(text);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < 5; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 15U];
  }
  return out;
}

std::string sanitized(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char c : text) {
    if (out.size() == limit) break;
    if (is_alphanumeric(c)) out += c;
  }
  return out;
}

std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  const std::string hash = name_hash({text});
  text.resize(limit - hash.size() - 1);
  return text + "-" + hash;
}

std::string load_balancer_name(const GatewayIdentity& gateway, std::string_view scheme) {
  return resource_name(gateway.key, name_hash({gateway.cluster, gateway.uid, scheme}));
}

std::string managed_security_group_name(const GatewayIdentity& gateway) {
  const kube::ObjectKey& key = gateway.key;
  return resource_name(key, name_hash({gateway.cluster, key.name, key.namespace_, gateway.uid}));
}

std::string backend_security_group_name(std::string_view cluster) {
  return fmt::format("k8s-traffic-{}-{}", sanitized(cluster, kClusterReadable), name_hash({cluster}));
}

std::string target_group_id(const TargetGroupIdentity& identity) {
  std::string id = fmt::format("{}/{}:{}-{}:{}-{}-{}:{}", identity.gateway.namespace_, identity.gateway.name,
                               identity.route.namespace_, identity.route.name, identity.route_kind,
                               identity.service.namespace_, identity.service.name, identity.target_port);
  return shortened(std::move(id), kLongestTagValue);
}

std::string target_group_name(std::string_view cluster, const TargetGroupIdentity& identity,
                              const TargetGroupTraits& traits) {
  const std::string hash =
      name_hash({cluster, identity.gateway.namespace_, identity.gateway.name, identity.route.namespace_,
                 identity.route.name, identity.route_kind, identity.service.namespace_, identity.service.name,
                 std::to_string(traits.port), traits.target_type, traits.protocol,
                 // One of the other family must be able to stand beside it.
                 traits.ip_address_type == "ipv4" ? std::string_view() : std::string_view(traits.ip_address_type)});
  return resource_name(identity.route, hash);
}

}  // namespace nlbsim::engine
