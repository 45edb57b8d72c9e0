// Which members a document can have, and of which types: what patterns are checked against when a scenario is read, so
// that none can ask for what never is.
//
// Made from a kind's schema (kube_members.h) or from the descriptions of AWS's types (aws_members.h). A value; branches
// are shared.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/node.h"

namespace nlbsim::scenarios {

class Problems;

struct MemberTree {
  enum class Type : std::uint8_t { any, object, list, text, number, boolean };
  using Ref = std::shared_ptr<const MemberTree>;

  Type type = Type::any;
  std::map<std::string, Ref, std::less<>> members;  // of an object
  Ref additional;                                   // what other members of an object hold; null: it has none
  Ref items;                                        // of a list
  std::vector<std::string> words;                   // of a text: what it can be; empty: whatever it is

  static Ref anything();
  static Ref of_type(Type type);
  static Ref word(std::vector<std::string> words);
  static Ref list_of(Ref items);
  static Ref texts_by_name();  // labels, tags
  static Ref object(std::map<std::string, Ref, std::less<>> members);
};

// Complains about each member in a pattern that no such document has, with the nearest spelling, and about values of a
// type that the member never has. `$open: true` in a map lets that map and everything in it through.
void check_members(const Node& pattern, const MemberTree& tree, std::string_view what, Problems& problems);
// The same for a pattern over a list of such documents, of which a plain map describes one.
void check_element_members(const Node& pattern, const MemberTree::Ref& element, std::string_view what,
                           Problems& problems);

// Whether a map says `$open: true`.
bool is_open(const Node& node);

}  // namespace nlbsim::scenarios
