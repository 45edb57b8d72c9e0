#include "fake_aws/ec2/cidr.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace nlbsim::fake_aws {

namespace ip = boost::asio::ip;

std::optional<CidrV4> parse_cidr_v4(std::string_view text) {
  if (text.find('/') == text.npos) return std::nullopt;
  boost::system::error_code error;
  const auto network = ip::make_network_v4(std::string(text), error);
  if (error) return std::nullopt;
  return CidrV4{network.network().to_uint(), network.prefix_length()};
}

std::optional<std::uint32_t> parse_ip_v4(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address_v4(std::string(text), error);
  if (error) return std::nullopt;
  return address.to_uint();
}

bool is_ip_v6(std::string_view text) {
  boost::system::error_code error;
  ip::make_address_v6(std::string(text), error);
  return !error;
}

bool CidrV6::contains(const CidrV6& inner) const {
  if (inner.prefix < prefix) return false;
  const int whole = prefix / 8;
  for (int i = 0; i < whole; ++i)
    if (base[static_cast<std::size_t>(i)] != inner.base[static_cast<std::size_t>(i)]) return false;
  if (prefix % 8 == 0) return true;
  const int difference = base[static_cast<std::size_t>(whole)] ^ inner.base[static_cast<std::size_t>(whole)];
  return difference >> (8 - prefix % 8) == 0;
}

std::optional<CidrV6> parse_cidr_v6(std::string_view text) {
  if (text.find('/') == text.npos) return std::nullopt;
  boost::system::error_code error;
  const auto network = ip::make_network_v6(std::string(text), error);
  if (error) return std::nullopt;
  return CidrV6{network.network().to_bytes(), network.prefix_length()};
}

std::optional<CidrV6> parse_ip_v6(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address_v6(std::string(text), error);
  if (error) return std::nullopt;
  return CidrV6{address.to_bytes(), 128};
}

std::string to_text(const CidrV6& block) {
  return ip::address_v6(block.base).to_string() + "/" + std::to_string(block.prefix);
}

std::optional<std::string> canonical_cidr_v6(std::string_view text) {
  const auto block = parse_cidr_v6(text);
  if (!block) return std::nullopt;
  return to_text(*block);
}

std::string to_text(const CidrV4& block) { return to_text_v4(block.base) + "/" + std::to_string(block.prefix); }
std::string to_text_v4(std::uint32_t address) { return ip::address_v4(address).to_string(); }

}  // namespace nlbsim::fake_aws
