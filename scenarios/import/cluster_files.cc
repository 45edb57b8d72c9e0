// The cluster: which of its objects a world begins with, and which of them people wrote.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "fake_apiserver/api_server.h"
#include "fake_apiserver/registry/registry.h"
#include "scenarios/import/import.h"
#include "scenarios/record/object_text.h"
#include "scenarios/runner/manifest_set.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

// What a controller looks at, and what a packet meets behind a node port. Nothing else decides anything here; Secrets
// least of all.
constexpr std::array<std::string_view, 10> kBuiltInKinds{"Namespace",   "Node",          "Service",    "Pod",
                                                         "Endpoints",   "EndpointSlice", "Deployment", "ReplicaSet",
                                                         "StatefulSet", "DaemonSet"};
// Of these, what the cluster makes by itself.
constexpr std::array<std::string_view, 4> kMadeKinds{"Node", "Pod", "EndpointSlice", "Endpoints"};
// Kept for the account alone: they name what is in it.
constexpr std::array<std::string_view, 2> kOfTheAccount{"Node", "TargetGroupBinding"};

std::string kind_text(const Json& document) { return text_member(document, "kind"); }

bool is_named(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_any(std::span<const std::string_view> kinds, const Json& document) {
  return is_named(kinds, kind_text(document));
}

bool is_looked_at(const Json& document) {
  return of_gateways(text_member(document, "apiVersion")) || is_any(kBuiltInKinds, document);
}

// Somebody's wish, not what came of one.
bool is_wish(const Json& document) {
  constexpr std::string_view kStackLabel = "gateway.k8s.aws.nlb/stack-name";  // of a binding that a Gateway has
  if (is_any(kMadeKinds, document)) return false;
  const Json& metadata = api::member(document, "metadata");
  for (const Json& owner : api::member(metadata, "ownerReferences"))
    if (api::member(owner, "controller") == true) return false;
  if (!text_member(api::member(metadata, "labels"), kStackLabel).empty()) return false;
  const std::string name = text_member(metadata, "name");
  if (kind_text(document) == "Namespace") return !is_named(fake_apiserver::kNamespacesOfEveryCluster, name);
  return kind_text(document) != "Service" || name != "kubernetes" || text_member(metadata, "namespace") != "default";
}

// A wish that is not to be asked for again as it stands: without what only a server writes.
Json wish_of(const Json& document) {
  constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";
  Json wish = without_server_fields(document);
  Json annotations = Json::object();
  for (const auto& [key, value] : api::at(wish, "metadata", "annotations").items())
    if (key.view() != kLastApplied) annotations[key] = value;
  if (annotations.empty()) wish["metadata"].erase("annotations");
  else wish["metadata"]["annotations"] = std::move(annotations);
  return wish;
}

std::string file_of(const Json& document) {
  const std::string space = kind_text(document) == "Namespace"
                                ? text_member(api::member(document, "metadata"), "name")
                                : text_member(api::member(document, "metadata"), "namespace");
  // Applied in the order of names: what belongs to no namespace goes first.
  return space.empty() ? "00-cluster.yaml" : space + ".yaml";
}

class ExportReader {
 public:
  ExportReader(std::string_view served_versions, Imported& into) : into_(into) {
    if (const auto served = fake_apiserver::parse_served_versions(served_versions))
      registry_ = fake_apiserver::Registry::make(*served);
  }

  void take(const Manifest& manifest) {
    const Json& document = *manifest.document;
    const std::string key = kind_text(document) + " " + key_text(document);
    if (!is_looked_at(document)) return pass_over("is not needed", document);
    if (!into_.tells_account && is_any(kOfTheAccount, document)) return pass_over("belongs to an account", document);
    if (registry_ && !registry_->find_kind(text_member(document, "apiVersion"), kind_text(document)))
      return pass_over("is not simulated", document);
    if (registry_ && !registry_->served_kind(text_member(document, "apiVersion"), kind_text(document)))
      return pass_over("is not served at this version: see --served-versions", document);
    if (!seen_.insert(key).second) return;  // exported twice
    into_.objects.push_back(manifest.document);
    if (is_wish(document)) into_.manifests[file_of(document)].push_back(wish_of(document));
  }

  // Namespaces that objects are in and that were not exported.
  void add_namespaces() {
    std::set<std::string> missing;
    for (const api::JsonRef& object : into_.objects)
      if (const std::string space = text_member(api::member(*object, "metadata"), "namespace");
          !space.empty() && !seen_.contains("Namespace " + space))
        missing.insert(space);
    for (const std::string& name : missing)
      into_.objects.push_back(std::make_shared<const Json>(
          api::freeze(Json{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", Json{{"name", name}}}})));
  }

  void tell() {
    for (const auto& [line, count] : passed_over_)
      into_.passed_over.push_back(line + " (" + std::to_string(count) + (count == 1 ? " object)" : " objects)"));
  }

 private:
  void pass_over(std::string_view why, const Json& document) {
    ++passed_over_[kind_text(document) + " (" + text_member(document, "apiVersion") + ") " + std::string(why)];
  }

  Imported& into_;
  std::shared_ptr<const fake_apiserver::Registry> registry_;
  std::set<std::string> seen_;
  std::map<std::string, std::size_t> passed_over_;
};

}  // namespace

sim::Result<void> import_cluster(const ImportSources& sources, Imported& into) {
  const auto manifests = collect_manifests(sources.kube);
  if (!manifests) return sim::forward(manifests.error());
  ExportReader reader(sources.served_versions, into);
  for (const Manifest& manifest : *manifests) reader.take(manifest);
  reader.add_namespaces();
  reader.tell();
  return {};
}

}  // namespace nlbsim::scenarios
