// Warnings beside an answer: headers that clients show to whoever made the request.
#pragma once

#include <string>
#include <vector>

#include "api/http/message.h"

namespace nlbsim::fake_apiserver {

// Adds each text once, in their order. As the real server does it: a text with control characters is none; beyond 4,096
// characters in all, every text is cut to 256 and no more are added than fill those again.
void add_warnings(http::Response& response, const std::vector<std::string>& warnings);

}  // namespace nlbsim::fake_apiserver
