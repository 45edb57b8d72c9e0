// What happened to a resource of the AWS account, in words.
#pragma once

#include <string>
#include <string_view>

#include "api/records.h"

namespace nlbsim::reports {

// "k8s-examplen-mytcpgat-0123456789" of the ARN of a load balancer, listener or target group; anything else as it is.
std::string resource_name(std::string_view id);

// `call` is the one that caused the change, or null.
//   "NLB k8s-... created, provisioning"   "listener TCP:8080 of k8s-... created"   "target i-0ab:30900 of k8s-...
//   healthy"
std::string resource_fact(const api::ResourceChanged& changed, const api::AnyCall* call);

// Whether the change is a state in which the resource stays ("active", "healthy"; "created" too), not an edit.
bool is_state(std::string_view change);

}  // namespace nlbsim::reports
