// The bundled definitions against the real ones, which lie in the folder that NLBSIM_CRDS names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "fake_apiserver/crds/bundled.h"
#include "fake_apiserver/crds/checks.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

// A schema without what only people read.
Json facts(const Json& schema) {
  Json out = Json::object();
  for (const auto& [key, value] : schema.items()) {
    if (key == "description") continue;
    if (key == "properties") {
      Json properties = Json::object();
      for (const auto& [name, entry] : value.items()) properties[name] = facts(entry);
      out[key] = std::move(properties);
    } else if (key == "anyOf" || key == "oneOf" || key == "allOf") {
      Json list = Json::array();
      for (const Json& entry : value) list.push_back(facts(entry));
      out[key] = std::move(list);
    } else if (value.is_object() && (key == "items" || key == "not" || key == "additionalProperties")) {
      out[key] = facts(value);
    } else {
      out[key] = value;
    }
  }
  return out;
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// The definitions of a file.
std::vector<Json> definitions_in(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text_of_file;
  text_of_file << in.rdbuf();
  std::vector<Json> out;
  const auto documents = parse_yaml(text_of_file.str(), path.string());
  EXPECT_TRUE(documents) << documents.error().describe();
  if (!documents) return out;
  for (const Node& node : *documents) {
    const auto document = to_json(node, path.string());
    EXPECT_TRUE(document) << document.error().describe();
    if (document && text(member(*document, "kind")) == "CustomResourceDefinition") out.push_back(*document);
  }
  return out;
}

class RealDefinitionsTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("NLBSIM_CRDS");
    if (!folder) GTEST_SKIP() << "NLBSIM_CRDS names no folder with the real definitions";
    root_ = folder;
  }
  std::filesystem::path root_;
};

TEST_F(RealDefinitionsTest, EveryOnePassesTheChecks) {
  std::size_t seen = 0;
  for (const auto& path : files_below(root_))
    for (Json definition : definitions_in(path)) {
      ++seen;
      Json stored = Json::array();
      for (const Json& version : at(definition, "spec", "versions"))
        if (member(version, "storage") == true) stored.push_back(member(version, "name"));
      definition["status"] = Json{{"storedVersions", stored}};
      fake_apiserver::Causes refusals;
      fake_apiserver::check_definition(definition, Json(), refusals);
      EXPECT_TRUE(refusals.empty()) << path << ": " << refusals.front().field << ": " << refusals.front().message;
    }
  EXPECT_GT(seen, 0U);
}

// What two definitions say alike, their objects meet alike: names, versions, columns, subresources and every word of
// the schemas but the descriptions.
TEST_F(RealDefinitionsTest, OursSayTheSame) {
  const std::map<std::string, std::string> folders{{"gateway-api-v1.3", "gateway-api-v1.3.0/experimental"},
                                                   {"gateway-api-v1.6", "gateway-api-v1.6.1/standard"},
                                                   {"lbc-v2.14", "lbc-v2.14.1"},
                                                   {"lbc-v3.5", "lbc-v3.5.0"}};
  std::map<std::pair<std::string, std::string>, Json> real;
  for (const auto& [bundle, folder] : folders)
    for (const auto& path : files_below(root_ / folder))
      for (const Json& definition : definitions_in(path))
        real[{bundle, std::string(text(at(definition, "spec", "names", "plural")))}] = definition;
  for (const fake_apiserver::BundledDefinition& ours : fake_apiserver::bundled_definitions()) {
    const auto found = real.find({std::string(ours.bundle), std::string(ours.plural)});
    ASSERT_NE(found, real.end()) << ours.bundle << " " << ours.plural;
    const Json& theirs = found->second;
    const Json head = api::parse_json(ours.head).value();
    for (const char* key : {"group", "scope", "names"})
      EXPECT_EQ(at(head, "spec", key), at(theirs, "spec", key)) << ours.plural;
    const Json& versions = at(theirs, "spec", "versions");
    ASSERT_EQ(versions.size(), ours.schemas.size()) << ours.plural;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const Json& own = at(head, "spec", "versions")[i];
      for (const char* key : {"name", "storage", "deprecated", "deprecationWarning", "subresources"})
        EXPECT_EQ(member(own, key), member(versions[i], key)) << ours.plural << " " << key;
      EXPECT_EQ(facts(api::parse_json(ours.schemas[i]).value()), facts(at(versions[i], "schema", "openAPIV3Schema")))
          << ours.bundle << " " << ours.plural << " " << text(member(own, "name"));
    }
    real.erase(found);
  }
  for (const auto& [key, definition] : real) ADD_FAILURE() << key.first << " has " << key.second << ", and we do not";
}

}  // namespace
}  // namespace nlbsim::scenarios
