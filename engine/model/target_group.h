// The target group of a port and the TargetGroupBinding that fills it. The port must be serving.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

// Error code "InvalidBackend": the Service has no port that such targets could be reached on.
sim::Result<DesiredTargetGroup> build_target_group(const ModelInput& input, const LoadedPort& port);
// Lets the shared backend security group reach the targets, on the traffic port and, where it is another, on the port
// of the health check.
DesiredTargetGroupBinding build_target_group_binding(const ModelInput& input, const LoadedPort& port,
                                                     const DesiredTargetGroup& group);

}  // namespace nlbsim::engine
