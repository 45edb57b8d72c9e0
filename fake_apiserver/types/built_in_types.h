// The structs of the built-in kinds. A kind's is one line of the table in built_in_types.cc.
#pragma once

#include <memory>
#include <string_view>

#include "fake_apiserver/schema/lazy_schema.h"
#include "fake_apiserver/types/struct_type.h"

namespace nlbsim::fake_apiserver {

// Null for a kind that is not in the table: its documents are kept as they come.
const StructType* built_in_type(std::string_view group, std::string_view kind);
// The same as a schema.
std::shared_ptr<const LazySchema> built_in_schema(std::string_view group, std::string_view kind);

}  // namespace nlbsim::fake_apiserver
