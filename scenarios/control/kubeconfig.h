// A kubeconfig that leads clients to a served world.
#pragma once

#include <string>
#include <string_view>

#include "sim/result.h"

namespace nlbsim::scenarios {

// For kubectl, client-go and @kubernetes/client-node; the last refuses plain http without insecure-skip-tls-verify.
std::string kubeconfig(std::string_view kube_address);
// Error code "CannotWrite".
sim::Result<void> write_kubeconfig(const std::string& file, std::string_view kube_address);

}  // namespace nlbsim::scenarios
