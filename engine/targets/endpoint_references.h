// How EndpointSlices are found: by the Service that they belong to, and by the Pods that they name.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/endpoint_views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The Pod behind an endpoint; none: it is something else.
std::optional<kube::ObjectKey> pod_of(const kube::SliceEndpoint& endpoint, const std::string& slice_namespace);

// What the indexes say of a slice. Keys of nothing where it has no such label or endpoint.
std::vector<kube::ObjectKey> service_of_slice(const kube::Object& slice);
std::vector<kube::ObjectKey> pods_of_slice(const kube::Object& slice);

inline constexpr Indexer kSlicesByService{"service", service_of_slice};
inline constexpr Indexer kSlicesByPod{"pod", pods_of_slice};
inline constexpr std::array kSliceIndexers{kSlicesByService, kSlicesByPod};

// The kinds that are watched from the first binding with targets of type ip on.
inline constexpr std::array kEndpointResources{kube::kPods, kube::kEndpointSlices};

}  // namespace nlbsim::engine
