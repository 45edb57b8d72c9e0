#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/tags.h"

namespace nlbsim::fake_aws {

// A key that a resource does not have is no error.
template <>
Answer<aws::RemoveTags> act<aws::RemoveTags>(const ActionContext& context, const aws::RemoveTags::Request& request) {
  if (auto valid = check_resource_arns(request.ResourceArns); !valid) return sim::forward(valid.error());
  if (request.TagKeys.empty()) return missing("tagKeys");
  for (const std::string& arn : request.ResourceArns)
    if (const auto present = find_tags(context, arn); !present) return sim::forward(present.error());
  for (const std::string& arn : request.ResourceArns) {
    aws::TagMap& present = **find_tags(context, arn);
    std::size_t removed = 0;
    for (const std::string& key : request.TagKeys) removed += present.erase(key);
    if (removed > 0) context.record(std::string(kind_of_arn(context.settings, arn)), arn, "modified");
  }
  return aws::NoFields{};
}

}  // namespace nlbsim::fake_aws
