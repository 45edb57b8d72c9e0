#include "api/kube/endpoint_views.h"

#include "api/describe.h"

namespace nlbsim::kube {

BOOST_DESCRIBE_STRUCT(PodReadinessGate, (), (conditionType))
BOOST_DESCRIBE_STRUCT(ContainerPort, (), (name, containerPort))
BOOST_DESCRIBE_STRUCT(Container, (), (ports))
BOOST_DESCRIBE_STRUCT(PodSpec, (), (nodeName, readinessGates, containers))
BOOST_DESCRIBE_STRUCT(PodStatus, (), (podIP, conditions))
BOOST_DESCRIBE_STRUCT(Pod, (), (spec, status))
BOOST_DESCRIBE_STRUCT(EndpointConditions, (), (ready, serving, terminating))
BOOST_DESCRIBE_STRUCT(EndpointTargetReference, (), (kind, name, namespace_))
BOOST_DESCRIBE_STRUCT(SliceEndpoint, (), (addresses, conditions, targetRef))
BOOST_DESCRIBE_STRUCT(EndpointPort, (), (name, port))
BOOST_DESCRIBE_STRUCT(EndpointSlice, (), (addressType, endpoints, ports))
// As in views.cc: a description is known where it stands and nowhere else.
BOOST_DESCRIBE_STRUCT(Condition, (), (type, status, reason, message, lastTransitionTime, observedGeneration))

void read_view(const Json& document, Pod& into) { api::read_json(document, into); }
void read_view(const Json& document, EndpointSlice& into) { api::read_json(document, into); }

}  // namespace nlbsim::kube
