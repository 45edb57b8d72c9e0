// A schema on the first line, an object on the second, what it was on the third: whatever they are, compiling refuses
// or the object is pruned, defaulted and judged. What has been pruned and defaulted once stays as it is.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fake_apiserver/crds/checks.h"
#include "fake_apiserver/crds/definition.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return line;
}

void expect(bool holds) {
  if (!holds) std::abort();
}

void judge(const Schema& schema, Json object, const Json& old) {
  if (auto kept = schema.pruned(object)) object = *std::move(kept);
  expect(!schema.pruned(object));
  if (auto complete = schema.defaulted(object)) object = *std::move(complete);
  expect(!schema.defaulted(object));
  Findings findings;
  const Json* known = old.is_null() ? nullptr : &old;
  schema.check_structure(object, known, FieldPath{}, findings);
  schema.check_embedded(object, FieldPath{}, findings);
  schema.check_lists(object, FieldPath{}, findings);
  schema.check_rules(object, known, FieldPath{}, findings);
  // Nothing is wrong with what has not changed.
  Findings again;
  schema.check_structure(object, &object, FieldPath{}, again);
  expect(again.causes.empty());
}

// The schema inside a definition, which may be anything else too.
void check_whole(const Json& schema) {
  Json version{{"name", "v1"}, {"served", true}, {"storage", true}, {"schema", {{"openAPIV3Schema", schema}}}};
  Json definition{
      {"metadata", {{"name", "things.example.com"}}},
      {"spec",
       {{"group", "example.com"},
        {"scope", "Namespaced"},
        {"names", {{"plural", "things"}, {"singular", "thing"}, {"kind", "Thing"}, {"listKind", "ThingList"}}},
        {"versions", Json::array({version})}}},
      {"status", {{"storedVersions", Json::array({"v1"})}}}};
  Causes refusals;
  check_definition(definition, Json(), refusals);
  if (refusals.empty()) kind_of(definition)->defaults_status();
}

}  // namespace
}  // namespace nlbsim::fake_apiserver

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::fake_apiserver;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto source = nlbsim::api::parse_json(take_line(rest));
  const auto object = nlbsim::api::parse_json(take_line(rest));
  const auto old = nlbsim::api::parse_json(take_line(rest));
  if (!source) return 0;
  check_whole(*source);
  Causes refusals;
  const auto schema = Schema::compile(*source, "schema", refusals);
  if (schema && refusals.empty()) schema->check_rule_texts("schema", refusals);
  if (!schema || !refusals.empty() || !object) return 0;
  judge(*schema, *object, old.value_or(Json()));
  return 0;
}
