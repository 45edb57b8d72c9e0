// Finding what a request names, with the errors AWS gives: a missing parameter or a malformed ARN is a ValidationError,
// a well-formed ARN of nothing is the kind's ...NotFound. The pointers are valid until the state changes.
#pragma once

#include <string>
#include <string_view>

#include "fake_aws/action_context.h"
#include "fake_aws/elbv2/arn.h"

namespace nlbsim::fake_aws {

// "1 validation error detected: Value null at 'loadBalancerArn' ..."
tl::unexpected<sim::Error> missing(std::string_view member);
// A member whose value is not one that the API knows.
tl::unexpected<sim::Error> not_in_enum(std::string_view member, std::string_view value, std::string_view allowed);
// ValidationError unless the text is an ARN of that kind in this account and region.
Result<void> check_arn(const ActionContext& context, ArnKind kind, std::string_view arn);

Result<LoadBalancerEntry*> find_load_balancer(const ActionContext& context, std::string_view arn);
Result<ListenerEntry*> find_listener(const ActionContext& context, std::string_view arn);
Result<TargetGroupEntry*> find_target_group(const ActionContext& context, std::string_view arn);

tl::unexpected<sim::Error> target_group_not_found(std::string_view arn);

// The tags of whatever load balancer, listener, default rule or target group the ARN names.
Result<aws::TagMap*> find_tags(const ActionContext& context, std::string_view arn);
// "LoadBalancer", "Listener", "Rule" or "TargetGroup": the kind in records.
std::string_view kind_of_arn(const Settings& settings, std::string_view arn);

}  // namespace nlbsim::fake_aws
