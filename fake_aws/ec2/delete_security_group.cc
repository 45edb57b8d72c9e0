#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

template <>
Answer<ec2::DeleteSecurityGroup> act<ec2::DeleteSecurityGroup>(const ActionContext& context,
                                                               const ec2::DeleteSecurityGroup::Request& request) {
  const std::string& id = request.GroupId;
  if (id.empty()) return missing_parameter("groupId");
  if (auto valid = check_id(kGroupId, id); !valid) return sim::forward(valid.error());
  const auto& groups = context.state.network.security_groups;
  const auto found = groups.find(id);
  if (found == groups.end()) return no_such_id(kGroupId, id);
  const SecurityGroupEntry& group = found->second;
  if (group.description.GroupName == "default")
    return refuse(code::kCannotDelete,
                  "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
  // A network interface carries it, or a rule of another group names it.
  if (group.interfaces > 0 || group.referrers > 0)
    return refuse(code::kDependencyViolation, "resource " + id + " has a dependent object");
  context.state.network.remove_security_group(id);
  context.record("SecurityGroup", id, "deleted");
  return ec2::DeleteSecurityGroup::Response{true, id};
}

}  // namespace nlbsim::fake_aws
