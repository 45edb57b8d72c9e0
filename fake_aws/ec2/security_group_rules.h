// Ingress rules of security groups, between the nested form of requests and answers and the flat one of the state.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

using DescribedRule = std::pair<IngressRule, std::optional<std::string>>;

// One rule per peer, with its description; protocols and CIDRs in their canonical form. MissingParameter,
// InvalidParameterValue. Whether a peer group exists is not asked.
Result<std::vector<DescribedRule>> flatten(const std::vector<ec2::IpPermission>& permissions);
// Grouped by protocol and ports. `-1` and protocols without ports have none.
std::vector<ec2::IpPermission> permissions_of(const SecurityGroupEntry& group);

}  // namespace nlbsim::fake_aws
