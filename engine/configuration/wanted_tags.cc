#include "engine/configuration/wanted_tags.h"

#include <algorithm>

namespace nlbsim::engine {

bool reserved_by_aws(std::string_view key) {
  constexpr std::string_view kPrefix = "aws:";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return key.size() >= kPrefix.size() && std::ranges::equal(key.substr(0, kPrefix.size()), kPrefix, {}, lower);
}

void add_wanted_tags(aws::TagMap& tags, const aws::TagMap& wanted) {
  for (const auto& [key, value] : wanted)
    if (!reserved_by_aws(key)) tags.emplace(key, value);
}

}  // namespace nlbsim::engine
