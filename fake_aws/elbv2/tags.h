// Rules for tags of load balancers, listeners, rules and target groups: at most 50, keys of 1 to 128 characters, values
// of up to 256, from letters, digits, space and _.:/=+-@; keys that begin with "aws:" belong to AWS.
#pragma once

#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// DuplicateTagKeys, ValidationError, TooManyTags. `present` are the tags that the resource has already.
Result<void> check_tags(const ActionContext& context, const std::vector<aws::Tag>& tags,
                        const aws::TagMap& present = {});

// At most 20 ARNs and at least one, as the tag operations ask.
Result<void> check_resource_arns(const std::vector<std::string>& arns);

}  // namespace nlbsim::fake_aws
