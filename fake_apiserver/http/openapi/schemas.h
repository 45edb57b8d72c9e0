// Schemas as the OpenAPI documents have them.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"
#include "fake_apiserver/registry/kind.h"

namespace nlbsim::fake_apiserver::openapi {

enum class Dialect : std::uint8_t { v2, v3 };

// "io.k8s.api.core.v1.Service", "io.k8s.networking.gateway.v1.Gateway".
std::string schema_name(const Kind& kind, std::string_view version);
// {"$ref": ...} to the schema of that name.
api::Json reference(std::string_view name, Dialect dialect);
// [{"group", "version", "kind"}]: whose schema it is.
api::Json kind_of(const Kind& kind, std::string_view version);
// Puts the schemas of the kind and of its list, if it has one at that version.
void add_schemas(api::Json& schemas, const Kind& kind, std::string_view version, Dialect dialect);
// Those that all of these refer to.
void add_common_schemas(api::Json& schemas, Dialect dialect);
// Whether the version has a schema that tells something.
bool is_described(const Kind& kind, std::string_view version);

inline constexpr std::string_view kObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
inline constexpr std::string_view kListMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

}  // namespace nlbsim::fake_apiserver::openapi
