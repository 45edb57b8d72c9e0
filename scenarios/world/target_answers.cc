#include "scenarios/world/target_answers.h"

#include <algorithm>
#include <vector>

#include "scenarios/world/data_plane.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

std::set<std::int32_t> node_ports(const kube::ObjectRef& service) {
  std::set<std::int32_t> ports;
  if (!service) return ports;
  for (const api::Json& port : api::at(service->document(), "spec", "ports"))
    if (const api::Json& number = api::member(port, "nodePort"); number.is_number_integer())
      ports.insert(static_cast<std::int32_t>(number.get<std::int64_t>()));
  return ports;
}

}  // namespace

void TargetAnswers::begin() {
  for (const ClusterSlot& cluster : world_.clusters()) {
    const auto slices = cluster.core.registry().find_kind("discovery.k8s.io/v1", "EndpointSlice");
    slices_ = slices_ || (slices && !cluster.core.store().objects(*slices).empty());
  }
  if (slices_) follow();
}

void TargetAnswers::changed(const kube::Resource& resource, const fake_apiserver::Change& change) {
  const bool gone = change.type == kube::WatchEventType::deleted;
  if (resource == kube::kServices) {
    const std::set<std::int32_t> before = node_ports(gone ? change.object : change.previous);
    const std::set<std::int32_t> now = gone ? std::set<std::int32_t>() : node_ports(change.object);
    bool moved = false;
    for (const std::int32_t port : before) moved |= !now.contains(port) && given_up_.insert(port).second;
    for (const std::int32_t port : now) moved |= given_up_.erase(port) > 0;
    // Another policy counts only where endpoints are told.
    if (moved || slices_) follow();
  } else if (resource.kind == "EndpointSlice") {
    slices_ = true;
    follow();
  } else if (resource.kind == "Pod" && slices_ &&
             api::at(change.object->document(), "spec", "readinessGates").is_array()) {
    follow();
  } else if (slices_ && is_workload(resource.kind) && change.type != kube::WatchEventType::modified) {
    follow();
  } else if (resource == kube::kNodes && (slices_ || !given_up_.empty())) {
    if (change.type != kube::WatchEventType::modified) follow();
  }
}

void TargetAnswers::set_passing(std::string target, std::int32_t port, bool passing) {
  for (const ClusterNode& node : nodes_of(world_))
    if (node.name == target) target = node.instance;
  if (passing) by_hand_.erase({target, port});
  else by_hand_.insert({std::move(target), port});
  follow();
}

void TargetAnswers::follow() {
  Targets silent = by_hand_;
  if (slices_)
    for (const auto& [target, pods] : cluster_view(world_))
      if (pods.empty()) silent.emplace(target.id, target.port);
  if (!given_up_.empty())
    for (const ClusterNode& node : nodes_of(world_))
      for (const std::int32_t port : given_up_) {
        silent.emplace(node.instance, port);
        silent.emplace(node.address, port);
      }
  tell(silent);
}

void TargetAnswers::tell(const Targets& silent) {
  if (silent == told_) return;
  fake_aws::Account& account = world_.account();
  for (const auto& [id, port] : told_)
    if (!silent.contains({id, port})) account.set_responding(id, port, true);
  for (const auto& [id, port] : silent)
    if (!told_.contains({id, port})) account.set_responding(id, port, false);
  told_ = silent;
  world_.aws_server().refresh();
}

}  // namespace nlbsim::scenarios
