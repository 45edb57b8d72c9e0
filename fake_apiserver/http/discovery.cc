#include "fake_apiserver/http/discovery.h"

#include <algorithm>
#include <string>

#include "fake_apiserver/cel/base64.h"
#include "fake_apiserver/crds/definition.h"
#include "sim/hasher.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

std::string group_version(std::string_view group, std::string_view version) {
  return group.empty() ? std::string(version) : std::string(group).append("/").append(version);
}

// Groups in the order in which the registry first names them, each with its versions, the preferred one first.
struct Group {
  std::string_view name;
  std::vector<std::string_view> versions;
};
std::vector<Group> groups_of(const Registry& registry) {
  std::vector<Group> groups;
  for (const Kind& kind : registry.kinds()) {
    if (kind.resource.group.empty()) continue;
    auto group = std::ranges::find(groups, kind.resource.group, &Group::name);
    if (group == groups.end()) group = groups.insert(groups.end(), {kind.resource.group, {}});
    for (const KindVersion& version : kind.versions)
      if (version.served && std::ranges::find(group->versions, version.name) == group->versions.end())
        group->versions.push_back(version.name);
  }
  for (Group& group : groups) std::ranges::sort(group.versions, preferred_version);
  return groups;
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

Json resource_json(const Kind& kind) {
  Json out{{"name", kind.resource.plural},
           {"singularName", kind.singular},
           {"namespaced", kind.resource.namespaced},
           {"kind", kind.resource.kind},
           {"verbs", kind.verbs}};
  if (!kind.short_names.empty()) out["shortNames"] = kind.short_names;
  if (!kind.categories.empty()) out["categories"] = kind.categories;
  out["storageVersionHash"] = storage_version_hash(kind);
  return out;
}

Json status_json(const Kind& kind) {
  return {{"name", std::string(kind.resource.plural) + "/status"},
          {"singularName", ""},
          {"namespaced", kind.resource.namespaced},
          {"kind", kind.resource.kind},
          {"verbs", {"get", "patch", "update"}}};
}

Json scale_json(const Kind& kind) {
  return {{"name", std::string(kind.resource.plural) + "/scale"},
          {"singularName", ""},
          {"namespaced", kind.resource.namespaced},
          {"group", "autoscaling"},
          {"version", "v1"},
          {"kind", "Scale"},
          {"verbs", {"get", "patch", "update"}}};
}

}  // namespace

Json version_document() {
  return {{"major", "1"},        {"minor", "33"},           {"gitVersion", "v1.33.3+nlbsim"},
          {"gitCommit", ""},     {"gitTreeState", "clean"}, {"buildDate", "1970-01-01T00:00:00Z"},
          {"goVersion", "none"}, {"compiler", "none"},      {"platform", "linux/amd64"}};
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
  for (const Kind& kind : registry.kinds()) {
    if (kind.resource.group != group || !kind.serves(version)) continue;
    resources.push_back(resource_json(kind));
    if (kind.has_status) resources.push_back(status_json(kind));
    if (kind.version(version).replicas) resources.push_back(scale_json(kind));
  }
  if (resources.empty()) return std::nullopt;
  Json out{{"kind", "APIResourceList"}, {"groupVersion", group_version(group, version)}, {"resources", resources}};
  if (!group.empty()) out["apiVersion"] = "v1";
  return out;
}

}  // namespace nlbsim::fake_apiserver
