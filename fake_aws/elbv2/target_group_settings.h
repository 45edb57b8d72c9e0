// What a target group and its health check may be, asked by CreateTargetGroup and ModifyTargetGroup alike.
#pragma once

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// The defaults of a new target group's health check, which depend on its type; the timeout depends on the check's
// protocol, so it is set last.
void default_health_check(aws::TargetGroup& group);
std::int32_t default_timeout_seconds(const aws::TargetGroup& group);
// Whether the health check has a path and a matcher.
bool checks_http(const aws::TargetGroup& group);
// Ranges and combinations of the health check: ValidationError, InvalidConfigurationRequest.
Result<void> check_health_check(const aws::TargetGroup& group);

// Writes the health check members that a request gives over those that the group has. When the check's protocol
// changes, its path and matcher appear with their defaults or go.
template <class Request>
void apply_health_check(aws::TargetGroup& group, const Request& request) {
  if (!request.HealthCheckProtocol.empty() && request.HealthCheckProtocol != group.HealthCheckProtocol) {
    group.HealthCheckProtocol = request.HealthCheckProtocol;
    group.HealthCheckPath = checks_http(group) ? "/" : "";
    group.Matcher.reset();
    if (checks_http(group)) group.Matcher = aws::Matcher{"200-399"};
  }
  if (!request.HealthCheckPort.empty()) group.HealthCheckPort = request.HealthCheckPort;
  if (!request.HealthCheckPath.empty()) group.HealthCheckPath = request.HealthCheckPath;
  if (request.HealthCheckEnabled) group.HealthCheckEnabled = *request.HealthCheckEnabled;
  if (request.HealthCheckIntervalSeconds) group.HealthCheckIntervalSeconds = *request.HealthCheckIntervalSeconds;
  if (request.HealthCheckTimeoutSeconds) group.HealthCheckTimeoutSeconds = *request.HealthCheckTimeoutSeconds;
  if (request.HealthyThresholdCount) group.HealthyThresholdCount = *request.HealthyThresholdCount;
  if (request.UnhealthyThresholdCount) group.UnhealthyThresholdCount = *request.UnhealthyThresholdCount;
  if (request.Matcher) group.Matcher = request.Matcher;
}

}  // namespace nlbsim::fake_aws
