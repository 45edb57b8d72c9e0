#include "fake_apiserver/schema/parts.h"

#include "fake_apiserver/schema/compiler.h"

namespace nlbsim::fake_apiserver {

SchemaParts SchemaCompiler::parts(const Schema& schema) {
  return {schema.type_,           schema.list_type_,           schema.list_keys_,   schema.atomic_map_,
          schema.keeps_unknown(), !schema.properties_.empty(), schema.items_.get(), schema.default_};
}

const Schema* SchemaCompiler::member_of(const Schema& schema, std::string_view name) { return schema.child(name); }

SchemaParts parts_of(const Schema& schema) { return SchemaCompiler::parts(schema); }

const Schema* member_schema(const Schema& schema, std::string_view name) {
  return SchemaCompiler::member_of(schema, name);
}

}  // namespace nlbsim::fake_apiserver
