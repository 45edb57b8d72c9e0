// The names by which what the controller makes is told from everything else. Written here a second time, apart from the
// engine, on purpose: they are API, and an oracle that took them from the code it judges could not see them change.
#pragma once

#include <string_view>

namespace nlbsim::scenarios::oracles {

inline constexpr std::string_view kControllerName = "gateway.k8s.aws/nlb";
inline constexpr std::string_view kGatewayFinalizer = "gateway.k8s.aws/nlb";
inline constexpr std::string_view kGatewayClassFinalizer = "gateway.k8s.aws/gatewayclass";
inline constexpr std::string_view kBindingFinalizer = "elbv2.k8s.aws/resources";

inline constexpr std::string_view kClusterTag = "elbv2.k8s.aws/cluster";
inline constexpr std::string_view kLegacyClusterTag = "ingress.k8s.aws/cluster";
inline constexpr std::string_view kStackTag = "gateway.k8s.aws.nlb/stack";
inline constexpr std::string_view kResourceTag = "gateway.k8s.aws.nlb/resource";

// On TargetGroupBindings that a Gateway's stack made.
inline constexpr std::string_view kStackNameLabel = "gateway.k8s.aws.nlb/stack-name";
inline constexpr std::string_view kStackNamespaceLabel = "gateway.k8s.aws.nlb/stack-namespace";

// The description of the rules that the controller keeps on security groups that are not its own.
inline constexpr std::string_view kMarkedRule = "elbv2.k8s.aws/targetGroupBinding=shared";

}  // namespace nlbsim::scenarios::oracles
