#include "fake_aws/elbv2/target_group_settings.h"

#include <charconv>
#include <optional>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kTcpTimeoutSeconds = 10;
constexpr std::int32_t kHttpTimeoutSeconds = 6;

std::optional<std::int32_t> number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Range {
  std::string_view name;
  std::int32_t value = 0;
  std::int32_t low = 0;
  std::int32_t high = 0;
};

Result<void> check_range(const Range& range) {
  if (range.value >= range.low && range.value <= range.high) return {};
  return refuse(code::kValidationError, std::string(range.name) + " '" + std::to_string(range.value) +
                                            "' must be between '" + std::to_string(range.low) + "-" +
                                            std::to_string(range.high) + "' inclusive");
}

bool is_status(std::string_view text) {
  const auto status = number(text);
  return status && *status >= 200 && *status <= 599;
}

// "200", "200-399" or a list of both.
bool is_matcher(std::string_view text) {
  while (true) {
    const std::string_view part = text.substr(0, text.find(','));
    const std::size_t dash = part.find('-');
    const bool valid = dash == part.npos ? is_status(part)
                                         : is_status(part.substr(0, dash)) && is_status(part.substr(dash + 1)) &&
                                               number(part.substr(0, dash)) <= number(part.substr(dash + 1));
    if (!valid) return false;
    if (part.size() == text.size()) return true;
    text.remove_prefix(part.size() + 1);
  }
}

Result<void> check_protocol(const aws::TargetGroup& group) {
  const std::string& protocol = group.HealthCheckProtocol;
  if (protocol != "TCP" && protocol != "HTTP" && protocol != "HTTPS")
    return refuse(code::kValidationError, "Health check protocol '" + protocol + "' must be one of TCP, HTTP, HTTPS");
  if (group.TargetType == "alb" && protocol == "TCP")
    return refuse(code::kValidationError, "Health checks of target type 'alb' need protocol HTTP or HTTPS");
  if (!checks_http(group) && group.Matcher)
    return refuse(code::kInvalidConfigurationRequest, "Health check matchers are not supported for TCP health checks");
  if (!checks_http(group) && !group.HealthCheckPath.empty())
    return refuse(code::kInvalidConfigurationRequest, "Health check paths are not supported for TCP health checks");
  return {};
}

}  // namespace

bool checks_http(const aws::TargetGroup& group) {
  return group.HealthCheckProtocol == "HTTP" || group.HealthCheckProtocol == "HTTPS";
}

std::int32_t default_timeout_seconds(const aws::TargetGroup& group) {
  return group.HealthCheckProtocol == "HTTP" ? kHttpTimeoutSeconds : kTcpTimeoutSeconds;
}

void default_health_check(aws::TargetGroup& group) {
  group.HealthCheckProtocol = group.TargetType == "alb" ? "HTTP" : "TCP";
  group.HealthCheckPort = "traffic-port";
  group.HealthCheckIntervalSeconds = 30;
  group.HealthCheckTimeoutSeconds = default_timeout_seconds(group);
  group.HealthyThresholdCount = 5;
  group.UnhealthyThresholdCount = 2;
  if (!checks_http(group)) return;
  group.HealthCheckPath = "/";
  group.Matcher = aws::Matcher{"200-399"};
}

Result<void> check_health_check(const aws::TargetGroup& group) {
  if (!group.HealthCheckEnabled)
    return refuse(code::kValidationError,
                  "Health checks cannot be disabled for target groups with target type '" + group.TargetType + "'");
  if (auto valid = check_protocol(group); !valid) return valid;
  if (const auto port = number(group.HealthCheckPort);
      group.HealthCheckPort != "traffic-port" && (!port || *port < 1 || *port > 65535))
    return refuse(code::kValidationError,
                  "Health check port '" + group.HealthCheckPort + "' must be 'traffic-port' or from 1 to 65535");
  const Range ranges[] = {{"Health check interval", group.HealthCheckIntervalSeconds, 5, 300},
                          {"Health check timeout", group.HealthCheckTimeoutSeconds, 2, 120},
                          {"Healthy threshold count", group.HealthyThresholdCount, 2, 10},
                          {"Unhealthy threshold count", group.UnhealthyThresholdCount, 2, 10}};
  for (const Range& range : ranges)
    if (auto valid = check_range(range); !valid) return valid;
  if (group.HealthCheckTimeoutSeconds > group.HealthCheckIntervalSeconds)
    return refuse(code::kValidationError, "Health check timeout '" + std::to_string(group.HealthCheckTimeoutSeconds) +
                                              "' must be smaller than or equal to the interval '" +
                                              std::to_string(group.HealthCheckIntervalSeconds) + "'");
  if (group.Matcher && !is_matcher(group.Matcher->HttpCode))
    return refuse(code::kValidationError,
                  "Health check matcher '" + group.Matcher->HttpCode + "' must hold status codes from 200 to 599");
  if (checks_http(group) && !group.HealthCheckPath.starts_with('/'))
    return refuse(code::kValidationError, "Health check path '" + group.HealthCheckPath + "' must begin with '/'");
  return {};
}

}  // namespace nlbsim::fake_aws
