#include "engine/model/listener.h"

#include <fmt/format.h>

#include "engine/model/tags.h"

namespace nlbsim::engine {

sim::Result<DesiredListener> build_listener(const ModelInput& input, const LoadedPort& port,
                                            const std::string& target_group_id) {
  if (port.protocol != "TCP" && port.protocol != "UDP") {
    return sim::fail("UnsupportedProtocol",
                     fmt::format("listener {}:{} of gateway {} needs a certificate, which this controller cannot find "
                                 "yet: use protocol TCP, or TLS with mode Passthrough",
                                 port.protocol, port.port, input.gateway.key.text()));
  }
  DesiredListener listener;
  listener.id = std::to_string(port.port);
  listener.port = port.port;
  listener.protocol = port.protocol;
  listener.target_group_id = target_group_id;
  listener.tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, listener.id);
  return listener;
}

}  // namespace nlbsim::engine
