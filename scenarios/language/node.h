// A document as somebody wrote it: maps keep their order, every value knows its line and column, and a scalar knows
// whether it was quoted. Scenarios and manifests are read from these, so that each complaint can name a place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::scenarios {

using api::Json;
using sim::Result;

// Counted from 1, as editors do.
struct Mark {
  int line = 0;
  int column = 0;
};

class Node {
 public:
  enum class Kind : std::uint8_t { null, scalar, list, map };
  struct Key {
    std::string text;
    Mark mark;
  };

  Kind kind = Kind::null;
  Mark mark;
  std::string scalar;   // of a scalar
  bool quoted = false;  // "80" is text, 80 is a number
  struct Entry;
  std::vector<Node> items;
  std::vector<Entry> entries;  // keys are unique

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_null() const { return kind == Kind::null; }
  // The value of a key, or null.
  const Node* find(std::string_view key) const;
};

struct Node::Entry {
  Key key;
  Node value;
};

// "a map", "a list", "text", "a number", ...: for messages.
std::string_view describe_kind(const Node& node);

// The value by YAML's core schema: plain null, true, false, integers (decimal, 0x, 0o) and decimal fractions are what
// they look like; all else is text. Code "InvalidYaml" for a plain scalar that YAML readers disagree on (yes, no, on,
// off, 010, .inf), with the line in `origin` (after `file`).
Result<Json> to_json(const Node& node, std::string_view file);

}  // namespace nlbsim::scenarios
