#include "fake_apiserver/crds/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "fake_apiserver/crds/approval.h"
#include "fake_apiserver/crds/definition.h"
#include "fake_apiserver/registry/json_path.h"
#include "fake_apiserver/schema/go_text.h"
#include "fake_apiserver/schema/schema.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

// As the server's own type prints itself; what it points to shows as an address.
// What all versions say alike stands once at the top of that type, not in the versions.
std::string shown_version(const Json& version, const Json& versions) {
  const auto alike = [&](std::string_view key) {
    return std::ranges::all_of(versions, [&](const Json& other) { return member(other, key) == member(version, key); });
  };
  const auto pointer = [&](std::string_view key, std::string_view type) {
    const bool absent = member(version, key).is_null() || (key != "deprecationWarning" && alike(key));
    return fmt::format("(*{}){}", type, absent ? "(nil)" : "(0xc000020000)");
  };
  std::string columns;
  const Json& own_columns = member(version, "additionalPrinterColumns");
  for (const Json& column : alike("additionalPrinterColumns") ? Json() : own_columns) {
    const Json& priority = member(column, "priority");
    columns += fmt::format(
        "{}apiextensions.CustomResourceColumnDefinition{{Name:{}, Type:{}, Format:{}, Description:{}, Priority:{}, "
        "JSONPath:{}}}",
        columns.empty() ? "" : ", ", go_quoted(text(member(column, "name"))), go_quoted(text(member(column, "type"))),
        go_quoted(text(member(column, "format"))), go_quoted(text(member(column, "description"))),
        priority.is_number_integer() ? priority.get<int>() : 0, go_quoted(text(member(column, "jsonPath"))));
  }
  return fmt::format(
      "apiextensions.CustomResourceDefinitionVersion{{Name:{}, Served:{}, Storage:{}, Deprecated:{}, "
      "DeprecationWarning:{}, Schema:{}, Subresources:{}, "
      "AdditionalPrinterColumns:[]apiextensions.CustomResourceColumnDefinition{}, "
      "SelectableFields:[]apiextensions.SelectableField(nil)}}",
      go_quoted(text(member(version, "name"))), flag(version, "served"), flag(version, "storage"),
      flag(version, "deprecated"), pointer("deprecationWarning", "string"),
      pointer("schema", "apiextensions.CustomResourceValidation"),
      pointer("subresources", "apiextensions.CustomResourceSubresources"),
      columns.empty() ? "(nil)" : "{" + columns + "}");
}

class DefinitionCheck {
 public:
  DefinitionCheck(const Json& definition, const Json& old, Causes& refusals)
      : definition_(definition), old_(old), spec_(member(definition, "spec")), refusals_(refusals) {}

  void run() {
    check_names();
    check_versions();
    check_stored_versions();
    check_approval();
    if (!old_.is_null()) check_immutable();
  }

 private:
  void require(std::string field, std::string_view why = {}) {
    refusals_.push_back({"FieldValueRequired",
                         why.empty() ? std::string("Required value") : fmt::format("Required value: {}", why),
                         std::move(field)});
  }
  void invalid(std::string field, std::string_view value, std::string_view why) {
    refusals_.push_back({"FieldValueInvalid", fmt::format("Invalid value: {}: {}", value, why), std::move(field)});
  }

  void check_names() {
    const Json& names = member(spec_, "names");
    const std::string_view group = text(member(spec_, "group"));
    const std::string_view plural = text(member(names, "plural"));
    const std::string_view name = text(at(definition_, "metadata", "name"));
    if (name != fmt::format("{}.{}", plural, group))
      invalid("metadata.name", go_quoted(name), "must be spec.names.plural+\".\"+spec.group");
    if (group.empty()) require("spec.group");
    else if (group.find('.') == group.npos)
      invalid("spec.group", go_quoted(group), "should be a domain with at least one dot");
    else if (const std::string why = name_error(group, NameRule::dns1123_subdomain); !why.empty())
      invalid("spec.group", go_quoted(group), why);
    const std::string_view scope = text(member(spec_, "scope"));
    if (scope.empty()) require("spec.scope");
    else if (scope != "Cluster" && scope != "Namespaced")
      refusals_.push_back(
          {"FieldValueNotSupported",
           fmt::format("Unsupported value: {}: supported values: \"Cluster\", \"Namespaced\"", go_quoted(scope)),
           "spec.scope"});
    for (const char* key : {"plural", "singular", "kind", "listKind"}) check_name(names, key);
    std::size_t index = 0;
    for (const Json& short_name : member(names, "shortNames"))
      check_label(text(short_name), fmt::format("spec.names.shortNames[{}]", index++));
    if (!text(member(names, "kind")).empty() && text(member(names, "kind")) == text(member(names, "listKind")))
      invalid("spec.names.listKind", go_quoted(text(member(names, "listKind"))),
              "kind and listKind may not be the same");
  }

  void check_name(const Json& names, std::string_view key) {
    const std::string_view value = text(member(names, key));
    const std::string field = fmt::format("spec.names.{}", key);
    if (value.empty()) return require(field);
    std::string lower(value);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    check_label(key == "kind" || key == "listKind" ? std::string_view(lower) : value, field);
  }

  void check_label(std::string_view value, const std::string& field) {
    if (const std::string why = name_error(value, NameRule::dns1035_label); !why.empty())
      invalid(field, go_quoted(value), why);
  }

  void check_versions() {
    const Json& versions = member(spec_, "versions");
    if (!versions.is_array() || versions.empty()) return require("spec.versions", "must have at least one version");
    const bool alike = std::ranges::all_of(
        versions, [&](const Json& version) { return member(version, "schema") == member(versions.front(), "schema"); });
    std::size_t storing = 0;
    std::set<std::string, std::less<>> names;
    std::size_t index = 0;
    for (const Json& version : versions) {
      const std::string field = fmt::format("spec.versions[{}]", index++);
      const std::string_view name = text(member(version, "name"));
      if (const std::string why = name_error(name, NameRule::dns1035_label); !why.empty())
        invalid(field + ".name", go_quoted(name), why);
      if (!names.emplace(name).second) invalid("spec.versions", shown_versions(), "must contain unique version names");
      storing += flag(version, "storage") ? 1 : 0;
      check_version(version, field, alike);
    }
    if (storing != 1)
      invalid("spec.versions", shown_versions(), "must have exactly one version marked as storage version");
  }

  std::string shown_versions() const {
    std::string out;
    const Json& versions = member(spec_, "versions");
    for (const Json& version : versions) out.append(out.empty() ? "" : ", ").append(shown_version(version, versions));
    return "[]apiextensions.CustomResourceDefinitionVersion{" + out + "}";
  }

  void check_version(const Json& version, const std::string& field, bool alike) {
    const Json& schema = at(version, "schema", "openAPIV3Schema");
    if (schema.is_null()) {
      require(field + ".schema.openAPIV3Schema", "schemas are required");
    } else {
      // A schema of all versions stands at the top in the server's own form of a definition, and its messages say so.
      const std::string place =
          alike ? std::string("spec.validation.openAPIV3Schema") : field + ".schema.openAPIV3Schema";
      const std::size_t before = refusals_.size();
      const auto compiled = Schema::compile(schema, place, refusals_);
      if (compiled && refusals_.size() == before) compiled->check_rule_texts(place, refusals_);
    }
    std::size_t index = 0;
    for (const Json& column : member(version, "additionalPrinterColumns"))
      check_column(column, fmt::format("{}.additionalPrinterColumns[{}]", field, index++));
    if (const Json& scale = at(version, "subresources", "scale"); scale.is_object()) check_scale(scale, field);
  }

  void check_column(const Json& column, const std::string& field) {
    if (text(member(column, "name")).empty()) require(field + ".name");
    constexpr std::array<std::string_view, 5> kTypes{"boolean", "date", "integer", "number", "string"};
    const std::string_view type = text(member(column, "type"));
    if (type.empty()) require(field + ".type", "must be one of boolean,date,integer,number,string");
    else if (std::ranges::find(kTypes, type) == kTypes.end())
      invalid(field + ".type", go_quoted(type), "must be one of boolean,date,integer,number,string");
    const std::string_view path = text(member(column, "jsonPath"));
    if (path.empty()) return require(field + ".jsonPath");
    if (const auto parsed = JsonPath::parse(path); !parsed || !path.starts_with('.'))
      invalid(field + ".jsonPath", go_quoted(path),
              parsed ? std::string("must be a simple json path starting with .") : parsed.error().message);
  }

  void check_scale(const Json& scale, const std::string& version) {
    for (const auto& [key, root] :
         {std::pair("specReplicasPath", ".spec."), std::pair("statusReplicasPath", ".status.")}) {
      const std::string field = fmt::format("{}.subresources.scale.{}", version, key);
      const std::string_view path = text(member(scale, key));
      if (path.empty()) {
        require(field);
        continue;
      }
      const auto parsed = JsonPath::parse(path);
      if (!parsed || !parsed->members()) invalid(field, go_quoted(path), "must be a simple json path of members");
      else if (!path.starts_with(root))
        invalid(field, go_quoted(path),
                fmt::format("should be a json path under {}",
                            std::string_view(root).substr(0, std::string_view(root).size() - 1)));
    }
  }

  void check_stored_versions() {
    const Json& stored = at(definition_, "status", "storedVersions");
    std::set<std::string, std::less<>> names;
    std::string storage;
    for (const Json& version : member(spec_, "versions")) {
      names.emplace(text(member(version, "name")));
      if (flag(version, "storage")) storage = text(member(version, "name"));
    }
    std::string shown;
    bool found = false;
    std::size_t index = 0;
    for (const Json& entry : stored) {
      const std::string name(text(entry));
      shown.append(shown.empty() ? "" : ", ").append(go_quoted(name));
      found = found || name == storage;
      const std::string field = fmt::format("status.storedVersions[{}]", index++);
      if (!names.contains(name))
        invalid(
            field, go_quoted(name),
            old_.is_null()
                ? std::string("missing from spec.versions")
                : fmt::format("missing from spec.versions; {0} was previously a storage version, and must remain in "
                              "spec.versions until a storage migration ensures no data remains persisted in {0} and "
                              "removes {0} from status.storedVersions",
                              name));
    }
    if (!storage.empty() && !found)
      invalid("status.storedVersions", "[]string{" + shown + "}", "must have the storage version " + storage);
  }

  void check_approval() {
    const auto approval = approval_of(definition_);
    if (!approval || approval->allowed) return;
    const std::string field = fmt::format("metadata.annotations[{}]", kApprovalAnnotation);
    const std::string_view value = text(member(at(definition_, "metadata", "annotations"), kApprovalAnnotation));
    if (value.empty()) return require(field, approval->message);
    invalid(field, go_quoted(value), approval->message);
  }

  void check_immutable() {
    const Json& before = member(old_, "spec");
    const auto check = [&](const Json& value, const Json& was, std::string field) {
      if (!(value == was)) invalid(std::move(field), go_value(value), "field is immutable");
    };
    check(member(spec_, "group"), member(before, "group"), "spec.group");
    check(at(spec_, "names", "plural"), at(before, "names", "plural"), "spec.names.plural");
    bool established = false;
    for (const Json& condition : at(old_, "status", "conditions"))
      established = established ||
                    (text(member(condition, "type")) == "Established" && text(member(condition, "status")) == "True");
    if (!established) return;
    check(member(spec_, "scope"), member(before, "scope"), "spec.scope");
    check(at(spec_, "names", "kind"), at(before, "names", "kind"), "spec.names.kind");
  }

  const Json& definition_;
  const Json& old_;
  const Json& spec_;
  Causes& refusals_;
};

}  // namespace

void check_definition(const Json& definition, const Json& old, Causes& refusals) {
  DefinitionCheck(definition, old, refusals).run();
}

}  // namespace nlbsim::fake_apiserver
