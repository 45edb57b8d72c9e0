#include "engine/routes/rules/gateway_refusal.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/configuration/unusable.h"

namespace nlbsim::engine::rules {
namespace {

constexpr std::string_view kIpAddress = "IPAddress";
constexpr std::string_view kHostname = "Hostname";

}  // namespace

std::optional<Refusal> class_refusal(const kube::ObjectRef& gateway_class) {
  if (is_true(gateway_class->view<kube::GatewayClass>().status.conditions, condition::kAccepted)) return std::nullopt;
  return Refusal{reason::kInvalid, fmt::format("Unable to materialize gateway when gateway class [{}] is not accepted",
                                               gateway_class->meta().name)};
}

std::optional<Refusal> parameters_refusal(const ResolvedConfiguration& resolved, std::string_view default_scheme) {
  if (!resolved.missing.empty()) return Refusal{reason::kInvalidParameters, resolved.missing};
  if (!resolved.configuration) return std::nullopt;
  auto refused = refused_wish(resolved.configuration->spec, default_scheme);
  if (!refused) return std::nullopt;
  return Refusal{reason::kInvalidParameters, "LoadBalancerConfiguration: " + std::move(*refused)};
}

std::optional<Refusal> unsupported_address(const kube::GatewaySpec& gateway) {
  const auto other = std::ranges::find_if(gateway.addresses, [](const kube::GatewaySpecAddress& address) {
    return address.type != kIpAddress && address.type != kHostname;
  });
  if (other == gateway.addresses.end()) return std::nullopt;
  return Refusal{reason::kUnsupportedAddress,
                 fmt::format("spec.addresses: an NLB has no address of type {}", other->type)};
}

std::optional<Refusal> unusable_address(const kube::GatewaySpec& gateway) {
  for (const kube::GatewaySpecAddress& address : gateway.addresses) {
    if (!address.value.empty())
      return Refusal{reason::kAddressNotUsable,
                     fmt::format("spec.addresses: {} {} cannot be given, because AWS names an NLB and chooses its "
                                 "addresses",
                                 address.type, address.value)};
    if (address.type == kIpAddress)
      return Refusal{reason::kAddressNotAssigned,
                     "spec.addresses: an NLB is reached by its hostname, no IPAddress is assigned"};
  }
  return std::nullopt;
}

}  // namespace nlbsim::engine::rules
