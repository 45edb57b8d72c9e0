// IP addresses and networks as values: the two libraries make each other's.
#pragma once

#include "fake_apiserver/cel/address.h"
#include "fake_apiserver/cel/value.h"

namespace nlbsim::fake_apiserver::cel {

Value address_value(const Address& address);
Value network_value(const Network& network);
const Address& address_of(const Value& value);  // of such a value
const Network& network_of(const Value& value);

}  // namespace nlbsim::fake_apiserver::cel
