#include "fake_apiserver/crds/definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "fake_apiserver/registry/names.h"
#include "fake_apiserver/strategy/custom_resource.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

std::vector<std::string> strings(const Json& list) {
  std::vector<std::string> out;
  for (const Json& entry : list) out.emplace_back(text(entry));
  return out;
}

std::vector<Column> columns_of(const Json& version) {
  std::vector<Column> out;
  for (const Json& source : member(version, "additionalPrinterColumns")) {
    auto path = JsonPath::parse(text(member(source, "jsonPath")));
    if (!path) continue;  // refused when the definition came
    Column column{std::string(text(member(source, "name"))), std::string(text(member(source, "type"))),
                  *std::move(path)};
    column.format = text(member(source, "format"));
    column.description = text(member(source, "description"));
    if (const Json& priority = member(source, "priority"); priority.is_number_integer())
      column.priority = priority.get<int>();
    out.push_back(std::move(column));
  }
  // What a definition that asks for none gets.
  if (out.empty()) out.push_back({"Age", "date", JsonPath::parse(".metadata.creationTimestamp").value_or(JsonPath())});
  return out;
}

struct Rank {
  int stage = 0;  // 3: GA, 2: beta, 1: alpha, 0: no version of that form
  int major = 0;
  int minor = 0;
  auto operator<=>(const Rank&) const = default;
};

bool take_number(std::string_view& from, int& out) {
  const auto parsed = std::from_chars(from.data(), from.data() + from.size(), out);
  if (parsed.ec != std::errc()) return false;
  from.remove_prefix(static_cast<std::size_t>(parsed.ptr - from.data()));
  return true;
}

Rank rank_of(std::string_view version) {
  Rank rank;
  if (!version.starts_with('v')) return {};
  version.remove_prefix(1);
  if (!take_number(version, rank.major)) return {};
  if (version.empty()) return {3, rank.major, 0};
  rank.stage = version.starts_with("beta") ? 2 : version.starts_with("alpha") ? 1 : 0;
  version.remove_prefix(rank.stage == 2 ? 4 : rank.stage == 1 ? 5 : 0);
  if (rank.stage == 0 || !take_number(version, rank.minor) || !version.empty()) return {};
  return rank;
}

bool preferred(std::string_view a, std::string_view b) {
  const Rank left = rank_of(a);
  const Rank right = rank_of(b);
  return left == right ? a < b : left > right;
}

// The warning to whoever uses a deprecated version: the definition's own, or where to go from here.
std::string deprecation_of(const Json& version, const Json& spec, const kube::Resource& resource) {
  if (!flag(version, "deprecated")) return "";
  if (const std::string_view warning = text(member(version, "deprecationWarning")); !warning.empty())
    return std::string(warning);
  const std::string_view name = text(member(version, "name"));
  std::string_view better;
  for (const Json& other : member(spec, "versions")) {
    const std::string_view candidate = text(member(other, "name"));
    if (flag(other, "served") && !flag(other, "deprecated") && preferred(candidate, name) &&
        (better.empty() || preferred(candidate, better)))
      better = candidate;
  }
  std::string out = fmt::format("{}/{} {} is deprecated", resource.group, name, resource.kind);
  if (!better.empty()) out += fmt::format("; use {}/{} {}", resource.group, better, resource.kind);
  return out;
}

}  // namespace

bool flag(const Json& object, std::string_view key) {
  const Json& value = member(object, key);
  return value.is_boolean() && value.get<bool>();
}

bool preferred_version(std::string_view a, std::string_view b) { return preferred(a, b); }

KindRef kind_of(const Json& definition, const std::vector<std::shared_ptr<const LazySchema>>& schemas) {
  const Json& spec = member(definition, "spec");
  const Json& names = member(spec, "names");
  auto kind = std::make_shared<Kind>();
  kind->resource = {lasting_name(text(member(spec, "group"))), "", lasting_name(text(member(names, "plural"))),
                    lasting_name(text(member(names, "kind"))), text(member(spec, "scope")) == "Namespaced"};
  kind->strategy = &custom_resource_strategy();
  kind->custom = true;
  kind->has_generation = true;
  kind->singular = text(member(names, "singular"));
  kind->list_kind = text(member(names, "listKind"));
  kind->short_names = strings(member(names, "shortNames"));
  kind->categories = strings(member(names, "categories"));
  kind->verbs = {"delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"};
  std::size_t index = 0;
  for (const Json& source : member(spec, "versions")) {
    KindVersion version{lasting_name(text(member(source, "name"))), schemas[index++], columns_of(source)};
    version.served = flag(source, "served");
    version.deprecation = deprecation_of(source, spec, kind->resource);
    const Json& scale = at(source, "subresources", "scale");
    if (scale.is_object()) {
      version.replicas = JsonPath::parse(text(member(scale, "specReplicasPath"))).value_or(JsonPath());
      version.status_replicas = JsonPath::parse(text(member(scale, "statusReplicasPath"))).value_or(JsonPath());
    }
    for (const Json& field : member(source, "selectableFields")) {
      std::string path(text(member(field, "jsonPath")));
      kind->fields.push_back(path.starts_with('.') ? path.substr(1) : std::move(path));
    }
    const bool storage = flag(source, "storage");
    if (storage) kind->resource.version = version.name;
    if (storage) kind->has_status = at(source, "subresources", "status").is_object();
    if (version.served || storage) kind->versions.push_back(std::move(version));
  }
  std::ranges::sort(kind->versions, [](const KindVersion& a, const KindVersion& b) {
    return a.served == b.served ? preferred_version(a.name, b.name) : a.served;
  });
  kind->api_version = kind->resource.api_version();
  return kind;
}

KindRef kind_of(const Json& definition) {
  std::vector<std::shared_ptr<const LazySchema>> schemas;
  for (const Json& version : at(definition, "spec", "versions"))
    schemas.push_back(LazySchema::of_document(at(version, "schema", "openAPIV3Schema")));
  return kind_of(definition, schemas);
}

}  // namespace nlbsim::fake_apiserver
