// Tags that configurations ask for.
#pragma once

#include <string_view>

#include "api/aws/tags.h"

namespace nlbsim::engine {

// Keys that begin with "aws:", in whatever case, are AWS's own: it refuses every other tag beside one of them.
bool reserved_by_aws(std::string_view key);
// Adds those that can be had, where the key is free.
void add_wanted_tags(aws::TagMap& tags, const aws::TagMap& wanted);

}  // namespace nlbsim::engine
