// Questions about access that are asked by creating an object which is never stored.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/message.h"
#include "fake_apiserver/access/authorizer.h"
#include "fake_apiserver/http/access.h"

namespace nlbsim::fake_apiserver {

struct ReviewKind {
  std::string_view group, version, plural, singular, kind;
  bool namespaced = false;
};
std::span<const ReviewKind> review_kinds();

// None: the request is not for a review.
std::optional<http::Response> answer_review(const http::Request& request, const std::vector<std::string>& segments,
                                            const Identity& who, const Users& users, const ApiServer& server,
                                            sim::Instant now);

}  // namespace nlbsim::fake_apiserver
