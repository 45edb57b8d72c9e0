// Continue tokens of paged lists: base64url of {"v":"meta.k8s.io/v1","rv":REVISION,"start":"KEY\u0000"}.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/kube/resource.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

struct ContinueToken {
  std::optional<std::uint64_t> revision;  // of the list's snapshot; none: whatever is there when the token is used
  kube::ObjectKey start;                  // the last object of the page before
};

std::string continue_token(std::optional<std::uint64_t> revision, const kube::ObjectKey& start);
// Error code "BadRequest".
sim::Result<ContinueToken> parse_continue_token(std::string_view text);

}  // namespace nlbsim::fake_apiserver
