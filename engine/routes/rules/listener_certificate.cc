#include "engine/routes/rules/listener_certificate.h"

#include <fmt/format.h>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {

Verdict listener_certificate(const kube::Listener& listener, std::string_view nlb_protocol,
                             const std::string& gateway) {
  if (nlb_protocol != "TLS") return {};
  const bool named = listener.hostname && !listener.hostname->empty();
  const std::string text =
      named
          ? fmt::format("no certificate found for host: {}", *listener.hostname)
          : fmt::format("No hostnames found for TLS cert discovery for listener on gateway {} with protocol:port {}:{}",
                        gateway, listener.protocol, listener.port);
  return {
      PortState::frozen, {make_condition(condition::kResolvedRefs, false, reason::kInvalidCertificateRef, text)}, text};
}

}  // namespace nlbsim::engine::rules
