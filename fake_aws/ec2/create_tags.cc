#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

template <>
Answer<ec2::CreateTags> act<ec2::CreateTags>(const ActionContext& context, const ec2::CreateTags::Request& request) {
  if (request.Resources.empty()) return missing_parameter("resourceIdSet");
  if (request.Tags.empty()) return missing_parameter("tagSet");
  for (const std::string& id : request.Resources) {
    const auto present = find_ec2_tags(context, id);
    if (!present) return sim::forward(present.error());
    if (auto valid = check_ec2_tags(context, request.Tags, **present); !valid) return sim::forward(valid.error());
  }
  for (const std::string& id : request.Resources) {
    aws::TagMap tags = **find_ec2_tags(context, id);
    for (const aws::Tag& tag : request.Tags) tags[tag.Key] = tag.Value;
    store_ec2_tags(context, id, std::move(tags));
  }
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
