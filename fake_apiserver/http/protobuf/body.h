// Bodies of requests in Kubernetes' protobuf: what kubectl sends from 1.32 on where it creates by name, and typed
// clients of client-go.
#pragma once

#include <optional>
#include <string_view>

#include "api/http/message.h"
#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver::protobuf {

// The object in an envelope of runtime.Unknown. Error codes: UnsupportedMediaType for what is no such envelope and for
// a kind that has no message here, BadRequest for bytes that are no such message and for fields that this server cannot
// read: none is dropped in silence.
sim::Result<api::Json> parse_body(std::string_view body);

// Puts the JSON of the body in place of a body in protobuf; nothing if it is another. Errors as of parse_body.
std::optional<sim::Error> translate(http::Request& request);

}  // namespace nlbsim::fake_apiserver::protobuf
