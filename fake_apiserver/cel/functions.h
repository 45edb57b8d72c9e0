// The functions of the language: for each name its overloads, with signature, implementation and cost in one row.
//
// To add a function, write the row and its implementation in a file under library/. An implementation gets values of
// the kinds that its signature says, never an error, and answers with a value or an error value.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/cel/type.h"
#include "fake_apiserver/cel/value.h"

namespace nlbsim::fake_apiserver::cel {

// Sizes of the arguments of a call, the target first: characters, bytes, items or entries; 1 of anything else. Before
// evaluation they are the most that the types allow.
using Sizes = std::span<const std::uint64_t>;
using Cost = std::uint64_t (*)(Sizes sizes);
using Apply = Value (*)(std::span<const Value> arguments);

struct Overload {
  bool member = false;                   // x.f(y) rather than f(x, y)
  std::vector<TypeRef> parameters = {};  // of a member, the target first
  TypeRef result = nullptr;
  Apply apply = nullptr;
  Cost cost = nullptr;  // null: 1
  // It looks into what lists and maps hold: evaluation then counts all of that as their size.
  bool deep = false;
  Cost result_size = nullptr;  // the most that the result can have; null: it has no size, or nobody can say
};

using Overloads = std::vector<Overload>;

class Functions {
 public:
  // Every function there is. Made once; safe to read from any thread.
  static const Functions& all();
  const Overloads* find(std::string_view name) const;

  void member(std::string_view name, Overload overload);
  void global(std::string_view name, Overload overload);
  // Callable both ways, as size and matches.
  void both(std::string_view name, const Overload& overload);

 private:
  std::map<std::string, Overloads, std::less<>> by_name_;
};

// Whether a value can be that argument: by kind, for what lists and maps hold is the implementation's matter.
bool accepts(const Type& parameter, const Value& value);

// Costs. A tenth of what is looked at, rounded up.
inline constexpr std::uint64_t kUnbounded = std::numeric_limits<std::uint64_t>::max();
std::uint64_t tenth(std::uint64_t size);
std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b);
std::uint64_t saturating_multiply(std::uint64_t a, std::uint64_t b);
std::uint64_t size_of(const Value& value);

namespace costs {
std::uint64_t traverse(Sizes sizes);         // the first argument once
std::uint64_t traverse_twice(Sizes sizes);   // and what is made of it
std::uint64_t traverse_second(Sizes sizes);  // the second argument
std::uint64_t scan(Sizes sizes);             // the first argument, by a loop that is hardly felt
std::uint64_t each(Sizes sizes);             // every item of the first argument
std::uint64_t each_of_second(Sizes sizes);
std::uint64_t smaller(Sizes sizes);  // comparing two
std::uint64_t both(Sizes sizes);     // joining two
std::uint64_t product(Sizes sizes);  // looking for one in the other
std::uint64_t pairs(Sizes sizes);    // each item with each
std::uint64_t pattern(Sizes sizes);  // a regular expression, the second argument, over the first
}  // namespace costs

namespace sizes {
std::uint64_t first(Sizes sizes);
std::uint64_t sum(Sizes sizes);
}  // namespace sizes

// The libraries, one file each.
void add_operators(Functions& functions);
void add_standard_functions(Functions& functions);
void add_conversions(Functions& functions);
void add_time_functions(Functions& functions);
void add_optional_functions(Functions& functions);
void add_string_functions(Functions& functions);
void add_format_function(Functions& functions);
void add_list_functions(Functions& functions);
void add_set_functions(Functions& functions);
void add_regex_functions(Functions& functions);
void add_url_functions(Functions& functions);
void add_ip_functions(Functions& functions);
void add_cidr_functions(Functions& functions);
void add_quantity_functions(Functions& functions);
void add_named_formats(Functions& functions);

}  // namespace nlbsim::fake_apiserver::cel
