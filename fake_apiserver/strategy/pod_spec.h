// What the server fills into the spec of a Pod, alone or as the template of a workload, and what a Pod's resources say
// of its class. Source: k8s.io/kubernetes pkg/apis/core/v1/defaults.go.
#pragma once

#include <string_view>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

void default_pod_spec(api::Json& spec);
// Also what admission adds to a Pod that is about to be created: tolerations, priority.
void admit_pod_spec(api::Json& spec);
// "Guaranteed", "Burstable" or "BestEffort".
std::string_view quality_of_service(const api::Json& spec);

}  // namespace nlbsim::fake_apiserver
