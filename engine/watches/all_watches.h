// The table of watches: one row for each watched kind, in the order in which their reflectors start.
#pragma once

#include <vector>

#include "engine/watches/watch.h"

namespace nlbsim::engine {

// Each in the file of its name.
Watch gateway_class_watch();
Watch gateway_watch();
Watch listener_set_watch();
Watch service_watch();
Watch reference_grant_watch();
Watch namespace_watch();
Watch target_group_binding_watch();
std::vector<Watch> route_watches();  // of every row of kRouteKinds
Watch node_watch();
Watch load_balancer_configuration_watch();
Watch target_group_configuration_watch();
Watch pod_watch();
Watch endpoint_slice_watch();

const std::vector<Watch>& all_watches();

// An empty lister for each watched kind, with its indexes.
Listers watched_listers();
// Whom the change concerns; the resource is a watched one.
Affected affected_by(const kube::Resource& resource, const Change& change);

}  // namespace nlbsim::engine
