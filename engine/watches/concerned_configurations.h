// Which configurations a change of somebody who may use them concerns: one that is used is kept, one that is used no
// more may go. Costs nothing in a cluster without configurations.
#pragma once

#include "engine/watches/watch.h"

namespace nlbsim::engine {

// Its LoadBalancerConfiguration, and the TargetGroupConfigurations of the Services behind its routes.
void add_configurations_of_gateway(const kube::Object& gateway, const Listers& listers, Affected& affected);
void add_configurations_of_class(const kube::Object& gateway_class, const Listers& listers, Affected& affected);
void add_configurations_of_route(const kube::Object& route, const Listers& listers, Affected& affected);
void add_configurations_of_service(const kube::ObjectKey& service, const Listers& listers, Affected& affected);

}  // namespace nlbsim::engine
