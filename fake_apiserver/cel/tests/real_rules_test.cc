// The rules of the real CRDs in the folder that NLBSIM_CRDS names: each compiles against the types that its own schema
// declares, and costs no more than a server bears.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "fake_apiserver/cel/program.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

std::optional<std::uint64_t> bound_of(const YAML::Node& schema) {
  for (const char* key : {"maxLength", "maxItems", "maxProperties"}) {
    if (schema[key]) return schema[key].as<std::uint64_t>();
  }
  if (!schema["enum"]) return std::nullopt;
  std::uint64_t longest = 0;
  for (const auto& value : schema["enum"]) longest = std::max<std::uint64_t>(longest, value.as<std::string>().size());
  return longest;
}

TypeRef type_of(const YAML::Node& schema, const std::string& name);

TypeRef object_type(const YAML::Node& schema, const std::string& name) {
  if (const auto values = schema["additionalProperties"]; values && values.IsMap()) {
    return Type::map(type_of(values, name + ".@elem"));
  }
  std::map<std::string, Field> fields;
  for (const auto& property : schema["properties"]) {
    const auto field = property.first.as<std::string>();
    if (const TypeRef type = type_of(property.second, name + "." + field)) fields[field] = {type, false};
  }
  for (const auto& required : schema["required"]) {
    const auto field = fields.find(required.as<std::string>());
    if (field != fields.end()) field->second.required = true;
  }
  return Type::object(name, std::move(fields));
}

// Null for what a rule can't reach.
TypeRef unbounded_type(const YAML::Node& schema, const std::string& name) {
  if (schema["x-kubernetes-int-or-string"]) return Type::dyn();
  if (!schema["type"]) return nullptr;
  const auto type = schema["type"].as<std::string>();
  if (type == "object") return object_type(schema, name);
  if (type == "array") return Type::list(type_of(schema["items"], name + ".@idx"));
  if (type == "string") {
    const auto format = schema["format"] ? schema["format"].as<std::string>() : "";
    return format == "date-time" ? Type::timestamp() : Type::string();
  }
  if (type == "integer") return Type::integer();
  return type == "number" ? Type::number() : Type::boolean();
}

TypeRef type_of(const YAML::Node& schema, const std::string& name) {
  const TypeRef type = unbounded_type(schema, name);
  const auto bound = bound_of(schema);
  return type && bound && !type->is(Kind::dyn) ? type->bounded(*bound) : type;
}

struct Seen {
  std::size_t rules = 0;
  std::uint64_t dearest = 0;
};

void visit(const YAML::Node& schema, const std::string& name, Seen& seen) {
  for (const auto& validation : schema["x-kubernetes-validations"]) {
    const auto rule = validation["rule"].as<std::string>();
    const TypeRef self = type_of(schema, name);
    const auto program = Program::compile(rule, Environment{{{"self", self}, {"oldSelf", self}}});
    ++seen.rules;
    ASSERT_TRUE(program) << name << ": " << rule << "\n" << program.error().message;
    EXPECT_TRUE((*program)->result_type()->is(Kind::boolean)) << rule;
    EXPECT_LE((*program)->estimated_cost(), kMaxRuleCost) << name << ": " << rule;
    EXPECT_EQ((*program)->uses("oldSelf"), rule.find("oldSelf") != std::string::npos) << rule;
    seen.dearest = std::max(seen.dearest, (*program)->estimated_cost());
  }
  for (const auto& property : schema["properties"]) {
    visit(property.second, name + "." + property.first.as<std::string>(), seen);
  }
  if (schema["items"]) visit(schema["items"], name + ".@idx", seen);
  const auto values = schema["additionalProperties"];
  if (values && values.IsMap()) visit(values, name + ".@elem", seen);
}

TEST(CelRealRules, EveryRuleCompilesAgainstItsSchema) {
  const char* folder = std::getenv("NLBSIM_CRDS");
  if (!folder) GTEST_SKIP() << "NLBSIM_CRDS names no folder of real CRDs";
  Seen seen;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    for (const YAML::Node& document : YAML::LoadAllFromFile(entry.path())) {
      if (!document.IsMap() || !document["kind"] || document["kind"].as<std::string>() != "CustomResourceDefinition")
        continue;
      for (const auto& version : document["spec"]["versions"]) {
        visit(version["schema"]["openAPIV3Schema"], document["spec"]["names"]["kind"].as<std::string>(), seen);
      }
    }
  }
  EXPECT_GT(seen.rules, 0U) << folder << " holds no rule";
  EXPECT_GT(seen.dearest, 0U);
}

}  // namespace
}  // namespace nlbsim::fake_apiserver::cel
