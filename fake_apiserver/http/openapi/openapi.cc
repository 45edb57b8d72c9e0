#include "fake_apiserver/http/openapi/openapi.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <vector>

#include "fake_apiserver/http/openapi/schemas.h"

namespace nlbsim::fake_apiserver::openapi {
namespace {

using api::Json;

constexpr std::string_view kInfoVersion = "v1.33.3";

struct QueryParameter {
  std::string_view name, type, description;
};
constexpr std::array kWriteParameters{
    QueryParameter{"dryRun", "string", "When present, modifications should not be persisted. The only value is All."},
    QueryParameter{"fieldManager", "string", "The name of the actor that is making these changes."},
    QueryParameter{"fieldValidation", "string",
                   "What becomes of unknown or duplicate fields in the body: Ignore, Warn or Strict."}};
constexpr QueryParameter kForce{"force", "boolean", "An apply takes over fields that other managers own."};

// The media types that a patch of the kind may have.
std::vector<std::string_view> patch_types(const Kind& kind, std::string_view version) {
  std::vector<std::string_view> types{"application/json-patch+json", "application/merge-patch+json"};
  // Clients merge by keys that the schema names: without a schema they had better use what they know themselves.
  if (!kind.custom && is_described(kind, version)) types.emplace_back("application/strategic-merge-patch+json");
  types.emplace_back("application/apply-patch+yaml");
  return types;
}

Json parameter(const QueryParameter& from, Dialect dialect) {
  Json out{{"name", from.name}, {"in", "query"}, {"description", from.description}};
  if (dialect == Dialect::v2) {
    out["type"] = from.type;
    out["uniqueItems"] = true;
  } else {
    out["schema"] = Json{{"type", from.type}, {"uniqueItems", true}};
  }
  return out;
}

// The operations of one kind at one version.
class Paths {
 public:
  Paths(const Kind& kind, std::string_view version, Dialect dialect)
      : kind_(kind), version_(version), dialect_(dialect) {}

  void add(Json& paths) const {
    const kube::Resource resource = kind_.at(version_);
    const std::string root = resource.group.empty() ? fmt::format("/api/{}", version_)
                                                    : fmt::format("/apis/{}/{}", resource.group, version_);
    const std::string all = fmt::format("{}/{}", root, resource.plural);
    const std::string home =
        resource.namespaced ? fmt::format("{}/namespaces/{{namespace}}/{}", root, resource.plural) : all;
    Json collection{{"get", operation("list", {})}, {"post", operation("post", {})}};
    if (kind_.has_verb("deletecollection")) collection["delete"] = operation("deletecollection", {});
    if (resource.namespaced) {
      paths[all] = Json::object({{"get", operation("list", {})}});
      collection["parameters"] = Json::array({path_parameter("namespace")});
    }
    paths[home] = std::move(collection);
    paths[home + "/{name}"] = named({});
    if (kind_.has_status) paths[home + "/{name}/status"] = named("status");
  }

 private:
  Json named(std::string_view subresource) const {
    Json item{{"get", operation("get", subresource)},
              {"put", operation("put", subresource)},
              {"patch", operation("patch", subresource)}};
    if (subresource.empty()) item["delete"] = operation("delete", subresource);
    Json parameters = Json::array({path_parameter("name")});
    if (kind_.resource.namespaced) parameters.push_back(path_parameter("namespace"));
    item["parameters"] = std::move(parameters);
    return item;
  }

  Json path_parameter(std::string_view name) const {
    Json out{{"name", name}, {"in", "path"}, {"required", true}};
    if (dialect_ == Dialect::v2) out["type"] = "string";
    else out["schema"] = Json::object({{"type", "string"}});
    return out;
  }

  Json body_schema(std::string_view action) const {
    if (action == "patch" || !is_described(kind_, version_)) return Json::object({{"type", "object"}});
    return reference(schema_name(kind_, version_), dialect_);
  }

  std::vector<std::string_view> body_types(std::string_view action) const {
    if (action == "patch") return patch_types(kind_, version_);
    if (action == "post" || action == "put") return {"application/json"};
    return {};
  }

  Json operation(std::string_view action, std::string_view subresource) const {
    const std::string_view kind = kind_.resource.kind;
    Json out{{"operationId", fmt::format("{}{}{}{}{}", action, kind_.resource.group, version_, kind, subresource)},
             {"description", fmt::format("{} {}{}{}", action, kind, subresource.empty() ? "" : "/", subresource)},
             {"responses", Json::object({{"200", Json::object({{"description", "OK"}})}})},
             {"x-kubernetes-action", action},
             {"x-kubernetes-group-version-kind", kind_of(kind_, version_)}};
    Json parameters = Json::array();
    const std::vector<std::string_view> types = body_types(action);
    if (!types.empty()) {
      if (dialect_ == Dialect::v2)
        parameters.push_back(
            Json{{"name", "body"}, {"in", "body"}, {"required", true}, {"schema", body_schema(action)}});
      for (const QueryParameter& each : kWriteParameters) parameters.push_back(parameter(each, dialect_));
      if (action == "patch") parameters.push_back(parameter(kForce, dialect_));
      add_body(out, types, action);
    } else if (action.starts_with("delete")) {
      parameters.push_back(parameter(kWriteParameters.front(), dialect_));
    }
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    return out;
  }

  void add_body(Json& operation, const std::vector<std::string_view>& types, std::string_view action) const {
    if (dialect_ == Dialect::v2) {
      Json consumes = Json::array();
      for (const std::string_view type : types) consumes.push_back(type);
      operation["consumes"] = std::move(consumes);
      operation["produces"] = Json::array({"application/json", "application/yaml"});
      return;
    }
    Json content = Json::object();
    for (const std::string_view type : types) content[type] = Json::object({{"schema", body_schema(action)}});
    operation["requestBody"] = Json{{"content", std::move(content)}, {"required", true}};
  }

  const Kind& kind_;
  std::string_view version_;
  Dialect dialect_;
};

using GroupVersion = std::pair<std::string, std::string>;

std::set<GroupVersion> served(const Registry& registry) {
  std::set<GroupVersion> out;
  for (const Kind& kind : registry.kinds())
    for (const KindVersion& version : kind.versions)
      if (version.served) out.emplace(kind.resource.group, version.name);
  return out;
}

std::string path_of(const GroupVersion& which) {
  return which.first.empty() ? fmt::format("api/{}", which.second)
                             : fmt::format("apis/{}/{}", which.first, which.second);
}

}  // namespace

Json index(const Registry& registry) {
  Json paths = Json::object();
  for (const GroupVersion& which : served(registry)) {
    const auto document = version_3(registry, which.first, which.second);
    if (!document) continue;
    const std::string path = path_of(which);
    paths[path] = Json::object(
        {{"serverRelativeURL", fmt::format("/openapi/v3/{}?hash={:016X}", path, api::fingerprint(*document))}});
  }
  return Json::object({{"paths", std::move(paths)}});
}

std::optional<Json> version_3(const Registry& registry, std::string_view group, std::string_view version) {
  Json paths = Json::object();
  Json schemas = Json::object();
  for (const Kind& kind : registry.kinds()) {
    if (kind.resource.group != group || !kind.serves(version)) continue;
    Paths(kind, version, Dialect::v3).add(paths);
    add_schemas(schemas, kind, version, Dialect::v3);
  }
  if (paths.empty()) return std::nullopt;
  add_common_schemas(schemas, Dialect::v3);
  return Json{{"openapi", "3.0.0"},
              {"info", Json::object({{"title", "Kubernetes"}, {"version", kInfoVersion}})},
              {"paths", std::move(paths)},
              {"components", Json::object({{"schemas", std::move(schemas)}})}};
}

Json version_2(const Registry& registry) {
  Json paths = Json::object();
  Json schemas = Json::object();
  for (const Kind& kind : registry.kinds())
    for (const KindVersion& version : kind.versions) {
      if (!version.served) continue;
      Paths(kind, version.name, Dialect::v2).add(paths);
      add_schemas(schemas, kind, version.name, Dialect::v2);
    }
  add_common_schemas(schemas, Dialect::v2);
  return Json{{"swagger", "2.0"},
              {"info", Json::object({{"title", "Kubernetes"}, {"version", kInfoVersion}})},
              {"paths", std::move(paths)},
              {"definitions", std::move(schemas)}};
}

}  // namespace nlbsim::fake_apiserver::openapi
