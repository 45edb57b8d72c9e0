#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

// A tag given with a value goes only if it has that value; without tags all go. A key that is not there is no error.
template <>
Answer<ec2::DeleteTags> act<ec2::DeleteTags>(const ActionContext& context, const ec2::DeleteTags::Request& request) {
  if (request.Resources.empty()) return missing_parameter("resourceIdSet");
  for (const std::string& id : request.Resources)
    if (const auto present = find_ec2_tags(context, id); !present) return sim::forward(present.error());
  for (const std::string& id : request.Resources) {
    aws::TagMap tags = **find_ec2_tags(context, id);
    if (request.Tags.empty()) tags.clear();
    for (const aws::Tag& tag : request.Tags) {
      const auto found = tags.find(tag.Key);
      if (found != tags.end() && (tag.Value.empty() || tag.Value == found->second)) tags.erase(found);
    }
    store_ec2_tags(context, id, std::move(tags));
  }
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
