#include "engine/targets/endpoint_references.h"

namespace nlbsim::engine {

std::optional<kube::ObjectKey> pod_of(const kube::SliceEndpoint& endpoint, const std::string& slice_namespace) {
  if (!endpoint.targetRef || endpoint.targetRef->kind != kube::kPods.kind) return std::nullopt;
  return kube::ObjectKey{endpoint.targetRef->namespace_.value_or(slice_namespace), endpoint.targetRef->name};
}

std::vector<kube::ObjectKey> service_of_slice(const kube::Object& slice) {
  const auto& labels = slice.meta().labels;
  const auto found = labels.find(std::string(kube::kServiceNameLabel));
  if (found == labels.end()) return {};
  return {{slice.meta().namespace_, found->second}};
}

std::vector<kube::ObjectKey> pods_of_slice(const kube::Object& slice) {
  std::vector<kube::ObjectKey> pods;
  for (const kube::SliceEndpoint& endpoint : slice.view<kube::EndpointSlice>().endpoints)
    if (auto pod = pod_of(endpoint, slice.meta().namespace_)) pods.push_back(*std::move(pod));
  return pods;
}

}  // namespace nlbsim::engine
