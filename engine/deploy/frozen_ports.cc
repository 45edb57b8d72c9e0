#include "engine/deploy/frozen_ports.h"

#include <algorithm>

#include "engine/model/security_group.h"
#include "engine/model/target_group.h"

namespace nlbsim::engine {
namespace {

const kube::Object* binding_of(const ActualStack& actual, const std::string& arn) {
  for (const kube::ObjectRef& binding : actual.bindings.items) {
    if (!binding->meta().deleting() && target_group_of(*binding) == arn) return binding.get();
  }
  return nullptr;
}

const TrackedTargetGroup* target_group_with(const ActualStack& actual, const std::string& arn) {
  const auto is = [&](const TrackedTargetGroup& group) { return group.resource.TargetGroupArn == arn; };
  const auto found = std::ranges::find_if(actual.target_groups.items, is);
  return found == actual.target_groups.items.end() ? nullptr : &*found;
}

// None while the Service is not there, or not such that these targets could be reached: its binding stays as it is.
std::optional<DesiredTargetGroupBinding> maintained(const Stack& stack, const TrackedTargetGroup& group,
                                                    const kube::Object* binding, const BoundService& bound,
                                                    const FindService& find_service) {
  const std::string id(resource_id_of(*group.tags));
  const kube::ObjectRef service = find_service(bound.service);
  if (id.empty() || !service) return std::nullopt;
  const auto& ports = service->view<kube::Service>().spec.ports;
  const auto port = std::ranges::find(ports, bound.port, &kube::ServicePort::port);
  if (port == ports.end()) return std::nullopt;
  const aws::TargetGroup& actual = group.resource;
  const std::string family = actual.IpAddressType.empty() ? "ipv4" : actual.IpAddressType;
  BoundTargetGroup traits{id,     actual.TargetGroupName, actual.TargetType, actual.Protocol,
                          family, actual.HealthCheckPort};
  auto desired = bind_service(stack.binding_template, traits, bound.service, *port);
  if (desired && binding) {
    desired->key = binding->meta().key();
    desired->node_selector = api::at(binding->document(), "spec", "nodeSelector");
    desired->multi_cluster = api::at(binding->document(), "spec", "multiClusterTargetGroup") == true;
  }
  return desired;
}

}  // namespace

std::vector<std::string> targets_of(const aws::Listener& listener) {
  std::vector<std::string> out;
  for (const aws::Action& action : listener.DefaultActions) {
    const bool listed = action.ForwardConfig && !action.ForwardConfig->TargetGroups.empty();
    if (!listed && !action.TargetGroupArn.empty()) out.push_back(action.TargetGroupArn);
    if (!listed) continue;
    for (const auto& tuple : action.ForwardConfig->TargetGroups) out.push_back(tuple.TargetGroupArn);
  }
  return out;
}

std::string_view target_group_of(const kube::Object& binding) {
  return api::text(api::at(binding.document(), "spec", "targetGroupARN"));
}

std::optional<BoundService> bound_service(const kube::Object& binding) {
  const auto& reference = binding.view<kube::TargetGroupBinding>().spec.serviceRef;
  if (!reference.port.is_number_integer()) return std::nullopt;
  return BoundService{{binding.meta().namespace_, reference.name}, reference.port.get<std::int32_t>()};
}

FrozenPorts frozen_ports(const Stack& stack, const ActualStack& actual, const BoundServices& bound_before,
                         const FindService& find_service) {
  FrozenPorts frozen;
  for (const TrackedListener& listener : actual.listeners) {
    if (!stack.frozen(listener.resource.Port)) continue;
    open_to_clients({listener.resource.Protocol, listener.resource.Port}, stack.clients, frozen.rules);
    for (const std::string& arn : targets_of(listener.resource)) {
      const TrackedTargetGroup* group = target_group_with(actual, arn);
      if (!frozen.target_groups.insert(arn).second || !group) continue;
      const kube::Object* binding = binding_of(actual, arn);
      std::optional<BoundService> bound;
      if (binding) bound = bound_service(*binding);
      else if (const auto before = bound_before.find(arn); before != bound_before.end()) bound = before->second;
      if (!bound) continue;
      auto desired = maintained(stack, *group, binding, *bound, find_service);
      const auto same = [&](const DesiredTargetGroupBinding& other) { return desired && other.id == desired->id; };
      if (desired && std::ranges::none_of(stack.bindings, same)) frozen.bindings.push_back(std::move(*desired));
    }
  }
  return frozen;
}

}  // namespace nlbsim::engine
