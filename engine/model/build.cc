#include "engine/model/build.h"

#include <algorithm>

#include "engine/model/listener.h"
#include "engine/model/load_balancer.h"
#include "engine/model/security_group.h"
#include "engine/model/target_group.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kFailedBuildModel = "FailedBuildModel";

// The listener of a serving port and what stands behind it. Two ports of one route and Service share a target group.
sim::Result<void> add_port(Stack& stack, const ModelInput& input, const LoadedPort& port) {
  auto group = build_target_group(input, port);
  if (!group) return sim::forward(std::move(group.error()));
  auto listener = build_listener(input, port, group->id);
  if (!listener) return sim::forward(std::move(listener.error()));
  stack.listeners.push_back(std::move(*listener));
  if (std::ranges::find(stack.target_groups, group->id, &DesiredTargetGroup::id) != stack.target_groups.end())
    return {};
  stack.bindings.push_back(build_target_group_binding(input, port, *group));
  stack.target_groups.push_back(std::move(*group));
  return {};
}

}  // namespace

sim::Result<Stack> build_stack(const ModelInput& input, const Profile& profile) {
  Stack stack;
  stack.gateway = input.gateway.key;
  stack.gateway_uid = input.gateway.uid;
  stack.clients = build_clients(input);
  if (input.security_group_ids.empty())
    stack.security_groups.push_back(build_managed_security_group(input, stack.clients));
  stack.load_balancer = build_load_balancer(input);
  stack.binding_template = build_binding_template(input);
  for (const LoadedPort& port : input.ports) {
    if (port.state == PortState::unused) continue;
    if (port.state == PortState::frozen) {
      stack.frozen_ports.push_back(port.port);
      continue;
    }
    const auto added = add_port(stack, input, port);
    if (added) continue;
    if (profile.violations_freeze_gateway) return sim::fail(std::string(kFailedBuildModel), added.error().message);
    stack.frozen_ports.push_back(port.port);
    stack.violations.push_back({std::string(kFailedBuildModel), added.error().message});
  }
  std::ranges::sort(stack.frozen_ports);
  std::ranges::sort(stack.listeners, {}, &DesiredListener::port);
  std::ranges::sort(stack.target_groups, {}, &DesiredTargetGroup::id);
  std::ranges::sort(stack.bindings, {}, &DesiredTargetGroupBinding::id);
  return stack;
}

}  // namespace nlbsim::engine
