// What a compiled schema is made of, for those who take documents apart along it: server-side apply.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

// Pointers into the schema, which outlives them.
struct SchemaParts {
  Schema::Type type;
  Schema::ListType list_type;
  const std::vector<std::string>& list_keys;  // of a list of type map
  bool atomic_map;
  bool keeps_unknown;
  bool has_properties;
  const Schema* items;  // null: not said
  const Json& default_value;
};
SchemaParts parts_of(const Schema& schema);
// The schema of a member: of the property, or of any other one; null if there is none.
const Schema* member_schema(const Schema& schema, std::string_view name);

}  // namespace nlbsim::fake_apiserver
