#include "engine/routes/snapshot.h"

#include "engine/names.h"

namespace nlbsim::engine {

kube::ObjectRef class_of(const Snapshot& snapshot, const kube::ObjectRef& gateway) {
  return snapshot.gateway_classes.get({"", gateway->view<kube::Gateway>().spec.gatewayClassName});
}

bool is_our_class(const kube::ObjectRef& gateway_class) {
  return gateway_class && gateway_class->view<kube::GatewayClass>().spec.controllerName == kControllerName;
}

bool is_ours(const Snapshot& snapshot, const kube::ObjectRef& gateway) {
  return is_our_class(class_of(snapshot, gateway));
}

bool is_our_gateway(const Snapshot& snapshot, const kube::ObjectKey& key) {
  const kube::ObjectRef gateway = snapshot.gateways.get(key);
  return gateway && is_ours(snapshot, gateway);
}

}  // namespace nlbsim::engine
