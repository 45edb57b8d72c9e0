// What a scenario says a document should look like, compiled once and matched many times.
//
// A map matches an object that has at least its members; a list matches one whose elements can be assigned, each to a
// different entry of the pattern, in any order, left-over elements allowed; a scalar matches its equal. Operators are
// maps whose keys start with "$", all of which must hold:
//
//   $absent: true | false      the member is missing (or null), or is there
//   $exact: value              equal, with nothing more
//   $len: 3 | pattern          number of elements, members or bytes
//   $all: [p, q]               each pattern is matched by some element (two may be matched by the same one)
//   $any: p | [p, q]           some element matches some pattern
//   $none: p | [p, q]          no element matches any pattern
//   $re: text                  RE2, found anywhere in the text
//   $gt $gte $lt $lte: bound   whole numbers, or durations ("17m")
//   $between: [low, high]      both included
//   $ref: name                 equal to what is bound to the name; binds it if nothing is
//
// $all, $any and $none see a value that is no list as the only element of one. Text may hold "${name.path}". Matching
// copies no documents. A Pattern is immutable and may be shared by threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/bindings.h"
#include "scenarios/language/node.h"

namespace nlbsim::scenarios {

class Problems;

// One place where a document is not as expected.
struct Difference {
  std::string path;  // "status.conditions[1].status"; empty: the document itself
  std::string expected;
  std::string got;
};
// Lines for people: path, then "expected" and "got" below each other.
std::string to_text(const std::vector<Difference>& differences);
// A value on one line, shortened to about `limit` bytes.
std::string shorten(const Json& value, std::size_t limit = 400);
// A node as compact flow YAML: {type: Programmed, status: "True"}.
std::string to_flow(const Node& node);

// A map whose keys begin with "$": operators, not members. `$open: true` alone or beside members is neither.
bool is_operator_map(const Node& node);

// Names bound so far while a scenario is read, so that a reference to none of them is found before it runs.
struct Scope {
  Problems& problems;
  std::vector<std::string> bound;
  bool binds(std::string_view name) const;
  // Complains about names in the text that nothing binds.
  void check(std::string_view text, Mark mark);
};

class Pattern {
 public:
  // Problems go to the scope's; what is returned then is of no use.
  static Pattern compile(const Node& node, Scope& scope, std::string_view what);
  // One that matches everything.
  Pattern();
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  Pattern(const Pattern&);
  Pattern& operator=(const Pattern&);

  // Binds names only if it matches.
  bool matches(const Json& value, Bindings& bindings) const;
  // Why not; empty if it matches.
  std::vector<Difference> differences(const Json& value, Bindings& bindings) const;
  // Why no element of the list matches: of the closest one, or of each what the pattern asks about.
  std::vector<Difference> differences_of_element(const Json& list, Bindings& bindings) const;
  // True for a map without operators or a scalar: of a collection, one element should look like this. False for lists
  // and operators, which speak about a collection as a whole.
  bool describes_element() const;
  // As written, on one line.
  const std::string& text() const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
  friend struct PatternCompiler;
  friend struct PatternMatcher;
  friend struct PatternWitness;
};

}  // namespace nlbsim::scenarios
