// A Status object: what the API server answers instead of an object.
#pragma once

#include "api/http/message.h"
#include "api/json/json.h"
#include "api/kube/resource.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

// Its details name what the message names: the real server writes both from the same values.
api::Json failure_status(const sim::Error& error);
http::Response failure_response(const sim::Error& error);
// What a DELETE answers when the object is gone.
api::Json deleted_status(const kube::Resource& resource, std::string_view name, std::string_view uid);

http::Response json_response(int status, const api::Json& body);
http::Response text_response(int status, std::string text);

}  // namespace nlbsim::fake_apiserver
