// The NLB listener of a port: its protocol from the Gateway, one forward action.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

// Error code "UnsupportedProtocol": a terminating TLS listener needs a certificate, and none can be given yet.
sim::Result<DesiredListener> build_listener(const ModelInput& input, const LoadedPort& port,
                                            const std::string& target_group_id);

}  // namespace nlbsim::engine
