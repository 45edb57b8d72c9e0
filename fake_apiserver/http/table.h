// Objects as `kubectl get` shows them: meta.k8s.io/v1 Table with the printer columns of their kind.
#pragma once

#include <span>

#include "api/kube/object.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

// How much of each object a row carries: ?includeObject=
enum class IncludeObject : std::uint8_t { metadata, none, object };

// With the columns of that version. `resource_version` is where a watch that follows the table starts; ages are counted
// from `now`. The columns are left out of all but the first table of a watch.
api::Json table(const Kind& kind, std::string_view version, std::span<const kube::ObjectRef> objects,
                std::uint64_t resource_version, IncludeObject include, sim::Instant now, bool with_columns = true);
// The same object without spec and status.
api::Json partial_metadata(const kube::Object& object);

// "45s", "3m10s", "12m", "4h5m", "2d3h", "9d", "1y20d": as kubectl prints ages.
std::string human_duration(sim::Duration age);

}  // namespace nlbsim::fake_apiserver
