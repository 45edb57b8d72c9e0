// shape_of<T>(): the shape of a described type (api/shape.h), made once. For the files that list a family of types.
#pragma once

#include <limits>

#include "api/describe.h"
#include "api/shape.h"

namespace nlbsim::api {

template <class T>
const Shape& shape_of();

namespace detail {

template <class T>
void describe_structure(Shape& shape) {
  shape.kind = Shape::Kind::structure;
  if constexpr (requires { T::notes; }) shape.notes = T::notes;
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<Members>([&shape](auto member) {
    using Member = std::remove_reference_t<decltype(std::declval<T&>().*decltype(member)::pointer)>;
    const auto of = [](void* owner) -> void* { return &(static_cast<T*>(owner)->*decltype(member)::pointer); };
    shape.members.push_back({wire_name(member.name), &shape_of<Member>, of});
  });
}

template <class T>
Shape make_shape() {
  Shape shape;
  if constexpr (is_optional<T>) {
    shape.kind = Shape::Kind::optional;
    shape.inner = &shape_of<typename T::value_type>;
    shape.size = [](const void* object) { return std::size_t{static_cast<const T*>(object)->has_value()}; };
    shape.item = [](const void* object, std::size_t) -> const void* { return &**static_cast<const T*>(object); };
    shape.add = [](void* object) -> void* { return &static_cast<T*>(object)->emplace(); };
  } else if constexpr (is_vector<T>) {
    shape.kind = Shape::Kind::list;
    shape.inner = &shape_of<typename T::value_type>;
    shape.size = [](const void* object) { return static_cast<const T*>(object)->size(); };
    shape.item = [](const void* object, std::size_t i) -> const void* { return &(*static_cast<const T*>(object))[i]; };
    shape.add = [](void* object) -> void* { return &static_cast<T*>(object)->emplace_back(); };
  } else if constexpr (std::is_same_v<T, std::string>) {
    shape.kind = Shape::Kind::text;
  } else if constexpr (std::is_same_v<T, bool>) {
    shape.kind = Shape::Kind::boolean;
  } else if constexpr (std::is_same_v<T, sim::Instant>) {
    shape.kind = Shape::Kind::instant;
  } else if constexpr (std::is_integral_v<T>) {
    shape.kind = Shape::Kind::integer;
    shape.integer = [](const void* object) { return static_cast<std::int64_t>(*static_cast<const T*>(object)); };
    shape.set_integer = [](void* object, std::int64_t value) {
      if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) return false;
      *static_cast<T*>(object) = static_cast<T>(value);
      return true;
    };
  } else {
    static_assert(Described<T>);
    describe_structure<T>(shape);
  }
  return shape;
}

}  // namespace detail

template <class T>
const Shape& shape_of() {
  static const Shape shape = detail::make_shape<T>();
  return shape;
}

}  // namespace nlbsim::api
