// The example's Gateway, route and Service as values, for tests of the model and of the deploy.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine::testing {

inline kube::ObjectRef object(const char* json) { return kube::Object::make(*api::parse_json(json)); }

inline kube::ObjectRef example_gateway() {
  return object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-gateway",
    "uid":"11111111-2222-3333-4444-555555555555","finalizers":["gateway.k8s.aws/nlb"]},
    "spec":{"gatewayClassName":"aws-nlb","listeners":[]}})");
}

inline kube::ObjectRef example_service() {
  return object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-service"},"spec":{"type":"NodePort",
    "ports":[{"port":9000,"protocol":"TCP","targetPort":9000,"nodePort":30900}],"ipFamilies":["IPv4"]}})");
}

inline kube::ObjectRef example_route() {
  return object(R"({"metadata":{"namespace":"example-ns","name":"my-tcp-app-route"},"spec":{}})");
}

inline LoadedPort serving_port(kube::ObjectRef service = example_service()) {
  LoadedPort port;
  port.port = 8080;
  port.protocol = "TCP";
  port.state = PortState::serving;
  port.target_protocol = "TCP";
  port.route_resource = kube::kTcpRoutes;
  port.route = example_route();
  const kube::ServicePort service_port = service->view<kube::Service>().spec.ports.at(0);
  port.backend = ResolvedBackend{std::move(service), service_port};
  return port;
}

inline LoadedPort bare_port(PortState state) {
  LoadedPort port;
  port.port = 8080;
  port.protocol = "TCP";
  port.state = state;
  return port;
}

inline GatewayIdentity example_identity() {
  return {"demo-cluster", {"example-ns", "my-tcp-gateway"}, "11111111-2222-3333-4444-555555555555"};
}

inline ModelInput example_input(std::vector<LoadedPort> ports) {
  ModelInput input;
  input.gateway = example_identity();
  input.ports = std::move(ports);
  input.scheme = "internal";
  input.target_type = "instance";
  input.vpc_id = "vpc-1";
  input.subnet_ids = {"subnet-1", "subnet-2"};
  input.backend_security_group_id = "sg-backend";
  return input;
}

}  // namespace nlbsim::engine::testing
