#include "scenarios/language/member_tree.h"

#include <re2/re2.h>

#include <algorithm>

#include "scenarios/language/fields.h"
#include "scenarios/language/pattern.h"

namespace nlbsim::scenarios {

namespace {

using Type = MemberTree::Type;

bool is_reference(const Node& node) { return node.is_scalar() && node.scalar.find("${") != std::string::npos; }

std::string_view name(Type type) {
  switch (type) {
    case Type::any: return "anything";
    case Type::object: return "a map";
    case Type::list: return "a list";
    case Type::text: return "text";
    case Type::number: return "a number";
    case Type::boolean: return "true or false";
  }
  return {};
}

struct MemberCheck {
  Problems& problems;

  void wrong(const Node& node, const MemberTree& tree, const std::string& path) const {
    std::string got(describe_kind(node));
    if (node.is_scalar()) got += " (" + to_flow(node) + ")";
    problems.add(node.mark, path + " is " + std::string(name(tree.type)) + " and can never match " + got);
  }

  void check(const Node& node, const MemberTree& tree, const std::string& path) const {
    if (tree.type == Type::any || node.is_null() || is_reference(node)) return;
    if (is_operator_map(node)) return check_operators(node, tree, path);
    if (node.is_map()) return check_map(node, tree, path);
    if (node.is_list()) return check_list(node, tree, path);
    check_scalar(node, tree, path);
  }

  void check_scalar(const Node& node, const MemberTree& tree, const std::string& path) const {
    const auto value = to_json(node, problems.file());
    if (!value) return;  // told by the pattern
    const bool fits = tree.type == Type::text      ? value->is_string()
                      : tree.type == Type::number  ? value->is_number()
                      : tree.type == Type::boolean ? value->is_boolean()
                                                   : false;
    if (!fits) return wrong(node, tree, path);
    if (tree.words.empty() || std::ranges::find(tree.words, node.scalar) != tree.words.end()) return;
    const std::vector<std::string_view> known(tree.words.begin(), tree.words.end());
    problems.add(node.mark, path + " is never \"" + node.scalar + "\"" + suggest(node.scalar, known));
  }

  void check_list(const Node& node, const MemberTree& tree, const std::string& path) const {
    if (tree.type != Type::list) return wrong(node, tree, path);
    for (const Node& item : node.items) check(item, *tree.items, path + "[]");
  }

  void check_map(const Node& node, const MemberTree& tree, const std::string& path) const {
    if (is_open(node)) return;
    if (tree.type != Type::object) return wrong(node, tree, path);
    for (const auto& [key, value] : node.entries) {
      const auto found = tree.members.find(key.text);
      const MemberTree* branch = found != tree.members.end() ? found->second.get() : tree.additional.get();
      if (branch) check(value, *branch, path + "." + key.text);
      else if (!key.text.starts_with('$')) unknown(key, tree, path);
    }
  }

  void unknown(const Node::Key& key, const MemberTree& tree, const std::string& path) const {
    std::vector<std::string_view> known;
    for (const auto& [member, branch] : tree.members) known.push_back(member);
    problems.add(key.mark, path + " has no member \"" + key.text + "\"" + suggest(key.text, known));
  }

  void check_expression(const Node& argument, const MemberTree& tree, const std::string& path) const {
    if (tree.words.empty() || !argument.is_scalar()) return;
    const re2::RE2 expression(argument.scalar, re2::RE2::Quiet);
    const auto found = [&](const std::string& word) { return re2::RE2::PartialMatch(word, expression); };
    if (!expression.ok() || std::ranges::any_of(tree.words, found)) return;
    const std::vector<std::string_view> known(tree.words.begin(), tree.words.end());
    problems.add(argument.mark, path + " is never found by /" + argument.scalar + "/" + suggest("", known));
  }

  void check_operators(const Node& node, const MemberTree& tree, const std::string& path) const {
    if (is_open(node)) return;
    // What the quantifiers speak of: the elements, or the value itself where it is no list.
    const MemberTree& element = tree.type == Type::list ? *tree.items : tree;
    const std::string element_path = tree.type == Type::list ? path + "[]" : path;
    for (const auto& [key, argument] : node.entries) {
      if (key.text == "$re") check_expression(argument, tree, path);
      if (key.text == "$exact") check(argument, tree, path);
      if (key.text != "$any" && key.text != "$all" && key.text != "$none") continue;
      if (!argument.is_list()) check(argument, element, element_path);
      for (const Node& item : argument.items) check(item, element, element_path);
    }
  }
};

}  // namespace

MemberTree::Ref MemberTree::anything() { return of_type(Type::any); }

MemberTree::Ref MemberTree::of_type(Type type) {
  MemberTree tree;
  tree.type = type;
  return std::make_shared<const MemberTree>(std::move(tree));
}

MemberTree::Ref MemberTree::word(std::vector<std::string> words) {
  MemberTree tree;
  tree.type = Type::text;
  tree.words = std::move(words);
  return std::make_shared<const MemberTree>(std::move(tree));
}

MemberTree::Ref MemberTree::list_of(Ref items) {
  MemberTree tree;
  tree.type = Type::list;
  tree.items = std::move(items);
  return std::make_shared<const MemberTree>(std::move(tree));
}

MemberTree::Ref MemberTree::texts_by_name() {
  MemberTree tree;
  tree.type = Type::object;
  tree.additional = of_type(Type::text);
  return std::make_shared<const MemberTree>(std::move(tree));
}

MemberTree::Ref MemberTree::object(std::map<std::string, Ref, std::less<>> members) {
  MemberTree tree;
  tree.type = Type::object;
  tree.members = std::move(members);
  return std::make_shared<const MemberTree>(std::move(tree));
}

bool is_open(const Node& node) {
  const Node* open = node.is_map() ? node.find("$open") : nullptr;
  return open && open->is_scalar() && !open->quoted && open->scalar == "true";
}

void check_members(const Node& pattern, const MemberTree& tree, std::string_view what, Problems& problems) {
  MemberCheck{problems}.check(pattern, tree, std::string(what));
}

void check_element_members(const Node& pattern, const MemberTree::Ref& element, std::string_view what,
                           Problems& problems) {
  const bool of_one = !pattern.is_list() && !is_operator_map(pattern);
  check_members(pattern, of_one ? *element : *MemberTree::list_of(element), what, problems);
}

}  // namespace nlbsim::scenarios
