// Groups of Kubernetes itself are open to those definitions alone that say who allowed them to be there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

inline constexpr std::string_view kApprovalAnnotation = "api-approved.kubernetes.io";

// What a definition says of it: the reason and the message of its condition, and whether it may be stored.
struct Approval {
  bool approved = false;
  bool allowed = false;
  std::string reason;
  std::string message;
};

// Nothing for a definition of any other group.
std::optional<Approval> approval_of(const api::Json& definition);

}  // namespace nlbsim::fake_apiserver
