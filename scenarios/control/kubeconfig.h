// A kubeconfig that leads clients to a served world.
#pragma once

#include <string>
#include <string_view>

#include "sim/result.h"

namespace nlbsim::scenarios {

// For kubectl, client-go and @kubernetes/client-node; the last refuses plain http without insecure-skip-tls-verify.
std::string kubeconfig(std::string_view kube_address);
// The same over TLS, with a bearer token if it is not empty. client-go sends a token over TLS alone.
std::string secure_kubeconfig(std::string_view kube_address, std::string_view authority, std::string_view token);
// Error code "CannotWrite".
sim::Result<void> write_kubeconfig(const std::string& file, std::string_view kube_address);
sim::Result<void> write_text(const std::string& file, std::string_view text);

}  // namespace nlbsim::scenarios
