// Answers to paths that are no resources: discovery, OpenAPI, health, version, and reviews of access.
#pragma once

#include <optional>
#include <string_view>

#include "api/http/message.h"
#include "api/http/target.h"
#include "fake_apiserver/http/access.h"

namespace nlbsim::fake_apiserver {

struct DocumentRequest {
  const http::Request& message;
  const http::Target& target;
  const Identity& who;
  const Users& users;
  const ApiServer& server;
  std::string_view address;  // what discovery says of the server
  sim::Instant now;
};

// None: the path is none of these.
std::optional<http::Response> answer_document(const DocumentRequest& request);

}  // namespace nlbsim::fake_apiserver
