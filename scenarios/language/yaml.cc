#include "scenarios/language/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "scenarios/language/yaml_words.h"

namespace nlbsim::scenarios {

namespace {

struct Refused {
  std::string message;
  int line;
};

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

// Builds nodes from the parser's events, so that limits hold before memory is spent.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(std::size_t& budget) : budget_(budget) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override { start_ = mark; }
  const YAML::Mark& start() const { return start_; }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string&) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = mark_of(mark);
    place(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) throw Refused{"an alias refers to the value that it stands in", mark.line + 1};
    Node copy = found->second.node;
    spend(found->second.size, copy.mark.line);
    add(std::move(copy));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node;
    node.mark = mark_of(mark);
    node.kind = Node::Kind::scalar;
    node.scalar = value;
    check_tag(tag, mark);
    node.quoted = tag != "?";  // plain; a quoted scalar has the tag "!"
    const bool is_null =
        !node.quoted && (value.empty() || value == "~" || value == "null" || value == "Null" || value == "NULL");
    if (is_null && !expects_key()) node.kind = Node::Kind::null;
    place(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::size_t size_before = 0;
    bool has_key = false;
    Node::Key key;
    std::map<std::string, int> key_lines;  // a second time of a key is found without a walk over all of them
  };
  struct Anchored {
    Node node;
    std::size_t size;
  };

  static void check_tag(const std::string& tag, const YAML::Mark& mark) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str") return;
    throw Refused{"the tag " + tag + " has no meaning here: write the value without it", mark.line + 1};
  }

  bool expects_key() const { return !open_.empty() && open_.back().node.is_map() && !open_.back().has_key; }

  void spend(std::size_t nodes, int line) {
    if (nodes > budget_)
      throw Refused{"the document has more than " + std::to_string(kMaxInputNodes) +
                        " values once its aliases are expanded: write it without them, or split it",
                    line};
    budget_ -= nodes;
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    check_tag(tag, mark);
    if (expects_key()) throw Refused{"a key must be text, not a list or a map", mark.line + 1};
    if (open_.size() >= static_cast<std::size_t>(kMaxInputDepth))
      throw Refused{"values are nested deeper than " + std::to_string(kMaxInputDepth), mark.line + 1};
    Open opened;
    opened.node.kind = kind;
    opened.node.mark = mark_of(mark);
    opened.anchor = anchor;
    opened.size_before = budget_;
    open_.push_back(std::move(opened));
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    spend(1, closed.node.mark.line);
    if (closed.anchor != 0) anchored_[closed.anchor] = {closed.node, closed.size_before - budget_};
    add(std::move(closed.node));
  }

  void place(Node node, YAML::anchor_t anchor) {
    spend(1, node.mark.line);
    if (anchor != 0) anchored_[anchor] = {node, 1};
    add(std::move(node));
  }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      take_key(parent, node);
    } else {
      parent.node.entries.push_back({std::move(parent.key), std::move(node)});
      parent.has_key = false;
    }
  }

  static void take_key(Open& parent, Node& node) {
    if (!node.is_scalar()) throw Refused{"a key must be text, not " + std::string(describe_kind(node)), node.mark.line};
    if (!node.quoted && node.scalar == "<<")
      throw Refused{"merge keys (<<) are not supported: write the fields out", node.mark.line};
    const auto [first, fresh] = parent.key_lines.emplace(node.scalar, node.mark.line);
    if (!fresh)
      throw Refused{"the key \"" + node.scalar + "\" stands here a second time; the first is on line " +
                        std::to_string(first->second),
                    node.mark.line};
    parent.key = {std::move(node.scalar), node.mark};
    parent.has_key = true;
  }

  std::size_t& budget_;
  YAML::Mark start_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
};

// The offset of the first byte that is not part of well-formed UTF-8, or npos.
std::size_t first_invalid_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || i + length > text.size()) return i;
    std::uint32_t point = lead & (length == 1 ? 0x7fU : 0xffU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80U) return i;
      point = point << 6U | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) return i;
    i += length;
  }
  return std::string_view::npos;
}

// What no YAML text may hold, unless it is written as an escape. yaml-cpp 0.7 takes 0x04 for the end of the input
// wherever it stands, and never comes to an end of a flow sequence that it stands in.
bool is_control(char c) { return c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

int line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::string_view text_of_line(std::string_view text, int line) {
  for (int i = 1; i < line && text.find('\n') != text.npos; ++i) text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find('\n'));
}

std::vector<Node> build(const std::string& text) {
  std::vector<Node> documents;
  std::size_t budget = kMaxInputNodes;
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  int last_start = -1;
  for (;;) {
    Builder builder(budget);
    if (!parser.HandleNextDocument(builder)) break;
    // yaml-cpp 0.7 finds one empty document after the other before a "," that opens a line.
    if (builder.start().pos == last_start)
      throw Refused{"not valid YAML: no value begins so", builder.start().line + 1};
    last_start = builder.start().pos;
    Node document = builder.take();
    if (!document.is_null()) documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace

Result<std::vector<Node>> parse_yaml(std::string_view text, const std::string& file) {
  const auto refuse = [&](const std::string& message, int line) {
    return sim::fail("InvalidYaml", message, file + ":" + std::to_string(line));
  };
  if (text.size() > kMaxInputBytes) return refuse("larger than 8 MiB: split it into several files", 1);
  if (const std::size_t bad = first_invalid_byte(text); bad != text.npos)
    return refuse("not UTF-8 text (byte " + std::to_string(bad) + "): save it as UTF-8", line_at(text, bad));
  if (const auto control = std::ranges::find_if(text, is_control); control != text.end())
    return refuse(fmt::format("holds the control character 0x{:02x}: this is not a text file", *control),
                  line_at(text, static_cast<std::size_t>(control - text.begin())));
  try {
    return build(std::string(text));
  } catch (const Refused& refused) {
    return refuse(refused.message, refused.line);
  } catch (const YAML::Exception& error) {
    const int line = error.mark.is_null() ? 1 : error.mark.line + 1;
    return refuse(yaml_complaint(error.msg, text_of_line(text, line)), line);
  }
}

Result<std::string> read_input(const std::string& path) {
  const auto too_large = [&] {
    return sim::fail("TooLarge", "larger than 8 MiB: split it into several files", path + ":1");
  };
  if (path != "-") {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return sim::fail("NotFound", "there is no such file", path);
    if (std::filesystem::is_directory(status))
      return sim::fail("InvalidInput", "this is a folder: name a file in it", path);
    const auto size = std::filesystem::file_size(path, error);
    if (!error && size > kMaxInputBytes) return too_large();
  }
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return sim::fail("InvalidInput", "the file can't be opened for reading: check its permissions", path);
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  std::array<char, 65536> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxInputBytes) return too_large();
  }
  return text;
}

}  // namespace nlbsim::scenarios
