// Reads a CRD's openAPIV3Schema into Schemas and refuses what is not structural. Used by Schema::compile.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fake_apiserver/schema/parts.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

class SchemaCompiler {
 public:
  // `checking`: the schema may be wrong in ways that cost time to find (patterns, defaults).
  SchemaCompiler(Causes& refusals, bool checking) : refusals_(refusals), checking_(checking) {}
  std::shared_ptr<const Schema> compile_root(const Json& source, const std::string& path);

  // Of a compiled one (parts.h).
  static SchemaParts parts(const Schema& schema);
  static const Schema* member_of(const Schema& schema, std::string_view name);

 private:
  // Where a schema stands: what it may leave out or must not say depends on it.
  enum class Level : std::uint8_t { root, item, field, alternative };

  std::shared_ptr<Schema> compile(const Json& source, const std::string& path, Level level, int depth);
  void read_type(Schema& schema, const Json& source, const std::string& path, Level level);
  void read_extensions(Schema& schema, const Json& source, const std::string& path, Level level);
  void read_list_type(Schema& schema, const Json& source, const std::string& path);
  void read_children(Schema& schema, const Json& source, const std::string& path, Level level, int depth);
  void read_alternatives(Schema& schema, const Json& source, const std::string& path, int depth);
  void read_limits(Schema& schema, const Json& source, const std::string& path);
  void read_rules(Schema& schema, const Json& source, const std::string& path);
  void check_default(const Schema& schema, const std::string& path);
  void check_alternatives(const Schema& schema, const std::string& path);
  void check_keys(const Schema& schema, const std::string& path);
  void check_completeness(const Schema& structure, const Schema& alternative, const std::string& structure_path,
                          const std::string& path);
  void check_metadata(const Schema& schema, const std::string& path);

  void forbid(const std::string& path, std::string_view why);
  void require(const std::string& path, std::string_view why);
  void invalid(const std::string& path, const Json& value, std::string_view why);

  Causes& refusals_;
  const bool checking_;
};

}  // namespace nlbsim::fake_apiserver
