// /healthz, /livez and /readyz: everything is well here, check by check as the real server tells it.
#pragma once

#include <optional>

#include "api/http/message.h"
#include "api/http/target.h"

namespace nlbsim::fake_apiserver {

// None: another path.
std::optional<http::Response> answer_health(const http::Target& target);

}  // namespace nlbsim::fake_apiserver
