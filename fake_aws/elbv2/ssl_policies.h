// The predefined security policies of Elastic Load Balancing, with what each lets through.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nlbsim::fake_aws {

struct SecurityPolicy {
  // Families of ciphers, as bits, in the order of preference.
  enum Ciphers : std::uint8_t {
    tls13 = 1,
    forward_gcm = 2,
    forward_sha2 = 4,
    forward_sha1 = 8,
    rsa_gcm = 16,
    rsa_sha2 = 32,
    rsa_sha1 = 64,
  };
  std::string_view name;
  std::string_view lowest;   // "TLSv1.2"
  std::string_view highest;  // of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3
  std::uint8_t ciphers = 0;
};

std::span<const SecurityPolicy> security_policies();
bool is_security_policy(std::string_view name);
std::vector<std::string_view> protocols_of(const SecurityPolicy& policy);
std::vector<std::string_view> ciphers_of(const SecurityPolicy& policy);

}  // namespace nlbsim::fake_aws
