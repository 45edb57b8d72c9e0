#include "scenarios/language/schema.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenarios/language/load.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::string_view kDuration = "^([0-9]+(ns|us|ms|s|m|h))+$|^0$";

// Stands for every document at once. A node is known by its path, which it carries as its text, so that a copy of it
// is known too; the elements of a list have the path of the list and "[]".
class Describer final : public Asked {
 public:
  // Whether readers go on as if each value were there. What only the one or only the other way of reading asks for is
  // asked for in two passes.
  explicit Describer(bool present) : present_(present) {}
  void again(bool present) {
    present_ = present;
    defined_.clear();
  }

  static Node stand_in(const std::string& path, int depth) {
    Node node;
    node.kind = Node::Kind::map;
    node.scalar = path;
    if (depth > 0) node.items.push_back(stand_in(path + "[]", depth - 1));
    return node;
  }

  const Node* key(const Node& map, std::string_view key) override {
    constexpr int kListsInLists = 2;
    const std::string path = map.scalar + "." + std::string(key);
    keys_[map.scalar].insert(std::string(key));
    return &nodes_.try_emplace(path, stand_in(path, kListsInLists)).first->second;
  }
  void required(const Node& map, std::string_view key) override { required_[map.scalar].insert(std::string(key)); }
  bool value(const Node& node, Type type) override {
    types_[node.scalar].insert(type);
    return present_;
  }
  void words(const Node& node, std::span<const std::string> known) override {
    words_[node.scalar].insert(known.begin(), known.end());
  }
  void one_or_many(const Node& node) override { many_.insert(node.scalar); }
  bool define(const Node& node, std::string_view name) override {
    references_[node.scalar] = name;
    const auto [first, fresh] = definitions_.try_emplace(std::string(name), node.scalar);
    return first->second == node.scalar && defined_.insert(std::string(name)).second;
  }

  api::Json document(const std::string& root) const {
    api::Json out = schema_of(root);
    out["$schema"] = "http://json-schema.org/draft-07/schema#";
    out["title"] = "A scenario of nlbsim";
    for (const auto& [name, path] : definitions_) out["definitions"][name] = described(path);
    return out;
  }

 private:
  api::Json schema_of(const std::string& path) const {
    if (const auto named = references_.find(path); named != references_.end())
      return api::Json{{"$ref", "#/definitions/" + named->second}};
    return described(path);
  }

  api::Json described(const std::string& path) const {
    const std::string element = path + "[]";
    const bool is_list =
        keys_.contains(element) || references_.contains(element) || types_.contains(element) || has_inner_list(element);
    if (is_list && !keys_.contains(path)) return api::Json{{"type", "array"}, {"items", schema_of(element)}};
    if (keys_.contains(path)) {
      api::Json one = object_at(path);
      if (types_.contains(path)) return api::Json{{"anyOf", api::Json::array({one, value_at(path)})}};
      if (!many_.contains(path)) return one;
      return api::Json{{"anyOf", api::Json::array({one, api::Json{{"type", "array"}, {"items", one}}})}};
    }
    return value_at(path);
  }

  bool has_inner_list(const std::string& element) const { return references_.contains(element + "[]"); }

  api::Json object_at(const std::string& path) const {
    api::Json properties = api::Json::object();
    for (const std::string& key : keys_.at(path)) properties[key] = schema_of(path + "." + key);
    api::Json out{{"type", api::Json::array({"object", "null"})},
                  {"properties", std::move(properties)},
                  {"additionalProperties", false}};
    if (const auto named = references_.find(path); named != references_.end() && named->second == "step")
      return api::Json{{"type", "object"},
                       {"properties", out["properties"]},
                       {"additionalProperties", false},
                       {"minProperties", 1},
                       {"maxProperties", 1}};
    const auto needed = required_.find(path);
    if (needed == required_.end()) return out;
    out["type"] = "object";
    for (const std::string& key : needed->second) out["required"].push_back(key);
    return out;
  }

  api::Json value_at(const std::string& path) const {
    const auto types = types_.find(path);
    if (types == types_.end() || types->second.size() != 1) return api::Json::object();
    switch (*types->second.begin()) {
      case Type::number: return api::Json{{"type", "integer"}};
      case Type::boolean: return api::Json{{"type", "boolean"}};
      case Type::duration: return api::Json{{"type", api::Json::array({"string", "integer"})}, {"pattern", kDuration}};
      case Type::texts: return api::Json{{"type", "array"}, {"items", {{"type", "string"}}}};
      case Type::text: break;
    }
    const auto words = words_.find(path);
    if (words == words_.end()) return api::Json{{"type", "string"}};
    api::Json known = api::Json::array();
    for (const std::string& word : words->second) known.push_back(word);
    // Worlds bring more: actors, clusters, kinds that a definition adds. The known ones are offered, not enforced.
    return api::Json{{"anyOf", api::Json::array({api::Json{{"enum", known}}, api::Json{{"type", "string"}}})}};
  }

  bool present_;
  std::map<std::string, Node> nodes_;
  std::map<std::string, std::set<std::string>> keys_, required_, words_;
  std::map<std::string, std::set<Type>> types_;
  std::set<std::string> many_;
  std::map<std::string, std::string> references_;   // path to name
  std::map<std::string, std::string> definitions_;  // name to the path that describes it
  std::set<std::string> defined_;                   // in this pass
};

}  // namespace

api::Json language_schema() {
  Describer listener(false);
  LoadOptions options;
  options.asked = &listener;
  const std::string root = "scenario";
  const Node document = Describer::stand_in(root, 0);
  // What cannot be read from nothing is a problem that nobody hears of.
  for (const bool present : {false, true}) {
    listener.again(present);
    (void)load_scenario_node(document, "schema", options);
  }
  return listener.document(root);
}

}  // namespace nlbsim::scenarios
