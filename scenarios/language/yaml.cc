#include "scenarios/language/yaml.h"

#include <fmt/format.h>

#include "api/yaml/builder.h"
#include "scenarios/language/files.h"
#include "scenarios/language/yaml_words.h"

namespace nlbsim::scenarios {

namespace {

// How nodes are made, and the words in which a text that holds none is refused.
struct NodeRules {
  using Value = Node;
  using Collection = Node;

  static Node null(const yaml::Mark& mark) {
    Node node;
    node.mark = {mark.line, mark.column};
    return node;
  }

  static Node scalar(const std::string& text, const std::string& tag, const yaml::Mark& mark, bool is_key) {
    check_tag(tag, mark);
    Node node = null(mark);
    node.kind = Node::Kind::scalar;
    node.scalar = text;
    node.quoted = tag != "?";  // plain; a quoted scalar has the tag "!"
    const bool is_null =
        !node.quoted && (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL");
    if (is_null && !is_key) node.kind = Node::Kind::null;
    return node;
  }

  static Node open(bool map, const std::string& tag, const yaml::Mark& mark) {
    check_tag(tag, mark);
    Node node = null(mark);
    node.kind = map ? Node::Kind::map : Node::Kind::list;
    return node;
  }

  static std::string key(const Node& node, const yaml::Mark& mark) {
    if (!node.is_scalar()) throw yaml::refused("a key must be text, not " + std::string(describe_kind(node)), mark);
    if (!node.quoted && node.scalar == "<<")
      throw yaml::refused("merge keys (<<) are not supported: write the fields out", mark);
    return node.scalar;
  }

  static void add(Node& list, Node item) { list.items.push_back(std::move(item)); }
  static void add(Node& map, std::string key, const yaml::Mark& mark, Node value) {
    map.entries.push_back({{std::move(key), {mark.line, mark.column}}, std::move(value)});
  }
  static Node close(Node node) { return node; }

  static std::string too_many() {
    return fmt::format(
        "the document has more than {} values once its aliases are expanded: write it without them, or split it",
        yaml::kMaxValues);
  }
  static std::string too_deep() { return fmt::format("values are nested deeper than {}", yaml::kMaxDepth); }
  static std::string within_itself() { return "an alias refers to the value that it stands in"; }
  static std::string key_no_text() { return "a key must be text, not a list or a map"; }
  static std::string twice(std::string_view key, int first) {
    return fmt::format("the key \"{}\" stands here a second time; the first is on line {}", key, first);
  }

 private:
  static void check_tag(const std::string& tag, const yaml::Mark& mark) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str") return;
    throw yaml::refused("the tag " + tag + " has no meaning here: write the value without it", mark);
  }
};

std::string_view text_of_line(std::string_view text, int line) {
  for (int i = 1; i < line && text.find('\n') != text.npos; ++i) text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find('\n'));
}

std::string complaint(const yaml::Unreadable& why, std::string_view text) {
  switch (why.fault) {
    case yaml::Fault::encoding: return fmt::format("not UTF-8 text (byte {}): save it as UTF-8", why.detail);
    case yaml::Fault::character:
      return fmt::format("holds the control character 0x{:02x}: this is not a text file", why.detail.front());
    case yaml::Fault::no_value: return "not valid YAML: no value begins so";
    case yaml::Fault::syntax: return yaml_complaint(why.detail, text_of_line(text, why.line));
    case yaml::Fault::refused: break;
  }
  return why.detail;
}

}  // namespace

Result<std::vector<Node>> parse_yaml(std::string_view text, const std::string& file) {
  const auto refuse = [&](const std::string& message, int line) {
    return sim::fail("InvalidYaml", message, file + ":" + std::to_string(line));
  };
  if (text.size() > kMaxInputBytes) return refuse("larger than 8 MiB: split it into several files", 1);
  yaml::Builder<NodeRules> builder;
  if (const auto unreadable = yaml::read(text, builder)) return refuse(complaint(*unreadable, text), unreadable->line);
  std::vector<Node> documents = builder.take();
  std::erase_if(documents, [](const Node& document) { return document.is_null(); });
  return documents;
}

}  // namespace nlbsim::scenarios
