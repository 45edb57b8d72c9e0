// The errors that injected faults give to callers, in the shape of the server that seems to speak.
#pragma once

#include <string_view>

#include "api/operation.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

// What a scenario asks for by code. Status and message are those that AWS, or kube-apiserver, gives with that code,
// unless the fault says otherwise (status 0, empty message: it does not). A code that neither is known for gets 400
// from AWS and 500 from the API server. "ConnectionReset" and "ConnectionRefused" are no answers: status 0; after a
// reset the caller cannot know whether the call took effect.
struct ErrorWanted {
  std::string_view code;
  int status = 0;
  std::string_view message;
};
sim::Error injected_error(const api::AnyCall& call, const ErrorWanted& wanted);

// Somebody else has written the object in between (409).
sim::Error injected_conflict(const api::AnyCall& call);
// The server lets no more through: Throttling or EC2's RequestLimitExceeded, TooManyRequests of the API server.
sim::Error injected_throttling(const api::AnyCall& call);

}  // namespace nlbsim::scenarios
