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

std::optional<std::string> canonical_cidr_v6(std::string_view text) {
  if (text.find('/') == text.npos) return std::nullopt;
  boost::system::error_code error;
  const auto network = ip::make_network_v6(std::string(text), error);
  if (error) return std::nullopt;
  return network.canonical().to_string();
}

std::string to_text(const CidrV4& block) { return to_text_v4(block.base) + "/" + std::to_string(block.prefix); }
std::string to_text_v4(std::uint32_t address) { return ip::address_v4(address).to_string(); }

}  // namespace nlbsim::fake_aws
