#include "scenarios/runner/manifest_set.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "fake_apiserver/api_server.h"
#include "fake_apiserver/registry/registry.h"
#include "scenarios/language/load.h"
#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;

Result<std::vector<std::string>> manifest_files(const std::string& path) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const std::string extension = at->path().extension().string();
    if (extension == ".yaml" || extension == ".yml" || extension == ".json") files.push_back(at->path().string());
  }
  if (files.empty()) return sim::fail("NotFound", "the folder holds no .yaml, .yml or .json file", path);
  std::ranges::sort(files);
  return files;
}

std::string namespace_of(const Json& document) { return text_member(api::member(document, "metadata"), "namespace"); }

// ---- what a server has set ----

constexpr std::array<std::string_view, 8> kServerMetadata{
    "resourceVersion",   "uid",      "generation",    "creationTimestamp",
    "deletionTimestamp", "selfLink", "managedFields", "deletionGracePeriodSeconds"};
// Allocated by the cluster that a Service comes from.
constexpr std::array<std::string_view, 2> kAllocatedAddresses{"clusterIP", "clusterIPs"};

Json without(const Json& object, std::span<const std::string_view> keys) {
  Json out = Json::object();
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(keys, std::string_view(key)) == keys.end()) out[key] = value;
  return out;
}

bool is_exported(const Json& document) {
  const Json& metadata = api::member(document, "metadata");
  return !api::member(metadata, "resourceVersion").is_null() || !api::member(metadata, "uid").is_null();
}

// ---- kinds ----

// Kinds that a listener cannot do without, whoever else names them.
bool is_definition(const Json& document) {
  return api::text(api::member(document, "kind")) == "CustomResourceDefinition";
}

class Kinds {
 public:
  Kinds(std::string_view served_versions, const std::vector<Manifest>& manifests) {
    if (const auto served = fake_apiserver::parse_served_versions(served_versions))
      registry_ = fake_apiserver::Registry::make(*served);
    for (const Manifest& manifest : manifests)
      if (is_definition(*manifest.document) && served(*manifest.document)) {
        const Json& spec = api::member(*manifest.document, "spec");
        defined_.insert(text_member(spec, "group") + "/" + text_member(api::member(spec, "names"), "kind"));
      }
  }

  // At whichever version.
  bool served(const Json& document) const {
    if (!registry_) return true;
    const std::string api_version = text_member(document, "apiVersion");
    const std::string kind = text_member(document, "kind");
    return registry_->find_kind(api_version, kind) ||
           defined_.contains(api_version.substr(0, api_version.find('/')) + "/" + kind);
  }

 private:
  std::shared_ptr<const fake_apiserver::Registry> registry_;
  std::set<std::string> defined_;  // "group/Kind" of definitions among the manifests
};

// "Kind name" of everything that a document refers to: each map with a name and a kind. `metadata` says who the object
// itself belongs to, which is no need of its own.
void collect_references(const Json& value, std::set<std::string>& into) {
  if (value.is_object()) {
    if (const std::string kind = text_member(value, "kind"); !kind.empty())
      into.insert(kind + " " + text_member(value, "name"));
    for (const auto& [key, member] : value.items())
      if (key != "metadata") collect_references(member, into);
  } else if (value.is_array()) {
    for (const Json& item : value) collect_references(item, into);
  }
}

void add_not_simulated(const Json& document, const std::set<std::string>& referred, std::vector<NotSimulated>& into) {
  const std::string api_version = text_member(document, "apiVersion");
  const std::string kind = text_member(document, "kind");
  auto found = std::ranges::find_if(
      into, [&](const NotSimulated& other) { return other.kind == kind && other.api_version == api_version; });
  if (found == into.end()) found = into.insert(into.end(), NotSimulated{api_version, kind, {}, {}});
  const std::string key = key_text(document);
  found->objects.push_back(key);
  const std::string name = text_member(api::member(document, "metadata"), "name");
  if (of_gateways(api_version) || referred.contains(kind + " " + name)) found->needed.push_back(key);
}

Manifest namespace_named(const std::string& name, const SourceLine& source) {
  Manifest made;
  made.document = std::make_shared<const Json>(
      Json{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", Json{{"name", name}}}});
  made.source = source;
  return made;
}

// Before everything that may need it.
bool goes_first(const Manifest& manifest) {
  return api::text(api::member(*manifest.document, "kind")) == "Namespace" || is_definition(*manifest.document);
}

}  // namespace

std::string NotSimulated::text() const {
  return kind + " (" + api_version + ") is not simulated: " + first_names(needed.empty() ? objects : needed);
}

Result<std::vector<Manifest>> collect_manifests(std::span<const std::string> paths) {
  std::vector<Manifest> all;
  for (const std::string& path : paths) {
    const auto files = manifest_files(path);
    if (!files) return sim::forward(files.error());
    for (const std::string& file : *files) {
      auto manifests = load_manifests(file);
      if (!manifests) return manifests;
      std::ranges::move(*manifests, std::back_inserter(all));
    }
  }
  return all;
}

std::vector<Manifest> take_definitions(std::vector<Manifest>& manifests) {
  std::vector<Manifest> definitions;
  for (const Manifest& manifest : manifests)
    if (is_definition(*manifest.document)) definitions.push_back(manifest);
  std::erase_if(manifests, [](const Manifest& manifest) { return is_definition(*manifest.document); });
  return definitions;
}

Json without_server_fields(const Json& document) {
  if (!is_exported(document)) return document;
  constexpr std::array<std::string_view, 1> kStatus{"status"};
  Json out = without(document, kStatus);
  out["metadata"] = without(api::member(document, "metadata"), kServerMetadata);
  const Json& spec = api::member(document, "spec");
  const bool headless = api::text(api::member(spec, "clusterIP")) == "None";
  if (api::text(api::member(document, "kind")) == "Service" && spec.is_object() && !headless)
    out["spec"] = without(spec, kAllocatedAddresses);
  return out;
}

ManifestSet prepare_manifests(std::vector<Manifest> manifests, std::string_view served_versions) {
  const Kinds kinds(served_versions, manifests);
  ManifestSet out;
  std::set<std::string> referred;
  for (const Manifest& manifest : manifests)
    if (of_gateways(text_member(*manifest.document, "apiVersion")))
      collect_references(api::member(*manifest.document, "spec"), referred);
  std::set<std::string> there(fake_apiserver::kNamespacesOfEveryCluster.begin(),
                              fake_apiserver::kNamespacesOfEveryCluster.end());
  there.insert("");
  for (const Manifest& manifest : manifests)
    if (api::text(api::member(*manifest.document, "kind")) == "Namespace")
      there.insert(text_member(api::member(*manifest.document, "metadata"), "name"));
  const auto take = [&](Manifest& manifest) {
    if (!kinds.served(*manifest.document)) return add_not_simulated(*manifest.document, referred, out.not_simulated);
    if (const std::string name = namespace_of(*manifest.document); there.insert(name).second) {
      out.added_namespaces.push_back(name);
      out.manifests.push_back(namespace_named(name, manifest.source));
    }
    manifest.document = std::make_shared<const Json>(without_server_fields(*manifest.document));
    out.manifests.push_back(std::move(manifest));
  };
  for (Manifest& manifest : manifests)
    if (goes_first(manifest)) take(manifest);
  for (Manifest& manifest : manifests)
    if (manifest.document && !goes_first(manifest)) take(manifest);  // those that went first are gone
  return out;
}

void tell_unread(ManifestSet& set) {
  for (const Manifest& manifest : set.manifests) {
    const bool gateways = of_gateways(text_member(*manifest.document, "apiVersion"));
    const std::string kind = text_member(*manifest.document, "kind");
    if (gateways && kind == "XListenerSet") add_not_simulated(*manifest.document, {}, set.not_simulated);
  }
}

}  // namespace nlbsim::scenarios
