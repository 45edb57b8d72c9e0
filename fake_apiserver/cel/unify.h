// Which types fit where, and what the parameters of a signature stand for in one expression.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "fake_apiserver/cel/type.h"

namespace nlbsim::fake_apiserver::cel {

class Substitution {
 public:
  // The type with every parameter replaced by one of its own, the same for the same name until the next call.
  void begin_signature() { fresh_.clear(); }
  TypeRef instantiate(const TypeRef& type);
  TypeRef fresh();

  // Undoes what was learnt since the mark.
  std::size_t mark() const { return trail_.size(); }
  void roll_back(std::size_t mark);

  // Whether a value of type `from` may stand where `to` is wanted. What parameters then mean is remembered if so.
  bool assign(const TypeRef& from, const TypeRef& to);
  // With what is known of the parameters put in; what is still open stays a parameter.
  TypeRef resolve(const TypeRef& type) const;
  // ... or becomes dyn.
  TypeRef settled(const TypeRef& type) const;

 private:
  bool fits(const TypeRef& from, const TypeRef& to);
  bool bind(const TypeRef& parameter, const TypeRef& type);
  bool occurs(const std::string& parameter, const Type& type) const;

  void mean(const std::string& parameter, TypeRef type);

  std::map<std::string, TypeRef> meaning_;
  std::vector<std::pair<std::string, TypeRef>> trail_;  // what a parameter meant before, null: nothing
  std::map<std::string, TypeRef> fresh_;
  int made_ = 0;
};

// The type that both fit into: dyn if one is, null gives way, the larger bound holds.
TypeRef most_general(const TypeRef& a, const TypeRef& b);

}  // namespace nlbsim::fake_apiserver::cel
