#include "fake_aws/elbv2/ssl_policies.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nlbsim::fake_aws {

namespace {

using P = SecurityPolicy;

constexpr std::uint8_t kForwardStrong = P::forward_gcm | P::forward_sha2;
constexpr std::uint8_t kForward = kForwardStrong | P::forward_sha1;
constexpr std::uint8_t kRsaStrong = P::rsa_gcm | P::rsa_sha2;
constexpr std::uint8_t kAll = kForward | kRsaStrong | P::rsa_sha1;

constexpr SecurityPolicy kPolicies[] = {
    {"ELBSecurityPolicy-2016-08", "TLSv1", "TLSv1.2", kAll},
    {"ELBSecurityPolicy-2015-05", "TLSv1", "TLSv1.2", kAll},
    {"ELBSecurityPolicy-TLS13-1-3-2021-06", "TLSv1.3", "TLSv1.3", P::tls13},
    {"ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2", "TLSv1.3", P::tls13 | kForwardStrong},
    {"ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "TLSv1.2", "TLSv1.3", P::tls13 | P::forward_gcm},
    {"ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "TLSv1.2", "TLSv1.3", P::tls13 | kForwardStrong | kRsaStrong},
    {"ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "TLSv1.2", "TLSv1.3", P::tls13 | kAll},
    {"ELBSecurityPolicy-TLS13-1-1-2021-06", "TLSv1.1", "TLSv1.3", P::tls13 | kAll},
    {"ELBSecurityPolicy-TLS13-1-0-2021-06", "TLSv1", "TLSv1.3", P::tls13 | kAll},
    {"ELBSecurityPolicy-TLS-1-1-2017-01", "TLSv1.1", "TLSv1.2", kAll},
    {"ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2", "TLSv1.2", kForwardStrong | kRsaStrong},
    {"ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "TLSv1.2", "TLSv1.2", kAll},
    {"ELBSecurityPolicy-FS-2018-06", "TLSv1", "TLSv1.2", kForward},
    {"ELBSecurityPolicy-FS-1-1-2019-08", "TLSv1.1", "TLSv1.2", kForward},
    {"ELBSecurityPolicy-FS-1-2-2019-08", "TLSv1.2", "TLSv1.2", kForward},
    {"ELBSecurityPolicy-FS-1-2-Res-2019-08", "TLSv1.2", "TLSv1.2", kForwardStrong},
    {"ELBSecurityPolicy-FS-1-2-Res-2020-10", "TLSv1.2", "TLSv1.2", P::forward_gcm},
};

constexpr std::array<std::string_view, 4> kProtocols{"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};

constexpr std::pair<std::uint8_t, std::string_view> kCiphers[] = {
    {P::tls13, "TLS_AES_128_GCM_SHA256"},
    {P::tls13, "TLS_AES_256_GCM_SHA384"},
    {P::tls13, "TLS_CHACHA20_POLY1305_SHA256"},
    {P::forward_gcm, "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {P::forward_gcm, "ECDHE-RSA-AES128-GCM-SHA256"},
    {P::forward_sha2, "ECDHE-ECDSA-AES128-SHA256"},
    {P::forward_sha2, "ECDHE-RSA-AES128-SHA256"},
    {P::forward_sha1, "ECDHE-ECDSA-AES128-SHA"},
    {P::forward_sha1, "ECDHE-RSA-AES128-SHA"},
    {P::forward_gcm, "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {P::forward_gcm, "ECDHE-RSA-AES256-GCM-SHA384"},
    {P::forward_sha2, "ECDHE-ECDSA-AES256-SHA384"},
    {P::forward_sha2, "ECDHE-RSA-AES256-SHA384"},
    {P::forward_sha1, "ECDHE-ECDSA-AES256-SHA"},
    {P::forward_sha1, "ECDHE-RSA-AES256-SHA"},
    {P::rsa_gcm, "AES128-GCM-SHA256"},
    {P::rsa_sha2, "AES128-SHA256"},
    {P::rsa_sha1, "AES128-SHA"},
    {P::rsa_gcm, "AES256-GCM-SHA384"},
    {P::rsa_sha2, "AES256-SHA256"},
    {P::rsa_sha1, "AES256-SHA"},
};

}  // namespace

std::span<const SecurityPolicy> security_policies() { return kPolicies; }

bool is_security_policy(std::string_view name) {
  return std::ranges::find(kPolicies, name, &SecurityPolicy::name) != std::end(kPolicies);
}

std::vector<std::string_view> protocols_of(const SecurityPolicy& policy) {
  const auto first = std::ranges::find(kProtocols, policy.lowest);
  const auto last = std::ranges::find(kProtocols, policy.highest);
  return {first, last + 1};
}

std::vector<std::string_view> ciphers_of(const SecurityPolicy& policy) {
  std::vector<std::string_view> names;
  for (const auto& [family, name] : kCiphers)
    if ((policy.ciphers & family) != 0) names.push_back(name);
  return names;
}

}  // namespace nlbsim::fake_aws
