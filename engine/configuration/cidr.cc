#include "engine/configuration/cidr.h"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace nlbsim::engine {
namespace {

namespace ip = boost::asio::ip;

template <class Make>
auto parse(Make make, const std::string& text)
    -> std::optional<decltype(make(text, std::declval<boost::system::error_code&>()))> {
  boost::system::error_code error;
  const auto network = make(text, error);
  if (error) return std::nullopt;
  return network;
}

std::optional<ip::network_v4> network_v4(const std::string& text) {
  return parse([](const std::string& t, boost::system::error_code& error) { return ip::make_network_v4(t, error); },
               text);
}
std::optional<ip::network_v6> network_v6(const std::string& text) {
  return parse([](const std::string& t, boost::system::error_code& error) { return ip::make_network_v6(t, error); },
               text);
}

}  // namespace

std::optional<std::string> canonical_cidr(const std::string& text) {
  if (is_ipv6(text)) {
    const auto network = network_v6(text);
    return network ? std::optional(network->canonical().to_string()) : std::nullopt;
  }
  const auto network = network_v4(text);
  return network ? std::optional(network->canonical().to_string()) : std::nullopt;
}

bool cidr_contains(const std::string& cidr, const std::string& address) {
  const std::string_view bits = std::string_view(cidr).substr(std::min(cidr.find('/'), cidr.size()));
  const auto own = canonical_cidr(cidr);
  return own && is_ipv6(cidr) == is_ipv6(address) && canonical_cidr(address + std::string(bits)) == own;
}

}  // namespace nlbsim::engine
