// Access reviews: everybody may do everything here, and this is how clients are told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/http/message.h"

namespace nlbsim::fake_apiserver {

// None: the request is not for a review.
std::optional<http::Response> answer_review(const std::string& method, const std::vector<std::string>& segments,
                                            const std::string& body);

}  // namespace nlbsim::fake_apiserver
