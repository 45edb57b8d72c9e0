// The templates and the short functions of value.h; include that one.
#pragma once

#include "api/json/value.h"

namespace nlbsim::api {

// ---- nodes ----

static_assert(sizeof(Node) % alignof(Member) == 0 && alignof(Member) == alignof(Json));
static_assert(offsetof(Member, second) == sizeof(Key));

inline Members::const_iterator Members::begin() const {
  return reinterpret_cast<const Member*>(static_cast<const Node*>(this) + 1);
}
inline Members::const_iterator Members::end() const { return begin() + Node::size; }
inline Member* Members::slots() { return const_cast<Member*>(begin()); }
inline bool Members::contains(std::string_view name) const { return find(name) != end(); }
inline bool Members::contains(const Key& name) const { return find(name) != end(); }
inline Items::const_iterator Items::begin() const {
  return reinterpret_cast<const Json*>(static_cast<const Node*>(this) + 1);
}
inline Items::const_iterator Items::end() const { return begin() + Node::size; }
inline Json* Items::slots() { return const_cast<Json*>(begin()); }

// ---- reading ----

inline Json::const_iterator Json::begin() const {
  if (is_object()) return {&members_->begin()->second, sizeof(Member)};
  if (is_array()) return {items_->begin(), sizeof(Json)};
  return {};
}
inline Json::const_iterator Json::end() const { return is_structured() ? begin() + node_->size : const_iterator(); }
inline Json::const_iterator Json::find(std::string_view name) const {
  return is_object() ? begin() + (members_->find(name) - members_->begin()) : end();
}

template <class T>
T Json::number(std::string_view wanted) const {
  switch (type_) {
    case Type::number_integer: return static_cast<T>(static_cast<std::int64_t>(whole_));
    case Type::number_unsigned: return static_cast<T>(whole_);
    case Type::number_float: return static_cast<T>(float_);
    default: wrong_type(wanted);
  }
}

template <class T>
T Json::get() const {
  if constexpr (std::same_as<T, Json>) {
    return *this;
  } else if constexpr (std::same_as<T, bool>) {
    if (!is_boolean()) wrong_type("a boolean");
    return whole_ != 0;
  } else if constexpr (std::is_arithmetic_v<T>) {
    return number<T>("a number");
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
    if (!is_string()) wrong_type("a string");
    return T(text());
  } else if constexpr (requires(T list) { list.push_back(typename T::value_type()); }) {
    if (!is_array()) wrong_type("a list");
    T out;
    for (const Json& item : *this) out.push_back(item.get<typename T::value_type>());
    return out;
  } else {
    if (!is_object()) wrong_type("an object");
    T out;
    for (const auto& [name, value] : items()) out.emplace(name.view(), value.template get<typename T::mapped_type>());
    return out;
  }
}

template <class R>
R Json::get_ref() const {
  if constexpr (std::same_as<R, const Members&>) {
    if (!is_object()) wrong_type("an object");
    return *members_;
  } else {
    static_assert(std::same_as<R, const Items&>, "a text is read with text()");
    if (!is_array()) wrong_type("a list");
    return *items_;
  }
}

inline Json::const_iterator Json::Place::begin() const { return read().begin(); }
inline Json::const_iterator Json::Place::end() const { return read().end(); }

// ---- making ----

template <class T>
Json::Json(const std::vector<T>& list) : Json(array()) {
  own(static_cast<std::uint32_t>(list.size()));
  for (const auto& item : list) push_back(Json(item));
}

template <class T, class C>
Json::Json(const std::map<std::string, T, C>& map) : Json(object()) {
  own(static_cast<std::uint32_t>(map.size()));
  for (const auto& [name, value] : map) insert(Key(name), Json(value));
}

// ---- changing ----

inline Json::Place Json::operator[](std::string_view name) { return Place(*this)[name]; }
inline Json::Place Json::operator[](const char* name) { return Place(*this)[std::string_view(name)]; }
inline Json::Place Json::operator[](const Key& name) { return Place(*this)[name]; }
inline Json::Place Json::operator[](std::size_t index) { return Place(*this)[index]; }
inline Json::Place Json::operator[](int index) { return Place(*this)[static_cast<std::size_t>(index)]; }

template <class Change>
void Json::update_each(Change change) {
  if (!is_structured()) return;
  const auto apply = [&](std::size_t i, Json& value) {
    if constexpr (std::invocable<Change&, const Key&, Json&>)
      change(is_object() ? Key((members_->begin() + i)->first) : Key(), value);
    else change(value);
  };
  const auto slot_of = [&](std::size_t i) -> Json& {
    return is_object() ? (members_->slots() + i)->second : *(items_->slots() + i);
  };
  for (std::size_t i = 0; i < size(); ++i) {
    if (node_->shared()) {
      Json value = slot_of(i);
      apply(i, value);
      if (value.same(slot_of(i))) continue;
      own();
      slot_of(i) = std::move(value);
    } else {
      // Alone, the child is too, and changes in place.
      Json value = std::move(slot_of(i));
      node_->changed();
      apply(i, value);
      slot_of(i) = std::move(value);
    }
  }
}

template <class Change>
void Json::update_at(std::string_view name, Change change) {
  if (is_null()) *this = object();
  if (!is_object()) wrong_type("an object");
  const Key key(name);
  const auto found = members_->find(key);
  if (found == members_->end()) {
    Json value;
    change(value);
    if (!value.is_null()) set(key, std::move(value));
    return;
  }
  own();
  Json value = std::move(*slot(key));
  change(value);
  *slot(key) = std::move(value);
}

template <class Predicate>
std::size_t Json::erase_if(Predicate predicate) {
  std::size_t gone = 0;
  for (std::size_t i = 0; i < size();) {
    bool goes = false;
    if constexpr (std::invocable<Predicate&, const Member&>) goes = is_object() && predicate(*(members_->begin() + i));
    else goes = is_array() && predicate(*(items_->begin() + i));
    if (goes) erase(i);
    else ++i;
    gone += goes ? 1 : 0;
  }
  return gone;
}

}  // namespace nlbsim::api
