// What the resources of an AWS account look like to a scenario: the described types of api/aws, and what the account
// adds to them (fake_aws::Account::snapshot).
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/language/member_tree.h"

namespace nlbsim::scenarios {

// "LoadBalancer", "Listener", "TargetGroup", "SecurityGroup", "Subnet", "Instance".
std::vector<std::string_view> aws_resource_kinds();
// Of one resource of a kind; anything of one that is not known.
MemberTree::Ref aws_resource_members(std::string_view kind);

}  // namespace nlbsim::scenarios
