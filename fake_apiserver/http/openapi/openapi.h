// The OpenAPI documents by which clients validate, explain and patch: made from the registry and its schemas alone.
//
// Version 3 is a document for each group and version, version 2 one of everything. A kind whose fields are not written
// down (a version without schema) has its paths there and no schema, so that clients neither refuse nor explain it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver::openapi {

// GET /openapi/v3: where the documents are; their URLs change with their content.
api::Json index(const Registry& registry);
// GET /openapi/v3/api/v1, /openapi/v3/apis/G/V; none if nothing is served there.
std::optional<api::Json> version_3(const Registry& registry, std::string_view group, std::string_view version);
// GET /openapi/v2.
api::Json version_2(const Registry& registry);
// The same in the form that kubectl insists on: openapi.v2.Document of gnostic as protobuf.
std::string protobuf(const api::Json& version_2);

}  // namespace nlbsim::fake_apiserver::openapi
