#include "fake_apiserver/http/discovery.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "api/kube/endpoint_views.h"
#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/crds/definition.h"
#include "fake_apiserver/http/reviews.h"
#include "sim/hasher.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

std::string group_version(std::string_view group, std::string_view version) {
  return group.empty() ? std::string(version) : std::string(group).append("/").append(version);
}

// Groups as the real server lists them, its own first, each with its versions, the preferred one first.
struct Group {
  std::string_view name;
  std::vector<std::string_view> versions;
};

constexpr std::array<std::string_view, 16> kOrder{"apps",
                                                  "events.k8s.io",
                                                  "authentication.k8s.io",
                                                  "authorization.k8s.io",
                                                  "autoscaling",
                                                  "batch",
                                                  "networking.k8s.io",
                                                  "policy",
                                                  "rbac.authorization.k8s.io",
                                                  "storage.k8s.io",
                                                  "admissionregistration.k8s.io",
                                                  "apiextensions.k8s.io",
                                                  "scheduling.k8s.io",
                                                  "coordination.k8s.io",
                                                  "node.k8s.io",
                                                  "discovery.k8s.io"};

void add_version(std::vector<Group>& groups, std::string_view name, std::string_view version) {
  auto group = std::ranges::find(groups, name, &Group::name);
  if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
  if (std::ranges::find(group->versions, version) == group->versions.end()) group->versions.push_back(version);
}

std::vector<Group> groups_of(const Registry& registry) {
  std::vector<Group> groups;
  for (const Kind& kind : registry.kinds())
    for (const KindVersion& version : kind.versions)
      if (version.served && !kind.resource.group.empty()) add_version(groups, kind.resource.group, version.name);
  for (const ReviewKind& review : review_kinds()) add_version(groups, review.group, review.version);
  for (Group& group : groups) std::ranges::sort(group.versions, preferred_version);
  // Those that the order names not come behind, as the registry has them.
  std::vector<Group> ordered;
  for (const std::string_view name : kOrder)
    for (Group& group : groups)
      if (group.name == name) ordered.push_back(std::move(group));
  for (Group& group : groups)
    if (std::ranges::find(kOrder, group.name) == kOrder.end()) ordered.push_back(std::move(group));
  return ordered;
}

Json group_json(const Group& group) {
  Json versions = Json::array();
  for (const std::string_view version : group.versions)
    versions.push_back({{"groupVersion", group_version(group.name, version)}, {"version", version}});
  return {{"name", group.name}, {"versions", versions}, {"preferredVersion", versions.front()}};
}

// Which form its objects have in the store; clients only compare it.
std::string storage_version_hash(const Kind& kind) {
  const std::uint64_t digest = sim::Hasher().add(kind.api_version).add(kind.resource.kind).digest();
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((digest >> shift) & 0xff));
  return cel::encode_base64(bytes);
}

// What a path below a resource stands for.
struct Subresource {
  std::string_view name;
  std::string_view group, version;  // where they are not the resource's own
  std::string_view kind;
  std::vector<std::string> verbs;
};

// One resource of a group version.
struct Served {
  std::string_view name, singular, kind;
  bool namespaced = true;
  bool custom = false;
  std::vector<std::string> verbs, short_names, categories;
  std::string storage_version_hash;
  std::vector<Subresource> subresources;
};

// The verbs of a custom kind come in the order in which its server installs them.
std::vector<std::string> verbs_of(const Kind& kind) {
  if (!kind.custom) return kind.verbs;
  return {"delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"};
}

Served served_of(const Kind& kind, std::string_view version) {
  Served out{kind.resource.plural, kind.singular,    kind.resource.kind, kind.resource.namespaced,   kind.custom,
             verbs_of(kind),       kind.short_names, kind.categories,    storage_version_hash(kind), {}};
  const std::vector<std::string> ways{"get", "patch", "update"};
  if (kind.resource == kube::kNamespaces)
    out.subresources.push_back({"finalize", {}, {}, kind.resource.kind, {"update"}});
  if (kind.resource == kube::kPods) {
    out.subresources.push_back({"binding", {}, {}, "Binding", {"create"}});
    out.subresources.push_back({"eviction", "policy", "v1", "Eviction", {"create"}});
  }
  // Of a built-in kind they come by name, of a custom one as its server installs them.
  const Subresource scale{"scale", "autoscaling", "v1", "Scale", ways};
  const bool scales = kind.version(version).replicas.has_value();
  if (scales && !kind.custom) out.subresources.push_back(scale);
  if (kind.has_status) out.subresources.push_back({"status", {}, {}, kind.resource.kind, ways});
  if (scales && kind.custom) out.subresources.push_back(scale);
  return out;
}

// Everything at that version; built-in groups by name.
std::vector<Served> served_at(const Registry& registry, std::string_view group, std::string_view version) {
  std::vector<Served> out;
  for (const Kind& kind : registry.kinds())
    if (kind.resource.group == group && kind.serves(version)) out.push_back(served_of(kind, version));
  for (const ReviewKind& review : review_kinds())
    if (review.group == group && review.version == version)
      out.push_back(
          {review.plural, review.singular, review.kind, review.namespaced, false, {"create"}, {}, {}, {}, {}});
  if (!out.empty() && !out.front().custom) std::ranges::sort(out, {}, &Served::name);
  return out;
}

Json resource_json(const Served& served) {
  Json out{{"name", served.name},
           {"singularName", served.singular},
           {"namespaced", served.namespaced},
           {"kind", served.kind},
           {"verbs", served.verbs}};
  if (!served.short_names.empty()) out["shortNames"] = served.short_names;
  if (!served.categories.empty()) out["categories"] = served.categories;
  if (!served.storage_version_hash.empty()) out["storageVersionHash"] = served.storage_version_hash;
  return out;
}

Json subresource_json(const Served& served, const Subresource& subresource) {
  Json out{{"name", std::string(served.name).append("/").append(subresource.name)},
           {"singularName", ""},
           {"namespaced", served.namespaced},
           {"kind", subresource.kind},
           {"verbs", subresource.verbs}};
  if (!subresource.group.empty()) out["group"] = subresource.group;
  if (!subresource.version.empty()) out["version"] = subresource.version;
  return out;
}

Json response_kind(std::string_view group, std::string_view version, std::string_view kind) {
  return Json::object({{"group", group}, {"version", version}, {"kind", kind}});
}

// The real server says a built-in kind's group and version by the document that it stands in alone.
Json aggregated_resource(const Served& served, std::string_view group, std::string_view version) {
  const std::string_view own_group = served.custom ? group : std::string_view();
  const std::string_view own_version = served.custom ? version : std::string_view();
  Json out{{"resource", served.name},
           {"responseKind", response_kind(own_group, own_version, served.kind)},
           {"scope", served.namespaced ? "Namespaced" : "Cluster"},
           {"singularResource", served.singular},
           {"verbs", served.verbs}};
  if (!served.short_names.empty()) out["shortNames"] = served.short_names;
  if (!served.categories.empty()) out["categories"] = served.categories;
  Json subresources = Json::array();
  for (const Subresource& each : served.subresources)
    subresources.push_back(
        Json{{"subresource", each.name},
             {"responseKind", each.group.empty() ? response_kind(own_group, own_version, each.kind)
                                                 : response_kind(each.group, each.version, each.kind)},
             {"verbs", each.verbs}});
  if (!subresources.empty()) out["subresources"] = std::move(subresources);
  return out;
}

Json aggregated_version(const Registry& registry, std::string_view group, std::string_view version) {
  Json resources = Json::array();
  std::vector<Served> served = served_at(registry, group, version);
  std::ranges::sort(served, {}, &Served::name);
  for (const Served& each : served) resources.push_back(aggregated_resource(each, group, version));
  return Json{{"version", version}, {"resources", std::move(resources)}, {"freshness", "Current"}};
}

}  // namespace

Json version_document() {
  return {{"major", "1"},
          {"minor", "33"},
          {"emulationMajor", "1"},
          {"emulationMinor", "33"},
          {"minCompatibilityMajor", "1"},
          {"minCompatibilityMinor", "32"},
          {"gitVersion", "v1.33.3+nlbsim"},
          {"gitCommit", ""},
          {"gitTreeState", "clean"},
          {"buildDate", "1970-01-01T00:00:00Z"},
          {"goVersion", "none"},
          {"compiler", "none"},
          {"platform", "linux/amd64"}};
}

Json api_versions(std::string_view server_address) {
  const Json address{{"clientCIDR", "0.0.0.0/0"}, {"serverAddress", server_address}};
  return {{"kind", "APIVersions"}, {"versions", {"v1"}}, {"serverAddressByClientCIDRs", Json::array({address})}};
}

Json api_group_list(const Registry& registry) {
  Json groups = Json::array();
  for (const Group& group : groups_of(registry)) groups.push_back(group_json(group));
  return {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", std::move(groups)}};
}

std::optional<Json> api_group(const Registry& registry, std::string_view name) {
  const auto groups = groups_of(registry);
  const auto group = std::ranges::find(groups, name, &Group::name);
  if (group == groups.end()) return std::nullopt;
  Json out = group_json(*group);
  out["kind"] = "APIGroup";
  out["apiVersion"] = "v1";
  return out;
}

std::optional<Json> api_resource_list(const Registry& registry, std::string_view group, std::string_view version) {
  Json resources = Json::array();
  for (const Served& served : served_at(registry, group, version)) {
    resources.push_back(resource_json(served));
    for (const Subresource& each : served.subresources) resources.push_back(subresource_json(served, each));
  }
  if (resources.empty()) return std::nullopt;
  Json out{{"kind", "APIResourceList"}, {"groupVersion", group_version(group, version)}, {"resources", resources}};
  if (!group.empty()) out["apiVersion"] = "v1";
  return out;
}

Json aggregated(const Registry& registry, bool core) {
  Json items = Json::array();
  const auto add = [&](Json metadata, const Group& group) {
    Json versions = Json::array();
    for (const std::string_view version : group.versions)
      versions.push_back(aggregated_version(registry, group.name, version));
    metadata["creationTimestamp"] = nullptr;
    items.push_back(Json{{"metadata", std::move(metadata)}, {"versions", std::move(versions)}});
  };
  if (core) add(Json::object(), Group{{}, {"v1"}});
  else
    for (const Group& group : groups_of(registry)) add(Json::object({{"name", group.name}}), group);
  return Json{{"kind", "APIGroupDiscoveryList"},
              {"apiVersion", "apidiscovery.k8s.io/v2"},
              {"metadata", Json::object()},
              {"items", std::move(items)}};
}

Json root_paths(const Registry& registry) {
  std::vector<std::string> paths{"/api",        "/api/v1",     "/apis",       "/healthz", "/healthz/ping", "/livez",
                                 "/livez/ping", "/openapi/v2", "/openapi/v3", "/readyz",  "/readyz/ping",  "/version"};
  for (const Group& group : groups_of(registry)) {
    const std::string path = std::string("/apis/").append(group.name);
    paths.push_back(path);
    for (const std::string_view version : group.versions) paths.push_back(path + "/" + std::string(version));
  }
  std::ranges::sort(paths);
  return Json::object({{"paths", paths}});
}

}  // namespace nlbsim::fake_apiserver
