// The words by which the controller speaks to the outside: reasons of its Events, types and reasons of its conditions,
// the names of its controllers.
//
// Whoever reads what people write about them (scenarios, the verdict of a run) checks it against the rows below.
// Conditions take their words from conditions/reasons.h; Events still spell theirs where they are posted, and a test
// that runs the whole library finds a word that was said and has no row.
#pragma once

#include <array>
#include <string_view>

#include "engine/conditions/reasons.h"

namespace nlbsim::engine {

// In records, queues and metrics.
inline constexpr std::array<std::string_view, 6> kControllers{"gateway",
                                                              "gatewayclass",
                                                              "route-status",
                                                              "targetGroupBinding",
                                                              "loadbalancerconfiguration",
                                                              "targetgroupconfiguration"};

inline constexpr std::array<std::string_view, 14> kEventReasons{
    "SuccessfullyReconciled",      // all was deployed; all targets are registered
    "FailedBuildModel",            // a rule is broken, or a lookup failed
    "FailedDeployModel",           // AWS refused a call
    "FailedUpdateStatus",          // the API server refused a status
    "FailedAddFinalizer",          // or a finalizer
    "FailedRemoveFinalizer",       //
    "FailedDeleteRoutesAttached",  // profiles in which routes hold up a deletion
    "OrphanedResources",           // what could not be removed of a Gateway that is gone
    "FailedReconcile",             // of a TargetGroupBinding
    "BackendNotFound",             // of a TargetGroupBinding
    "SkippedNode",                 // a node that can't be a target
    "CertificateRefsNotUsed",      // Secrets of a listener that has a certificate from elsewhere
    "UnusableField",               // of a configuration: a wish that an NLB cannot have
    "LeaderElection",
};

// The words themselves stand in conditions/reasons.h.
inline constexpr std::array kConditionTypes{condition::kAccepted, condition::kProgrammed, condition::kResolvedRefs,
                                            condition::kConflicted};
inline constexpr std::array kConditionReasons{
    reason::kAccepted,
    reason::kProgrammed,
    reason::kResolvedRefs,
    reason::kPending,
    reason::kInvalid,
    reason::kInvalidParameters,
    reason::kUnsupportedValue,
    reason::kRefNotPermitted,
    reason::kListenersNotValid,
    reason::kUnsupportedAddress,
    reason::kAddressNotUsable,
    reason::kAddressNotAssigned,
    reason::kNoConflicts,
    reason::kProtocolConflict,
    reason::kHostnameConflict,
    reason::kUnsupportedProtocol,
    reason::kInvalidRouteKinds,
    reason::kInvalidCertificateRef,
    reason::kNoMatchingParent,
    reason::kNotAllowedByListeners,
    reason::kNoMatchingListenerHostname,
    reason::kInvalidKind,
    reason::kBackendNotFound,
    reason::kNotAllowed,
    reason::kParentNotAccepted,
};

}  // namespace nlbsim::engine
