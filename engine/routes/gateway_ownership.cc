#include "engine/routes/gateway_ownership.h"

#include "engine/names.h"

namespace nlbsim::engine {

std::vector<kube::ObjectKey> class_key(const kube::Object& gateway) {
  return {{"", gateway.view<kube::Gateway>().spec.gatewayClassName}};
}

const Lister::Keys& gateways_of_class(const Listers& listers, const std::string& gateway_class) {
  return listers.of(kube::kGateways).indexed(kGatewaysByClass, {"", gateway_class});
}

kube::ObjectRef class_of(const Listers& listers, const kube::ObjectRef& gateway) {
  return listers.get(kube::kGatewayClasses, {"", gateway->view<kube::Gateway>().spec.gatewayClassName});
}

bool is_our_class(const kube::ObjectRef& gateway_class) {
  return gateway_class && gateway_class->view<kube::GatewayClass>().spec.controllerName == kControllerName;
}

bool is_ours(const Listers& listers, const kube::ObjectRef& gateway) {
  return is_our_class(class_of(listers, gateway));
}

bool is_our_gateway(const Listers& listers, const kube::ObjectKey& key) {
  const kube::ObjectRef gateway = listers.get(kube::kGateways, key);
  return gateway && is_ours(listers, gateway);
}

}  // namespace nlbsim::engine
