#include "reports/conformance_report/upstream_tests.h"

#include <array>

namespace nlbsim::reports {

namespace {

constexpr std::array<UpstreamTest, 29> kTests{{
    {"GatewayClassObservedGenerationBump", "", false},
    {"GatewayInvalidParametersRef", "", false},
    {"GatewayInvalidRouteKind", "", false},
    {"GatewayInvalidTLSConfiguration", "", false},
    {"GatewayListenerUnsupportedProtocol", "", false},
    {"GatewayModifyListeners", "", false},
    {"GatewayObservedGenerationBump", "", false},
    {"GatewaySecretInvalidReferenceGrant", "", false},
    {"GatewaySecretMissingReferenceGrant", "", false},
    {"GatewaySecretReferenceGrantAllInNamespace", "", false},
    {"GatewaySecretReferenceGrantSpecific", "", false},
    {"TCPRouteInvalidBackendRefNonexistent", "", true},
    {"TCPRouteInvalidCrossNamespaceBackendRef", "", true},
    {"TCPRouteInvalidNonTCPListener", "", true},
    {"TCPRouteMultipleRoutesAttachment", "", false},
    {"TCPRouteParentRefAttachAll", "", true},
    {"TCPRouteParentRefPortAndSectionName", "", true},
    {"TCPRouteReferenceGrant", "", true},
    {"TCPRouteWeightedRouting", "", true},
    {"GatewayInfrastructure", "GatewayInfrastructurePropagation", true},
    {"GatewayOptionalAddressValue", "GatewayAddressEmpty", true},
    {"GatewayStaticAddresses", "GatewayStaticAddresses", false},
    {"ListenerSetAllowedNamespaceNone", "ListenerSet", false},
    {"ListenerSetAllowedNamespaceSame", "ListenerSet", false},
    {"ListenerSetAllowedNamespaceSelector", "ListenerSet", false},
    {"ListenerSetDefaultNotAllowed", "ListenerSet", false},
    {"ListenerSetHostnameConflict", "ListenerSet", false},
    {"ListenerSetProtocolConflict", "ListenerSet", false},
    {"ListenerSetReferenceGrant", "ListenerSet", false},
}};

constexpr std::array<std::string_view, 11> kExtendedFeatures{
    "GatewayAddressEmpty",
    "GatewayBackendClientCertificate",
    "GatewayFrontendClientCertificateValidation",
    "GatewayFrontendClientCertificateValidationInsecureFallback",
    "GatewayHTTPListenerIsolation",
    "GatewayHTTPSListenerDetectMisdirectedRequests",
    "GatewayInfrastructurePropagation",
    "GatewayPort8080",
    "GatewayStaticAddresses",
    "ListenerSet",
    "TCPRoute",
};

}  // namespace

std::span<const UpstreamTest> tcp_profile_tests() { return kTests; }
std::span<const std::string_view> tcp_profile_extended_features() { return kExtendedFeatures; }

}  // namespace nlbsim::reports
