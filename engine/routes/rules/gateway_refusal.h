// Why a Gateway is not accepted as a whole, whatever its listeners say: its class is not, its parameters cannot be
// found, or it asks for an address of a type that no NLB has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/kube/views.h"
#include "engine/configuration/load_balancer.h"

namespace nlbsim::engine::rules {

struct Refusal {
  std::string_view reason;  // of the condition
  std::string message;
};

// The class has been decided on, and is not accepted.
std::optional<Refusal> class_refusal(const kube::ObjectRef& gateway_class);
// What its parameters, or those of its class, name is not there; or they ask for what no NLB can be.
std::optional<Refusal> parameters_refusal(const ResolvedConfiguration& resolved, std::string_view default_scheme);
// A type other than IPAddress and Hostname: Accepted=False/UnsupportedAddress.
std::optional<Refusal> unsupported_address(const kube::GatewaySpec& gateway);
// AWS names an NLB and chooses its addresses, so of those that can be asked for here only "any Hostname" is given. The
// others are Programmed=False: AddressNotUsable, or AddressNotAssigned for one without a value.
std::optional<Refusal> unusable_address(const kube::GatewaySpec& gateway);

}  // namespace nlbsim::engine::rules
