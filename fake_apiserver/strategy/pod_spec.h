// What the server fills into the spec of a Pod, alone or as the template of a workload, and what a Pod's resources say
// of its class. Source: k8s.io/kubernetes pkg/apis/core/v1/defaults.go.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

void default_pod_spec(api::Json& spec);
// Also what admission adds to a Pod that is about to be created: tolerations, priority.
void admit_pod_spec(api::Json& spec);
// Appends what is wrong with it; `path` is where it stands.
void check_pod_spec(const api::Json& spec, const std::string& path, Findings& findings);
// "Guaranteed", "Burstable" or "BestEffort".
std::string_view quality_of_service(const api::Json& spec);

}  // namespace nlbsim::fake_apiserver
