// What a cluster's nodes do when their instances in AWS change, as kubelet, node controller and cloud node controller
// do it: a Node whose instance stands still turns NotReady, one whose instance runs again Ready, and one whose instance
// is terminated goes.
#pragma once

#include <string>
#include <string_view>

#include "api/kube/kube.h"
#include "sim/task.h"

namespace nlbsim::scenarios {

class World;

class NodeLife {
 public:
  // Both outlive this; `kubelet` is the actor of what is done to nodes.
  NodeLife(World& world, sim::Actor& kubelet) : world_(world), kubelet_(kubelet) {}
  NodeLife(const NodeLife&) = delete;
  NodeLife& operator=(const NodeLife&) = delete;

  // In the step in which it happened, which is `cause`. States that pass, and instances that are no node, are nothing.
  void instance_changed(const std::string& instance_id, std::string_view state, sim::RecordId cause);

 private:
  void follow(const std::string& instance_id, const std::string& state, sim::RecordId cause);
  sim::Task<void> patch(std::string cluster, kube::Patch::Request request, sim::RecordId cause);
  sim::Task<void> remove(std::string cluster, kube::Delete::Request request, sim::RecordId cause);

  World& world_;
  sim::Actor& kubelet_;
};

}  // namespace nlbsim::scenarios
