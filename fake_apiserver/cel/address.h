// IP addresses and networks as the Kubernetes libraries read and write them: no zone, no IPv4 address inside an IPv6
// one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/result.h"

namespace nlbsim::fake_apiserver::cel {

struct Address {
  bool v4 = true;
  std::array<std::uint8_t, 16> bytes{};  // of IPv4 the first four

  int bits() const { return v4 ? 32 : 128; }
  bool operator==(const Address&) const = default;
};

struct Network {
  Address address;
  int prefix = 0;
  bool operator==(const Network&) const = default;
};

// Error messages as the server words them.
sim::Result<Address> parse_address(std::string_view text);
sim::Result<Network> parse_network(std::string_view text);
std::string show_address(const Address& address);  // the canonical form
std::string show_network(const Network& network);

Address masked(const Network& network);
bool contains(const Network& network, const Address& address);
bool contains(const Network& network, const Network& other);

bool is_unspecified(const Address& address);
bool is_loopback(const Address& address);
bool is_link_local_multicast(const Address& address);
bool is_link_local_unicast(const Address& address);
bool is_global_unicast(const Address& address);

}  // namespace nlbsim::fake_apiserver::cel
