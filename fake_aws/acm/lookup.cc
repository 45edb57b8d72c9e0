#include "fake_aws/acm/lookup.h"

#include <algorithm>
#include <set>

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

tl::unexpected<sim::Error> validation_exception(std::string_view member, std::string_view value,
                                                std::string_view rule) {
  return refuse(code::kValidationException, "1 validation error detected: Value '" + std::string(value) + "' at '" +
                                                std::string(member) +
                                                "' failed to satisfy constraint: " + std::string(rule));
}

Result<CertificateEntry*> find_certificate(const ActionContext& context, const std::string& arn) {
  if (arn.empty())
    return refuse(code::kValidationException,
                  "1 validation error detected: Value null at 'certificateArn' failed to satisfy constraint: Member "
                  "must not be null");
  auto& all = context.state.certificates.by_arn;
  if (const auto found = all.find(arn); found != all.end()) return &found->second;
  if (!arn.starts_with("arn:aws:acm:") || arn.find(":certificate/") == arn.npos)
    return refuse(code::kInvalidArnException, "Invalid ARN: " + arn);
  return refuse(code::kResourceNotFoundException,
                "Could not find certificate " + arn + " in account " + context.settings.account + ".");
}

Result<void> check_certificate_tags(const ActionContext& context, const std::vector<aws::Tag>& tags,
                                    const aws::TagMap& present) {
  constexpr std::size_t kMaxKey = 128;
  constexpr std::size_t kMaxValue = 256;
  std::set<std::string_view> keys;
  std::size_t added = 0;
  for (const aws::Tag& tag : tags) {
    if (tag.Key.empty() || tag.Key.size() > kMaxKey || tag.Value.size() > kMaxValue)
      return refuse(code::kInvalidTagException,
                    "Tag key '" + tag.Key + "': a key has 1 to 128 characters and a value at most 256");
    if (tag.Key.starts_with("aws:"))
      return refuse(code::kInvalidTagException, "Tag key '" + tag.Key + "' begins with aws:, which is reserved");
    if (!keys.insert(tag.Key).second)
      return refuse(code::kInvalidTagException, "Tag key '" + tag.Key + "' is given more than once");
    if (!present.contains(tag.Key)) ++added;
  }
  if (present.size() + added > context.settings.quotas.tags)
    return refuse(code::kTooManyTagsException,
                  "A certificate can have at most " + std::to_string(context.settings.quotas.tags) + " tags");
  return {};
}

}  // namespace nlbsim::fake_aws
