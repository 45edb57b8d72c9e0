#include "scenarios/language/load.h"
#include "scenarios/language/step_parser.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

namespace {

bool is_list_object(const Node& node) {
  const Node* kind = node.find("kind");
  const Node* items = node.find("items");
  return kind && items && kind->is_scalar() && kind->scalar.ends_with("List") && items->is_list();
}

bool has_text(const Node* node) { return node && node->is_scalar() && !node->scalar.empty(); }

}  // namespace

std::optional<Manifest> read_manifest(const Node& node, Problems& problems) {
  if (!node.is_map()) {
    problems.add(node.mark,
                 "an object must be a map with apiVersion, kind and metadata, not " + std::string(describe_kind(node)));
    return std::nullopt;
  }
  for (const std::string_view key : {"apiVersion", "kind"}) {
    if (has_text(node.find(key))) continue;
    problems.add(node.mark, "an object lacks " + std::string(key) + ", a text such as " +
                                (key == "kind" ? "Gateway" : "gateway.networking.k8s.io/v1"));
    return std::nullopt;
  }
  const Node* metadata = node.find("metadata");
  if (!metadata || !metadata->is_map() || !has_text(metadata->find("name"))) {
    problems.add(metadata ? metadata->mark : node.mark, "an object lacks metadata.name");
    return std::nullopt;
  }
  auto document = to_json(node, problems.file());
  if (!document) {
    problems.add(node.mark, document.error().message);
    return std::nullopt;
  }
  Manifest manifest;
  manifest.has_references = has_references(*document);
  manifest.document = std::make_shared<const Json>(api::freeze(*std::move(document)));
  manifest.source = problems.at(node.mark);
  return manifest;
}

std::vector<Manifest> read_objects(const Node& list, Problems& problems) {
  std::vector<Manifest> out;
  if (!list.is_list()) problems.add(list.mark, "objects must be a list of objects");
  for (const Node& item : list.items)
    if (auto manifest = read_manifest(item, problems)) out.push_back(*std::move(manifest));
  return out;
}

Result<std::vector<Manifest>> load_manifests_text(std::string_view text, const std::string& file) {
  auto documents = parse_yaml(text, file);
  if (!documents) return sim::forward(std::move(documents.error()));
  if (documents->empty())
    return sim::fail("InvalidScenario", "the file is empty: at least one object is expected", file + ":1");
  if (const Node* version = documents->front().find("apiVersion"); version && version->scalar.starts_with("nlbsim/"))
    return sim::fail("InvalidScenario", "this is a scenario and no manifest: nlbsim run plays it", file + ":1");
  Problems problems(file);
  std::vector<Manifest> out;
  for (const Node& document : *documents) {
    if (is_list_object(document)) {
      for (Manifest& manifest : read_objects(*document.find("items"), problems)) out.push_back(std::move(manifest));
    } else if (auto manifest = read_manifest(document, problems)) {
      out.push_back(*std::move(manifest));
    }
  }
  if (!problems.empty()) return sim::forward(problems.error());
  return out;
}

Result<std::vector<Manifest>> load_manifests(const std::string& file, const Files& files) {
  auto text = files.read(file);
  if (!text) return sim::forward(std::move(text.error()));
  return load_manifests_text(*text, file);
}

}  // namespace nlbsim::scenarios
