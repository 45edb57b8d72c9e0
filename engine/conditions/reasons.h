// Types and reasons of conditions, as the Gateway API names them. They are API and never change.
#pragma once

#include <string_view>

namespace nlbsim::engine {

namespace condition {
inline constexpr std::string_view kAccepted = "Accepted";
inline constexpr std::string_view kProgrammed = "Programmed";
inline constexpr std::string_view kResolvedRefs = "ResolvedRefs";
inline constexpr std::string_view kConflicted = "Conflicted";
}  // namespace condition

namespace reason {
// Of several kinds.
inline constexpr std::string_view kAccepted = "Accepted";
inline constexpr std::string_view kProgrammed = "Programmed";
inline constexpr std::string_view kResolvedRefs = "ResolvedRefs";
inline constexpr std::string_view kPending = "Pending";
inline constexpr std::string_view kInvalid = "Invalid";
inline constexpr std::string_view kInvalidParameters = "InvalidParameters";
inline constexpr std::string_view kUnsupportedValue = "UnsupportedValue";
inline constexpr std::string_view kRefNotPermitted = "RefNotPermitted";
// Gateway.
inline constexpr std::string_view kListenersNotValid = "ListenersNotValid";
inline constexpr std::string_view kUnsupportedAddress = "UnsupportedAddress";
inline constexpr std::string_view kAddressNotUsable = "AddressNotUsable";
inline constexpr std::string_view kAddressNotAssigned = "AddressNotAssigned";
// Listener.
inline constexpr std::string_view kNoConflicts = "NoConflicts";
inline constexpr std::string_view kProtocolConflict = "ProtocolConflict";
inline constexpr std::string_view kHostnameConflict = "HostnameConflict";
inline constexpr std::string_view kUnsupportedProtocol = "UnsupportedProtocol";
inline constexpr std::string_view kInvalidRouteKinds = "InvalidRouteKinds";
inline constexpr std::string_view kInvalidCertificateRef = "InvalidCertificateRef";
// Route.
inline constexpr std::string_view kNoMatchingParent = "NoMatchingParent";
inline constexpr std::string_view kNotAllowedByListeners = "NotAllowedByListeners";
inline constexpr std::string_view kNoMatchingListenerHostname = "NoMatchingListenerHostname";
inline constexpr std::string_view kInvalidKind = "InvalidKind";
inline constexpr std::string_view kBackendNotFound = "BackendNotFound";
inline constexpr std::string_view kNotAllowed = "NotAllowed";  // of a ListenerSet
inline constexpr std::string_view kParentNotAccepted = "ParentNotAccepted";
}  // namespace reason

}  // namespace nlbsim::engine
