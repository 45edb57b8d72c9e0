#include "engine/model/listener.h"

#include <fmt/format.h>

#include "engine/model/load_balancer.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kTls = "TLS";
constexpr std::string_view kNoAlpn = "None";

}  // namespace

sim::Result<DesiredListener> build_listener(const ModelInput& input, const LoadedPort& port,
                                            const std::string& target_group_id) {
  const bool tls = port.protocol == kTls;
  if (tls && port.certificates.empty()) {
    return sim::fail("NoCertificate", fmt::format("listener {}:{} of gateway {} has no certificate", port.protocol,
                                                  port.port, input.gateway.key.text()));
  }
  DesiredListener listener;
  listener.id = std::to_string(port.port);
  listener.port = port.port;
  listener.protocol = port.protocol;
  listener.target_group_id = target_group_id;
  listener.tags = resource_tags(input, listener.id);
  const kube::ListenerConfiguration* wish = listener_configuration(input.configuration.get(), port.protocol, port.port);
  if (wish && port.protocol == "TCP") listener.attributes = to_attributes(wish->listenerAttributes);
  if (!tls) return listener;
  listener.certificates = port.certificates;
  listener.ssl_policy = wish && wish->sslPolicy ? *wish->sslPolicy : std::string(input.default_ssl_policy);
  listener.alpn_policy = wish && wish->alpnPolicy ? *wish->alpnPolicy : std::string(kNoAlpn);
  return listener;
}

}  // namespace nlbsim::engine
