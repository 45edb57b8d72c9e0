#include "engine/routes/rules/listener_certificate.h"

#include <fmt/format.h>

namespace nlbsim::engine::rules {

std::optional<std::string> missing_certificate(const kube::Listener& listener, std::string_view nlb_protocol,
                                               const std::string& gateway) {
  if (nlb_protocol != "TLS") return std::nullopt;
  if (!listener.hostname || listener.hostname->empty())
    return fmt::format("No hostnames found for TLS cert discovery for listener on gateway {} with protocol:port {}:{}",
                       gateway, listener.protocol, listener.port);
  return fmt::format("no certificate found for host: {}", *listener.hostname);
}

}  // namespace nlbsim::engine::rules
