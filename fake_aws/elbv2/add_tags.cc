#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/tags.h"

namespace nlbsim::fake_aws {

template <>
Answer<aws::AddTags> act<aws::AddTags>(const ActionContext& context, const aws::AddTags::Request& request) {
  if (auto valid = check_resource_arns(request.ResourceArns); !valid) return sim::forward(valid.error());
  if (request.Tags.empty()) return missing("tags");
  for (const std::string& arn : request.ResourceArns) {
    const auto present = find_tags(context, arn);
    if (!present) return sim::forward(present.error());
    if (auto valid = check_tags(context, request.Tags, **present); !valid) return sim::forward(valid.error());
  }
  for (const std::string& arn : request.ResourceArns) {
    aws::TagMap& present = **find_tags(context, arn);
    const aws::TagMap before = present;
    for (const aws::Tag& tag : request.Tags) present[tag.Key] = tag.Value;
    if (present != before) context.record(std::string(kind_of_arn(context.settings, arn)), arn, "modified");
  }
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
