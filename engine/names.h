// The names under which the controller is known to a cluster; they are API and never change.
#pragma once

#include <string_view>

namespace nlbsim::engine {

inline constexpr std::string_view kControllerName = "gateway.k8s.aws/nlb";
inline constexpr std::string_view kGatewayFinalizer = "gateway.k8s.aws/nlb";
inline constexpr std::string_view kGatewayClassFinalizer = "gateway.k8s.aws/gatewayclass";
inline constexpr std::string_view kLoadBalancerConfigurationFinalizer = "gateway.k8s.aws/loadbalancerconfigurations";
inline constexpr std::string_view kTargetGroupConfigurationFinalizer = "gateway.k8s.aws/targetgroupconfigurations";
// On a Gateway: whether capacity was reserved for its NLB, so that it is given back when nobody asks for it any more.
inline constexpr std::string_view kProvisionedCapacity = "gateway.k8s.aws.addon.provisionedcapacity";
// On a GatewayClass: resourceVersion of the configuration that was last processed for it, and when (Unix seconds).
inline constexpr std::string_view kLastProcessedConfig = "elbv2.k8s.aws/last-processed-config";
inline constexpr std::string_view kLastProcessedConfigTimestamp = "elbv2.k8s.aws/last-processed-config-timestamp";

}  // namespace nlbsim::engine
