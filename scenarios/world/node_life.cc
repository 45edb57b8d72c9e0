#include "scenarios/world/node_life.h"

#include <memory>
#include <utility>

#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

// The node controller waits so long for a kubelet that has fallen silent (--node-monitor-grace-period).
constexpr sim::Duration kGracePeriod = std::chrono::seconds{40};
// A kubelet that has started posts its status so often (--node-status-update-frequency).
constexpr sim::Duration kStatusPeriod = std::chrono::seconds{10};

// The name of the Node that runs on the instance; empty: none.
std::string node_on(const fake_apiserver::ApiServer& core, std::string_view instance_id) {
  const auto place = core.registry().find_kind("v1", "Node");
  if (!place) return {};
  for (const auto& [key, node] : core.store().objects(*place)) {
    const std::string_view provider = api::text(api::at(node->document(), "spec", "providerID"));
    if (provider.ends_with(instance_id) && provider.ends_with("/" + std::string(instance_id))) return key.name;
  }
  return {};
}

api::JsonRef ready_condition(bool ready, sim::Instant now) {
  const std::string at = sim::to_rfc3339(now);
  const Json condition{{"type", "Ready"},
                       {"status", ready ? "True" : "Unknown"},
                       {"reason", ready ? "KubeletReady" : "NodeStatusUnknown"},
                       {"message", ready ? "kubelet is posting ready status" : "Kubelet stopped posting node status."},
                       {"lastHeartbeatTime", at},
                       {"lastTransitionTime", at}};
  return std::make_shared<const Json>(Json{{"status", Json{{"conditions", Json::array({condition})}}}});
}

}  // namespace

void NodeLife::instance_changed(const std::string& instance_id, std::string_view state, sim::RecordId cause) {
  if (state != "running" && state != "stopped" && state != "terminated") return;
  const sim::Duration delay = state == "running" ? kStatusPeriod : kGracePeriod;
  const auto due = [this, instance_id, state = std::string(state), cause] { follow(instance_id, state, cause); };
  world_.scheduler().after(kubelet_, delay, sim::TimerKind::pending, due);
}

void NodeLife::follow(const std::string& instance_id, const std::string& state, sim::RecordId cause) {
  const auto& instances = world_.account().network().instances;
  const auto instance = instances.find(instance_id);
  // It has changed again since.
  if (instance != instances.end() && instance->second.description.State.Name != state) return;
  for (const ClusterSlot& cluster : world_.clusters()) {
    const std::string node = node_on(cluster.core, instance_id);
    if (node.empty()) continue;
    if (state == "terminated") {
      kube::Delete::Request request;
      request.resource = kube::kNodes;
      request.key = {{}, node};
      sim::spawn(kubelet_, remove(cluster.name, std::move(request), cause));
      continue;
    }
    kube::Patch::Request request;
    request.resource = kube::kNodes;
    request.key = {{}, node};
    request.subresource = "status";
    request.type = kube::PatchType::strategic;
    request.body = ready_condition(state == "running", world_.scheduler().now());
    sim::spawn(kubelet_, patch(cluster.name, std::move(request), cause));
  }
}

// A Node that somebody took away meanwhile is nobody's loss, so no error is.
sim::Task<void> NodeLife::patch(std::string cluster, kube::Patch::Request request, sim::RecordId cause) {
  api::Pipeline& kube = *world_.cluster(cluster)->kube;
  api::CallContext context;
  context.actor = &kubelet_;
  context.cause = cause;
  [[maybe_unused]] const auto answer = co_await api::call<kube::Patch>(kube, context, std::move(request));
}

sim::Task<void> NodeLife::remove(std::string cluster, kube::Delete::Request request, sim::RecordId cause) {
  api::Pipeline& kube = *world_.cluster(cluster)->kube;
  api::CallContext context;
  context.actor = &kubelet_;
  context.cause = cause;
  [[maybe_unused]] const auto answer = co_await api::call<kube::Delete>(kube, context, std::move(request));
}

}  // namespace nlbsim::scenarios
