#include "fake_apiserver/cel/unify.h"

#include <algorithm>

namespace nlbsim::fake_apiserver::cel {
namespace {

// Another type of the same make, of these parts.
TypeRef rebuilt(const TypeRef& type, std::vector<TypeRef> parts) {
  TypeRef out;
  switch (type->kind()) {
    case Kind::list: out = Type::list(parts[0], type->semantics(), type->list_keys()); break;
    case Kind::map: out = Type::map(parts[0], parts[1]); break;
    case Kind::optional: out = Type::optional(parts[0]); break;
    default: out = Type::type_of(parts[0]); break;
  }
  return type->max_size() ? out->bounded(*type->max_size()) : out;
}

template <class Change>
TypeRef with_parts(const TypeRef& type, Change change) {
  std::vector<TypeRef> parts;
  bool changed = false;
  for (const TypeRef& part : type->parts()) {
    parts.push_back(change(part));
    changed = changed || parts.back() != part;
  }
  return changed ? rebuilt(type, std::move(parts)) : type;
}

// What null may stand for beside itself.
bool takes_null(const Type& type) {
  switch (type.kind()) {
    case Kind::null:
    case Kind::object:
    case Kind::timestamp:
    case Kind::duration:
    case Kind::optional:
    case Kind::url:
    case Kind::ip:
    case Kind::cidr:
    case Kind::quantity:
    case Kind::format: return true;
    default: return type.nullable();
  }
}

bool has_parts(const Type& type) { return !type.parts().empty() && !type.is(Kind::type); }

}  // namespace

TypeRef Substitution::fresh() { return Type::parameter("_var" + std::to_string(made_++)); }

TypeRef Substitution::instantiate(const TypeRef& type) {
  if (type->is(Kind::parameter)) {
    TypeRef& own = fresh_[type->name()];
    if (!own) own = fresh();
    return own;
  }
  return with_parts(type, [&](const TypeRef& part) { return instantiate(part); });
}

bool Substitution::assign(const TypeRef& from, const TypeRef& to) {
  const std::size_t before = mark();
  if (fits(from, to)) return true;
  roll_back(before);
  return false;
}

void Substitution::roll_back(std::size_t mark) {
  for (; trail_.size() > mark; trail_.pop_back()) {
    auto& [parameter, type] = trail_.back();
    if (type) meaning_[parameter] = std::move(type);
    else meaning_.erase(parameter);
  }
}

void Substitution::mean(const std::string& parameter, TypeRef type) {
  TypeRef& meaning = meaning_[parameter];
  trail_.emplace_back(parameter, std::move(meaning));
  meaning = std::move(type);
}

bool Substitution::fits(const TypeRef& from, const TypeRef& to) {
  if (to->is(Kind::parameter)) return bind(to, from);
  if (from->is(Kind::parameter)) return bind(from, to);
  if (from->is(Kind::dyn) || to->is(Kind::dyn)) return true;
  if (from->is(Kind::null)) return takes_null(*to);
  if (to->is(Kind::null)) return takes_null(*from);
  if (from->kind() != to->kind()) return false;
  if (from->is(Kind::object)) return from->name() == to->name();
  if (!has_parts(*from)) return true;
  for (std::size_t i = 0; i < from->parts().size(); ++i) {
    if (!fits(from->parts()[i], to->parts()[i])) return false;
  }
  return true;
}

bool Substitution::bind(const TypeRef& parameter, const TypeRef& type) {
  const auto known = meaning_.find(parameter->name());
  if (known != meaning_.end()) {
    const TypeRef meant = known->second;
    if (!fits(type, meant)) return false;
    mean(parameter->name(), most_general(resolve(meant), resolve(type)));
    return true;
  }
  const TypeRef resolved = resolve(type);
  if (resolved->is(Kind::parameter) && resolved->name() == parameter->name()) return true;
  if (occurs(parameter->name(), *resolved)) return false;
  mean(parameter->name(), resolved);
  return true;
}

bool Substitution::occurs(const std::string& parameter, const Type& type) const {
  if (type.is(Kind::parameter)) return type.name() == parameter;
  return std::ranges::any_of(type.parts(), [&](const TypeRef& part) { return occurs(parameter, *part); });
}

TypeRef Substitution::resolve(const TypeRef& type) const {
  if (type->is(Kind::parameter)) {
    const auto known = meaning_.find(type->name());
    return known == meaning_.end() ? type : resolve(known->second);
  }
  return with_parts(type, [&](const TypeRef& part) { return resolve(part); });
}

TypeRef Substitution::settled(const TypeRef& type) const {
  const TypeRef resolved = resolve(type);
  if (resolved->is(Kind::parameter)) return Type::dyn();
  return with_parts(resolved, [&](const TypeRef& part) { return settled(part); });
}

TypeRef most_general(const TypeRef& a, const TypeRef& b) {
  if (a->is(Kind::dyn) || b->is(Kind::dyn)) return Type::dyn();
  if (a->is(Kind::null) || a->is(Kind::parameter)) return b;
  if (b->is(Kind::null) || b->is(Kind::parameter) || a->kind() != b->kind()) return a;
  TypeRef out = a;
  if (has_parts(*a)) {
    std::vector<TypeRef> parts;
    for (std::size_t i = 0; i < a->parts().size(); ++i) parts.push_back(most_general(a->parts()[i], b->parts()[i]));
    out = rebuilt(a, std::move(parts));
  }
  if (!a->max_size()) return out;
  return b->max_size() ? out->bounded(std::max(*a->max_size(), *b->max_size())) : b;
}

}  // namespace nlbsim::fake_apiserver::cel
