#include "api/aws/tags.h"

namespace nlbsim::aws {

std::vector<Tag> to_tags(const TagMap& map) {
  std::vector<Tag> tags;
  tags.reserve(map.size());
  for (const auto& [key, value] : map) tags.push_back({key, value});
  return tags;
}

TagMap to_map(const std::vector<Tag>& tags) {
  TagMap map;
  for (const Tag& tag : tags) map[tag.Key] = tag.Value;
  return map;
}

}  // namespace nlbsim::aws
