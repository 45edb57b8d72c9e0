#include "fake_aws/elbv2/tags.h"

#include <algorithm>
#include <set>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::size_t kMaxKey = 128;
constexpr std::size_t kMaxValue = 256;
constexpr std::size_t kMaxResources = 20;

// Bytes of multi-byte UTF-8 characters count as letters.
bool allowed(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80) return true;
  if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) return true;
  return std::string_view(" _.:/=+-@").find(c) != std::string_view::npos;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Result<void> check_tag(const aws::Tag& tag) {
  if (tag.Key.empty() || characters(tag.Key) > kMaxKey || characters(tag.Value) > kMaxValue)
    return refuse(code::kValidationError,
                  "Tag key '" + tag.Key + "': a key has 1 to 128 characters and a value at most 256");
  if (!std::ranges::all_of(tag.Key, allowed) || !std::ranges::all_of(tag.Value, allowed))
    return refuse(code::kValidationError,
                  "Tag '" + tag.Key + "' = '" + tag.Value + "' may hold only letters, digits, spaces and _.:/=+-@");
  if (tag.Key.starts_with("aws:"))
    return refuse(code::kValidationError, "Tag key '" + tag.Key + "' begins with aws:, which is reserved");
  return {};
}

}  // namespace

Result<void> check_tags(const ActionContext& context, const std::vector<aws::Tag>& tags, const aws::TagMap& present) {
  std::set<std::string_view> keys;
  std::size_t added = 0;
  for (const aws::Tag& tag : tags) {
    if (!keys.insert(tag.Key).second)
      return refuse(code::kDuplicateTagKeys, "A tag key was specified more than once: '" + tag.Key + "'");
    if (auto valid = check_tag(tag); !valid) return valid;
    if (!present.contains(tag.Key)) ++added;
  }
  if (present.size() + added > context.settings.quotas.tags)
    return refuse(code::kTooManyTags,
                  "The maximum number of tags on a resource is " + std::to_string(context.settings.quotas.tags));
  return {};
}

Result<void> check_resource_arns(const std::vector<std::string>& arns) {
  if (arns.empty()) return missing("resourceArns");
  if (arns.size() > kMaxResources)
    return refuse(code::kValidationError, "At most 20 resource ARNs can be given in one call");
  return {};
}

}  // namespace nlbsim::fake_aws
