// The NLB listener of a port: its protocol from the Gateway, one forward action.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

// Error code "NoCertificate": one that terminates TLS has none.
sim::Result<DesiredListener> build_listener(const ModelInput& input, const LoadedPort& port,
                                            const std::string& target_group_id);

}  // namespace nlbsim::engine
