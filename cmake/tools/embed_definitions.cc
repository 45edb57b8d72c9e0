// Writes the CustomResourceDefinitions of fake_apiserver/crds/documents as C++: a program of the build, not of the
// product.
//
//   embed_definitions OUT.cc DOCUMENTS
//
// Each DOCUMENTS/<bundle>/<plural>.yaml is read behind DOCUMENTS/shared.yaml, whose anchors it may use. A definition
// becomes JSON in parts: the document without its schemas, and the schema of each version, so that a program that never
// meets a kind never parses its schemas.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cmake/tools/tool.h"

namespace {

using Json = nlohmann::json;

// A plain scalar may be a number or a word of YAML; a quoted one is text.
Json scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() != "?") return text;
  if (text == "true" || text == "false") return text == "true";
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  const Json number = Json::parse(text, nullptr, false);
  return number.is_number() ? number : Json(text);
}

Json to_json(const YAML::Node& node) {
  if (node.IsScalar()) return scalar(node);
  if (node.IsSequence()) {
    Json out = Json::array();
    for (const YAML::Node& entry : node) out.push_back(to_json(entry));
    return out;
  }
  if (!node.IsMap()) return nullptr;
  Json out = Json::object();
  for (const auto& entry : node) out[entry.first.Scalar()] = to_json(entry.second);
  return out;
}

// A string literal in pieces: compilers limit the length of one.
void write_literal(std::ostream& out, const std::string& text) {
  constexpr std::size_t kPiece = 8000;
  for (std::size_t at = 0; at < text.size(); at += kPiece)
    out << "\n    R\"definition(" << text.substr(at, kPiece) << ")definition\"";
}

struct Definition {
  std::string bundle;
  std::string plural;
  Json document;
  std::vector<Json> schemas;
};

Definition read(const std::filesystem::path& path, const std::string& shared) {
  Definition out{path.parent_path().filename(), path.stem(), to_json(YAML::Load(shared + contents(path))), {}};
  out.document.erase("shared");
  for (Json& version : out.document.at("spec").at("versions")) {
    out.schemas.push_back(version.at("schema").at("openAPIV3Schema"));
    version.erase("schema");
  }
  return out;
}

void write(std::ostream& out, const std::vector<Definition>& definitions) {
  out << "#include \"fake_apiserver/crds/bundled.h\"\n\n#include <array>\n\n"
         "namespace nlbsim::fake_apiserver {\nnamespace {\n\n";
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const Definition& definition = definitions[i];
    out << "constexpr std::array<std::string_view, " << definition.schemas.size() << "> kSchemas" << i << "{{";
    for (const Json& schema : definition.schemas) {
      write_literal(out, schema.dump());
      out << ",";
    }
    out << "}};\n\n";
  }
  out << "constexpr std::array<BundledDefinition, " << definitions.size() << "> kDefinitions{{\n";
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    out << "    {\"" << definitions[i].bundle << "\", \"" << definitions[i].plural << "\",";
    write_literal(out, definitions[i].document.dump());
    out << ", kSchemas" << i << "},\n";
  }
  out << "}};\n\n}  // namespace\n\n"
         "std::span<const BundledDefinition> bundled_definitions() { return kDefinitions; }\n\n"
         "}  // namespace nlbsim::fake_apiserver\n";
}

int run(const std::filesystem::path& target, const std::filesystem::path& folder) {
  const std::string shared = contents(folder / "shared.yaml");
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaml" && entry.path().parent_path() != folder) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<Definition> definitions;
  for (const auto& path : paths) definitions.push_back(read(path, shared));
  std::ofstream out(target);
  write(out, definitions);
  return out.flush() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: embed_definitions OUT.cc DOCUMENTS\n";
    return 2;
  }
  return told("embed_definitions", [&] { return run(argv[1], argv[2]); });
}
