#include "api/shape.h"

#include <algorithm>

namespace nlbsim::api {

const MemberNote* Shape::note_on(std::string_view member) const {
  const auto found = std::ranges::find(notes, member, &MemberNote::member);
  return found == notes.end() ? nullptr : &*found;
}

const ShapeMember* Shape::find(std::string_view member) const {
  const auto found = std::ranges::find(members, member, &ShapeMember::name);
  return found == members.end() ? nullptr : &*found;
}

}  // namespace nlbsim::api
