#include "fake_apiserver/cel/address_values.h"

#include <memory>

namespace nlbsim::fake_apiserver::cel {
namespace {

struct AddressValue final : Opaque {
  explicit AddressValue(const Address& held) : Opaque(Kind::ip), address(held) {}
  bool equals(const Opaque& other) const override { return address == static_cast<const AddressValue&>(other).address; }
  std::string shown() const override { return "ip(\"" + show_address(address) + "\")"; }
  std::uint64_t size() const override { return address.v4 ? 4 : 16; }
  Address address;
};

struct NetworkValue final : Opaque {
  explicit NetworkValue(const Network& held) : Opaque(Kind::cidr), network(held) {}
  bool equals(const Opaque& other) const override { return network == static_cast<const NetworkValue&>(other).network; }
  std::string shown() const override { return "cidr(\"" + show_network(network) + "\")"; }
  std::uint64_t size() const override { return network.address.v4 ? 4 : 16; }
  Network network;
};

}  // namespace

Value address_value(const Address& address) { return Value::opaque(std::make_shared<const AddressValue>(address)); }
Value network_value(const Network& network) { return Value::opaque(std::make_shared<const NetworkValue>(network)); }
const Address& address_of(const Value& value) { return static_cast<const AddressValue&>(*value.as_opaque()).address; }
const Network& network_of(const Value& value) { return static_cast<const NetworkValue&>(*value.as_opaque()).network; }

}  // namespace nlbsim::fake_apiserver::cel
