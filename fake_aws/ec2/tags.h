// Tags of EC2 resources: at most 50, keys that begin with "aws:" belong to AWS.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// InvalidParameterValue, TagLimitExceeded. `present` are the tags that the resource has already.
Result<void> check_ec2_tags(const ActionContext& context, const std::vector<aws::Tag>& tags,
                            const aws::TagMap& present = {});
// The tags of a VPC, subnet, route table, security group or instance. The kind's ....NotFound, or InvalidID for an id
// of no such kind.
Result<const aws::TagMap*> find_ec2_tags(const ActionContext& context, std::string_view id);
// Replaces the tags of a resource that exists, with a record if that changes any.
void store_ec2_tags(const ActionContext& context, const std::string& id, aws::TagMap tags);

}  // namespace nlbsim::fake_aws
