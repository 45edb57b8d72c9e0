// IPv4 and IPv6 blocks and addresses as text and numbers. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nlbsim::fake_aws {

struct CidrV4 {
  std::uint32_t base = 0;  // host bits cleared
  int prefix = 32;
  std::uint64_t size() const { return std::uint64_t{1} << (32 - prefix); }
  bool contains(std::uint32_t address) const { return address >= base && address - base < size(); }
  bool contains(const CidrV4& inner) const { return inner.prefix >= prefix && contains(inner.base); }
  bool operator==(const CidrV4&) const = default;
};

struct CidrV6 {
  std::array<std::uint8_t, 16> base{};  // host bits cleared
  int prefix = 128;
  bool contains(const CidrV6& inner) const;
  bool operator==(const CidrV6&) const = default;
};

std::optional<CidrV4> parse_cidr_v4(std::string_view text);  // "10.0.0.0/16"; host bits are cleared, as EC2 does
std::optional<std::uint32_t> parse_ip_v4(std::string_view text);
bool is_ip_v6(std::string_view text);
std::optional<CidrV6> parse_cidr_v6(std::string_view text);  // host bits are cleared
std::optional<CidrV6> parse_ip_v6(std::string_view text);    // a block of one address
std::string to_text(const CidrV6& block);
// "2001:db8::/32" in its canonical form.
std::optional<std::string> canonical_cidr_v6(std::string_view text);
std::string to_text(const CidrV4& block);
std::string to_text_v4(std::uint32_t address);

}  // namespace nlbsim::fake_aws
