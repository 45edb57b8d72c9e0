#include "scenarios/runner/manifest_set.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "scenarios/language/load.h"

namespace nlbsim::scenarios {

namespace {

namespace fs = std::filesystem;

Result<std::vector<std::string>> files_of(const std::string& path) {
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

std::string namespace_of(const Json& document) {
  return std::string(api::text(api::at(document, "metadata", "namespace")));
}

}  // namespace

Result<std::vector<Manifest>> collect_manifests(std::span<const std::string> paths) {
  std::vector<Manifest> all;
  for (const std::string& path : paths) {
    const auto files = files_of(path);
    if (!files) return sim::forward(files.error());
    for (const std::string& file : *files) {
      auto manifests = load_manifests(file);
      if (!manifests) return manifests;
      std::ranges::move(*manifests, std::back_inserter(all));
    }
  }
  return all;
}

std::vector<Manifest> with_namespaces(std::vector<Manifest> manifests, std::vector<std::string>& added) {
  std::set<std::string> there{"", "default", "kube-node-lease", "kube-public", "kube-system"};
  for (const Manifest& manifest : manifests)
    if (api::text(api::member(*manifest.document, "kind")) == "Namespace")
      there.emplace(api::text(api::at(*manifest.document, "metadata", "name")));
  std::vector<Manifest> out;
  for (Manifest& manifest : manifests) {
    if (const std::string name = namespace_of(*manifest.document); there.insert(name).second) {
      added.push_back(name);
      Manifest made;
      made.document = std::make_shared<const Json>(
          Json{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", Json{{"name", name}}}});
      made.source = manifest.source;
      out.push_back(std::move(made));
    }
    out.push_back(std::move(manifest));
  }
  return out;
}

}  // namespace nlbsim::scenarios
