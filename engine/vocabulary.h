// The words by which the controller speaks to the outside: reasons of its Events, types and reasons of its conditions,
// the names of its controllers.
//
// Whoever posts an Event or makes a condition takes its word from the rows below, and whoever reads what people write
// about them (scenarios, the verdict of a run) checks it against the same rows. A test runs the whole library and finds
// a word that was said and has no row.
#pragma once

#include <array>
#include <string_view>

namespace nlbsim::engine {

// In records, queues and metrics.
inline constexpr std::array<std::string_view, 4> kControllers{"gateway", "gatewayclass", "route-status",
                                                              "targetGroupBinding"};

inline constexpr std::array<std::string_view, 10> kEventReasons{
    "SuccessfullyReconciled",      // all was deployed; all targets are registered
    "FailedBuildModel",            // a rule is broken, or a lookup failed
    "FailedDeployModel",           // AWS refused a call
    "FailedUpdateStatus",          // the API server refused a status
    "FailedAddFinalizer",          //
    "FailedRemoveFinalizer",       //
    "FailedDeleteRoutesAttached",  // profiles in which routes hold up a deletion
    "FailedReconcile",             // of a TargetGroupBinding
    "SkippedNode",                 // a node that can't be a target
    "LeaderElection",
};

inline constexpr std::array<std::string_view, 5> kConditionTypes{"Accepted", "Programmed", "ResolvedRefs", "Conflicted",
                                                                 "SupportedVersion"};

inline constexpr std::array<std::string_view, 25> kConditionReasons{
    "Accepted",
    "Programmed",
    "ResolvedRefs",
    "NoConflicts",
    "Pending",
    "Invalid",
    "InvalidParameters",
    "ListenersNotValid",
    "UnsupportedAddress",
    "AddressNotAssigned",
    "UnsupportedProtocol",
    "UnsupportedValue",
    "ProtocolConflict",
    "HostnameConflict",
    "PortUnavailable",
    "InvalidRouteKinds",
    "InvalidCertificateRef",
    "InvalidKind",
    "RefNotPermitted",
    "BackendNotFound",
    "NotAllowedByListeners",
    "NoMatchingParent",
    "NoMatchingListenerHostname",
    "SupportedVersion",
    "UnsupportedVersion",
};

}  // namespace nlbsim::engine
