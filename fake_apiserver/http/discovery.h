// The documents by which clients find out what a server has. Made from the registry alone.
#pragma once

#include <optional>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

api::Json version_document();
api::Json api_versions(std::string_view server_address);                               // GET /api
api::Json api_group_list(const Registry& registry);                                    // GET /apis
std::optional<api::Json> api_group(const Registry& registry, std::string_view group);  // GET /apis/G
// GET /api/v1, GET /apis/G/V; none if nothing is served there.
std::optional<api::Json> api_resource_list(const Registry& registry, std::string_view group, std::string_view version);
// GET /api, GET /apis as apidiscovery.k8s.io/v2 has them: everything below in one document.
api::Json aggregated(const Registry& registry, bool core);
// GET /: every path that leads somewhere.
api::Json root_paths(const Registry& registry);

}  // namespace nlbsim::fake_apiserver
