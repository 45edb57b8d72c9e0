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
// What all bindings of a Gateway share: VPC, source, labels and annotations.
DesiredTargetGroupBinding build_binding_template(const ModelInput& input);

// A target group as far as its binding depends on it.
struct BoundTargetGroup {
  std::string id;
  std::string name;
  std::string target_type;
  std::string protocol;
  std::string ip_address_type;
  std::string health_check_port;
};
// None: the Service has no port that such targets could be reached on.
std::optional<DesiredTargetGroupBinding> bind_service(const DesiredTargetGroupBinding& common,
                                                      const BoundTargetGroup& group, const kube::ObjectKey& service,
                                                      const kube::ServicePort& port);

}  // namespace nlbsim::engine
