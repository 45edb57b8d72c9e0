// What makes a Service invalid. Source: k8s.io/kubernetes pkg/apis/core/validation, ValidateService and
// ValidateServiceUpdate.
#pragma once

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

// `old` is null on create. The document has its defaults.
void check_service(const api::Json& document, const api::Json& old, Findings& findings);

// A balancer whose health checks have a port of their own.
bool needs_health_port(const api::Json& spec);

}  // namespace nlbsim::fake_apiserver
