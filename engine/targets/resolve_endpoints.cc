#include "engine/targets/resolve_endpoints.h"

#include <algorithm>

namespace nlbsim::engine {
namespace {

const kube::TargetGroupBindingSpec& bound_spec(const kube::ObjectRef& binding) {
  return binding->view<kube::TargetGroupBinding>().spec;
}

}  // namespace

kube::ObjectKey service_of(const kube::ObjectRef& binding) {
  return {binding->meta().namespace_, bound_spec(binding).serviceRef.name};
}

sim::Result<ResolvedEndpoints> resolve_endpoints(const kube::ObjectRef& binding, const BindingListers& listers,
                                                 const Profile& profile) {
  const kube::ObjectKey service_key = service_of(binding);
  const kube::ObjectRef service = listers.services.get(service_key);
  if (bound_spec(binding).targetType == "ip")
    return resolve_ip_endpoints(bound_spec(binding), service_key, service, listers.endpoints());
  return resolve_instance_endpoints(bound_spec(binding), service_key, service, listers.nodes.all(), profile);
}

bool target_is_gone(const kube::ObjectRef& binding, const std::string& target_id, std::int32_t port,
                    const BindingListers& listers) {
  const kube::ObjectKey service_key = service_of(binding);
  if (bound_spec(binding).targetType == "ip") return !pod_stands_at(target_id, port, service_key, listers.endpoints());
  if (instance_port(bound_spec(binding), listers.services.get(service_key)) != port) return true;
  return std::ranges::none_of(listers.nodes.all(), [&](const auto& entry) {
    return instance_of(entry.second->template view<kube::Node>().spec.providerID) == target_id;
  });
}

}  // namespace nlbsim::engine
