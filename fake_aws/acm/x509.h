// Reading what ImportCertificate is given: base64 and PEM. Pure functions over OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace nlbsim::fake_aws {

std::optional<std::string> decode_base64(std::string_view text);
std::string encode_base64(std::string_view bytes);

struct ParsedCertificate {
  std::string common_name;
  std::vector<std::string> names;  // DNS names, the common name first
  std::string serial;              // "0a:1b:..."
  std::string subject;             // "CN=example.com"
  std::string issuer;
  sim::Instant not_before;
  sim::Instant not_after;
  std::string key_algorithm;  // "RSA-2048", "EC-prime256v1"
  bool self_signed = false;
};

// The first certificate of the text. Absent if there is none that can be read.
std::optional<ParsedCertificate> parse_certificate(const std::string& pem);
// Whether the private key is readable, and the one of the certificate.
enum class KeyMatch { unreadable, different, same };
KeyMatch match_key(const std::string& certificate_pem, const std::string& key_pem);

}  // namespace nlbsim::fake_aws
