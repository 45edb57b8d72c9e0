// One description per struct (BOOST_DESCRIBE_STRUCT) drives hashing, JSON and, for the wire, decoding and encoding.
// Described fields carry the wire's own spelling (LoadBalancerArn, gatewayClassName), so no second table of names
// exists.
//
// Include this only where a whole family of types is instantiated (one .cc per family): it is dear to compile.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api/json/json.h"
#include "sim/hasher.h"
#include "sim/time.h"

namespace nlbsim::api {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

namespace detail {
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class V>
inline constexpr bool is_map<std::map<std::string, V>> = true;
}  // namespace detail

// A field whose wire name is a word of C++ ends in an underscore: namespace_, operator_.
constexpr std::string_view wire_name(std::string_view field) {
  return field.ends_with('_') ? field.substr(0, field.size() - 1) : field;
}

// Calls f(wire name, member) for each described member, base classes included.
template <class T, class F>
  requires Described<std::remove_cvref_t<T>>
void for_each_member(T&& object, F f) {
  using Bare = std::remove_cvref_t<T>;
  using MemberList =
      boost::describe::describe_members<Bare, boost::describe::mod_public | boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<MemberList>([&](auto member) { f(wire_name(member.name), object.*member.pointer); });
}

template <class T>
void hash_value_into(sim::Hasher& hasher, const T& value) {
  if constexpr (std::is_same_v<T, Json>) {
    hash_json(hasher, value);
  } else if constexpr (std::is_same_v<T, JsonRef>) {
    if (value) hash_json(hasher, *value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    hasher.add(std::string_view(value));
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    hasher.add(static_cast<std::uint64_t>(value));
  } else if constexpr (std::is_same_v<T, sim::Instant>) {
    hasher.add(static_cast<std::uint64_t>(value.since_epoch.count()));
  } else if constexpr (std::is_same_v<T, sim::Duration>) {
    hasher.add(static_cast<std::uint64_t>(value.count()));
  } else if constexpr (detail::is_optional<T>) {
    hasher.add(std::uint64_t{value.has_value()});
    if (value) hash_value_into(hasher, *value);
  } else if constexpr (detail::is_vector<T>) {
    hasher.add(value.size());
    for (const auto& entry : value) hash_value_into(hasher, entry);
  } else if constexpr (detail::is_map<T>) {
    hasher.add(value.size());
    for (const auto& [key, entry] : value) {
      hasher.add(key);
      hash_value_into(hasher, entry);
    }
  } else if constexpr (Described<T>) {
    for_each_member(value, [&](std::string_view, const auto& member) { hash_value_into(hasher, member); });
  } else {
    hash_into(hasher, value);  // found by argument-dependent lookup
  }
}

// Absent optionals and empty strings are left out; empty lists are kept, so that "$len: 0" can be asked.
template <class T>
Json to_json_value(const T& value) {
  if constexpr (std::is_same_v<T, Json> || std::is_arithmetic_v<T>) {
    return value;
  } else if constexpr (std::is_same_v<T, JsonRef>) {
    return value ? *value : Json();
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return std::string_view(value);
  } else if constexpr (std::is_same_v<T, sim::Instant>) {
    return sim::to_rfc3339_milli(value);
  } else if constexpr (std::is_same_v<T, sim::Duration>) {
    return sim::format_duration(value);
  } else if constexpr (detail::is_optional<T>) {
    return value ? to_json_value(*value) : Json();
  } else if constexpr (detail::is_vector<T>) {
    Json out = Json::array();
    for (const auto& entry : value) out.push_back(to_json_value(entry));
    return out;
  } else if constexpr (detail::is_map<T>) {
    Json out = Json::object();
    for (const auto& [key, entry] : value) out.set(Key(key), to_json_value(entry));
    return out;
  } else if constexpr (Described<T>) {
    Json out = Json::object();
    for_each_member(value, [&](std::string_view name, const auto& member) {
      Json entry = to_json_value(member);
      const bool absent = entry.is_null() || (entry.is_string() && entry.text().empty());
      if (!absent) out.set(Key(name), std::move(entry));
    });
    return out;
  } else {
    return to_json(value);  // found by argument-dependent lookup
  }
}

// Tolerant: an unknown key is ignored, a value of the wrong type leaves the member as it was. For objects that a server
// has already validated; what people write is checked by the strict loaders instead.
template <class T>
void read_json(const Json& from, T& into) {
  if constexpr (std::is_same_v<T, Json>) {
    into = from;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (from.is_boolean()) into = from.get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    if (from.is_number_integer()) into = from.get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (from.is_string()) into = from.text();
  } else if constexpr (std::is_same_v<T, sim::Instant>) {
    if (const auto at = sim::parse_rfc3339(text(from))) into = *at;
  } else if constexpr (detail::is_optional<T>) {
    if (!from.is_null()) read_json(from, into.emplace());
  } else if constexpr (detail::is_vector<T>) {
    if (!from.is_array()) return;
    into.clear();
    into.reserve(from.size());
    for (const Json& entry : from) read_json(entry, into.emplace_back());
  } else if constexpr (detail::is_map<T>) {
    if (!from.is_object()) return;
    for (const auto& [key, entry] : from.get_ref<const Json::object_t&>()) read_json(entry, into[key.str()]);
  } else {
    static_assert(Described<T>);
    for_each_member(into, [&](std::string_view name, auto& field) {
      if (const Json& entry = member(from, name); !entry.is_null()) read_json(entry, field);
    });
  }
}

}  // namespace nlbsim::api
