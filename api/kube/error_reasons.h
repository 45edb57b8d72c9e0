// The reasons with which an API server refuses (Status.reason), as sim::Error carries them in `code`, and the questions
// that clients ask of an error.
#pragma once

#include <string_view>

#include "sim/result.h"

namespace nlbsim::kube::reason {

inline constexpr std::string_view kNotFound = "NotFound";
inline constexpr std::string_view kConflict = "Conflict";
inline constexpr std::string_view kAlreadyExists = "AlreadyExists";
inline constexpr std::string_view kForbidden = "Forbidden";
inline constexpr std::string_view kInvalid = "Invalid";

}  // namespace nlbsim::kube::reason

namespace nlbsim::kube {

inline bool is_not_found(const sim::Error& error) { return error.code == reason::kNotFound; }
// Somebody else has written meanwhile: look again and decide anew.
inline bool is_conflict(const sim::Error& error) { return error.code == reason::kConflict; }

}  // namespace nlbsim::kube
