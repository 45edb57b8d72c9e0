// All that AWS Load Balancer Controller needs in order to run against a served world, in one folder:
//
//   kubeconfig              over TLS, with the client's token
//   environment             credentials by which its AWS calls are known, NAME=VALUE a line
//   webhook/tls.crt, .key   the certificate that its webhooks serve; nothing calls them
//   v2.14.1.flags, v3.5.0.flags   its flags, one a line
//   run-v2.14.1, run-v3.5.0       scripts: run-v2.14.1 PROGRAM starts it with all of these
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/control/clients.h"
#include "scenarios/control/serve.h"

namespace nlbsim::scenarios {

// What a controller is told of the world that it runs in.
struct ControllerPlace {
  std::string folder;  // absolute
  std::string cluster, region, vpc_id;
  std::string aws_address;
  // Ports of its own on the loopback device: metrics, health and webhooks.
  std::uint16_t metrics_port = 0, health_port = 0, webhook_port = 0;
};

// In the order of the releases' own help.
std::vector<std::string> controller_flags(const ControllerPlace& place, bool v2);

// Makes the folder. The client is the one whose token the files carry. Error codes "CannotWrite", "NoCertificate".
Result<void> write_controller(const std::string& folder, ServedWorld& served, const ClientSpec& client);

}  // namespace nlbsim::scenarios
