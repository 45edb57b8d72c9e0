// Tags and other small shapes that several AWS services share. Fields carry AWS's own member names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/shape.h"

namespace nlbsim::aws {

struct Tag {
  // Clients leave out what an answer does not name, and a tag without a value is still a tag with an empty one.
  static constexpr api::MemberNote notes[] = {{.member = "Value", .always = true}};
  std::string Key;
  std::string Value;
  auto operator<=>(const Tag&) const = default;
};

using TagMap = std::map<std::string, std::string>;
// Sorted by key, as the controller sends them.
std::vector<Tag> to_tags(const TagMap& map);
TagMap to_map(const std::vector<Tag>& tags);

struct Attribute {  // of a load balancer, listener or target group
  static constexpr api::MemberNote notes[] = {{.member = "Value", .always = true}};
  std::string Key;
  std::string Value;
  auto operator<=>(const Attribute&) const = default;
};

struct Filter {  // EC2: AND across filters, OR within one
  std::string Name;
  std::vector<std::string> Values;
  bool operator==(const Filter&) const = default;
};

}  // namespace nlbsim::aws
