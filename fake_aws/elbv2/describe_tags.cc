#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/tags.h"

namespace nlbsim::fake_aws {

// In the order of the request; one unknown ARN fails the call.
template <>
Answer<aws::DescribeTags> act<aws::DescribeTags>(const ActionContext& context,
                                                 const aws::DescribeTags::Request& request) {
  if (auto valid = check_resource_arns(request.ResourceArns); !valid) return sim::forward(valid.error());
  aws::DescribeTags::Response response;
  response.TagDescriptions.reserve(request.ResourceArns.size());
  for (const std::string& arn : request.ResourceArns) {
    const auto tags = find_tags(context, arn);
    if (!tags) return sim::forward(tags.error());
    response.TagDescriptions.push_back({arn, aws::to_tags(**tags)});
  }
  return response;
}

}  // namespace nlbsim::fake_aws
