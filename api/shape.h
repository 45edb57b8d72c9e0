// The described types (api/describe.h) as data: what a structure's members are called, what they hold and how to get at
// them in memory. One walker over shapes is compiled once and serves every type; api/describe.h's templates are for
// what must be as quick as the compiler can make it.
//
//   const Shape& shape = shape_of<aws::CreateVpc::Request>();
//   for (const ShapeMember& member : shape.members) ... member.shape() ... member.of(&request) ...
//
// A structure says what is not usual about its members in a static array:
//   static constexpr api::MemberNote notes[] = {{.member = "State", .response = "zoneState"}};
// Shapes are immutable and live for ever. To make one, include api/make_shape.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nlbsim::api {

struct MemberNote {
  std::string_view member;
  std::string_view request = {};   // its name in EC2's requests, when that does not follow from the member's
  std::string_view response = {};  // and in EC2's answers; "attachment/deviceIndex" stands in an element of its own
  bool always = false;             // written even if it is empty
};

struct Shape;

struct ShapeMember {
  std::string_view name;
  const Shape& (*shape)();
  void* (*of)(void* owner);
};

struct Shape {
  enum class Kind : std::uint8_t { text, boolean, integer, instant, list, optional, structure };
  Kind kind = Kind::text;
  std::vector<ShapeMember> members;        // structure
  std::span<const MemberNote> notes = {};  // structure
  const Shape& (*inner)() = nullptr;       // list, optional
  // List: its entries; optional: one or none.
  std::size_t (*size)(const void* object) = nullptr;
  const void* (*item)(const void* object, std::size_t index) = nullptr;
  void* (*add)(void* object) = nullptr;  // optional: emplaces
  // Integer. False if the value does not fit.
  std::int64_t (*integer)(const void* object) = nullptr;
  bool (*set_integer)(void* object, std::int64_t value) = nullptr;

  const MemberNote* note_on(std::string_view member) const;
  const ShapeMember* find(std::string_view member) const;  // null if there is none
};

// A const object's member.
inline const void* member_of(const ShapeMember& member, const void* owner) {
  return member.of(const_cast<void*>(owner));
}

}  // namespace nlbsim::api
