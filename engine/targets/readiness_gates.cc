#include "engine/targets/readiness_gates.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/kube/kube.h"
#include "engine/targets/ip_endpoints.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kHealthy = "healthy";
constexpr std::string_view kInitial = "initial";

std::optional<aws::TargetHealth> health_of(const Endpoint& endpoint, const std::vector<ListedTarget>& listed) {
  const auto same = [&](const ListedTarget& entry) {
    return entry.target.Id == endpoint.target_id && entry.target.Port == endpoint.port;
  };
  const auto found = std::ranges::find_if(listed, same);
  return found == listed.end() ? std::nullopt : found->health;
}

bool on_its_way(const std::optional<aws::TargetHealth>& health) { return !health || health->State == kInitial; }

}  // namespace

bool has_gate(const kube::Object& pod, std::string_view gate) {
  const auto& gates = pod.view<kube::Pod>().spec.readinessGates;
  return std::ranges::find(gates, gate, &kube::PodReadinessGate::conditionType) != gates.end();
}

kube::Condition gate_condition(std::string gate, const std::optional<aws::TargetHealth>& health) {
  kube::Condition condition;
  condition.type = std::move(gate);
  condition.status = "Unknown";
  if (!health) return condition;
  condition.status = health->State == kHealthy ? "True" : "False";
  condition.reason = health->Reason;
  condition.message = health->Description;
  return condition;
}

kube::Condition gate_of_gone_binding(std::string gate) {
  kube::Condition condition;
  condition.type = std::move(gate);
  condition.status = "True";
  condition.message = "Target Group Binding is deleted";
  return condition;
}

bool says(const kube::Object& pod, const kube::Condition& condition) {
  const kube::Condition* standing = kube::find_condition(pod.view<kube::Pod>().status.conditions, condition.type);
  return standing && standing->status == condition.status && standing->reason == condition.reason &&
         standing->message == condition.message;
}

sim::Task<sim::Result<Gates>> ReadinessGates::tell(std::string binding, ResolvedEndpoints resolved,
                                                   std::vector<ListedTarget> listed, sim::RecordId cause) {
  const std::string gate = readiness_gate_of(binding);
  Gates gates = Gates::open;
  for (std::size_t at = 0; at < resolved.pods.size(); ++at) {
    const kube::ObjectRef pod = pods_.get(resolved.pods[at].pod);
    if (!pod || !has_gate(*pod, gate)) continue;
    const auto health = health_of(resolved.endpoints[at], listed);
    kube::Condition condition = gate_condition(gate, health);
    if (condition.status != "True" && gates != Gates::pending)
      gates = on_its_way(health) ? Gates::pending : Gates::closed;
    auto written = co_await write(pod, std::move(condition), cause);
    if (!written) co_return sim::forward(std::move(written.error()));
  }
  co_return gates;
}

sim::Task<sim::Result<void>> ReadinessGates::open(std::string binding, ResolvedEndpoints resolved,
                                                  sim::RecordId cause) {
  const std::string gate = readiness_gate_of(binding);
  for (const EndpointPod& each : resolved.pods) {
    const kube::ObjectRef pod = pods_.get(each.pod);
    if (!pod || !has_gate(*pod, gate)) continue;
    auto written = co_await write(pod, gate_of_gone_binding(gate), cause);
    if (!written) co_return written;
  }
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> ReadinessGates::write(kube::ObjectRef pod, kube::Condition condition,
                                                   sim::RecordId cause) {
  if (says(*pod, condition)) co_return sim::Result<void>();
  const kube::Condition* standing = kube::find_condition(pod->view<kube::Pod>().status.conditions, condition.type);
  api::Json told = api::Json::object();
  told["type"] = condition.type;
  told["status"] = condition.status;
  told["reason"] = condition.reason;
  told["message"] = condition.message;
  if (!standing || standing->status != condition.status)
    told["lastTransitionTime"] = sim::to_rfc3339(context_.scheduler.now());
  api::Json body = api::Json::object();
  body["metadata"]["uid"] = pod->meta().uid;  // another Pod of that name is none of ours
  body["status"]["conditions"] = api::Json::array({std::move(told)});
  kube::Patch::Request request;
  request.resource = kube::kPods;
  request.key = pod->meta().key();
  request.subresource = "status";
  request.type = kube::PatchType::strategic;  // conditions merge by type: the kubelet's stay
  request.body = std::make_shared<const api::Json>(std::move(body));
  auto answer = co_await api::call<kube::Patch>(context_.kube, context_.call(cause), std::move(request));
  if (answer || answer.error().code == "NotFound") co_return sim::Result<void>();
  co_return sim::forward(std::move(answer.error()));
}

}  // namespace nlbsim::engine
