#include "fake_aws/ec2/describe.h"

#include <algorithm>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::string_view kTagPrefix = "tag:";
constexpr std::string_view kTagKey = "tag-key";
constexpr std::size_t kMaxFilterValues = 200;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

// Greedy with one point of return: after a `*`, a mismatch lets it take one more character.
bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t star = pattern.npos;
  std::size_t taken = 0;
  for (std::size_t t = 0; t < text.size();) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool accepts(const aws::Filter& filter, std::string_view value) {
  return std::ranges::any_of(filter.Values,
                             [value](const std::string& pattern) { return matches_pattern(pattern, value); });
}

tl::unexpected<sim::Error> no_such_id(const IdKind& kind, std::string_view id) {
  return refuse(kind.not_found, "The " + std::string(kind.what) + " '" + std::string(id) + "' does not exist");
}

Result<void> check_id(const IdKind& kind, std::string_view id) {
  const std::string_view digits = id.starts_with(kind.prefix) ? id.substr(kind.prefix.size()) : std::string_view();
  if ((digits.size() == 8 || digits.size() == 17) && std::ranges::all_of(digits, is_hex)) return {};
  return refuse(kind.malformed,
                "Invalid id: \"" + std::string(id) + "\" (expecting \"" + std::string(kind.prefix) + "...\")");
}

tl::unexpected<sim::Error> missing_parameter(std::string_view name) {
  return refuse(code::kMissingParameter, "The request must contain the parameter " + std::string(name));
}

Result<void> check_paging(const Selection& selection) {
  constexpr std::int32_t kMinPage = 5;
  if (!selection.max_results) return {};
  if (!selection.ids.empty())
    return refuse(code::kInvalidParameterCombination, "The parameter MaxResults cannot be used together with ids");
  if (*selection.max_results < kMinPage || *selection.max_results > selection.max_page)
    return refuse(code::kInvalidParameterValue, "MaxResults must be from 5 to " + std::to_string(selection.max_page));
  return {};
}

Result<void> check_filter(const aws::Filter& filter, bool known) {
  if (!known) return refuse(code::kInvalidParameterValue, "The filter '" + filter.Name + "' is invalid");
  if (filter.Values.size() > kMaxFilterValues)
    return refuse(code::kInvalidParameterValue, "The filter '" + filter.Name + "' has more than 200 values");
  return {};
}

bool is_tag_filter(std::string_view name) { return name.starts_with(kTagPrefix) || name == kTagKey; }

bool tags_accepted(const aws::TagMap& tags, const aws::Filter& filter) {
  if (filter.Name == kTagKey)
    return std::ranges::any_of(tags, [&](const auto& tag) { return accepts(filter, tag.first); });
  const auto tag = tags.find(filter.Name.substr(kTagPrefix.size()));
  return tag != tags.end() && accepts(filter, tag->second);
}

}  // namespace nlbsim::fake_aws
