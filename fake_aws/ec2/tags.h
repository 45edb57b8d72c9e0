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
// The tags that a request gives to what it creates. InvalidParameterValue for another type of resource.
Result<aws::TagMap> specified_tags(const ActionContext& context,
                                   const std::vector<ec2::TagSpecification>& specifications,
                                   std::string_view resource_type);
// Every tag there is: f(resource id, resource type, tags).
template <class F>
void for_each_tagged(const Network& network, F f) {
  const auto all = [&f](const auto& entries, std::string_view type) {
    for (const auto& [id, entry] : entries) f(id, type, entry.tags);
  };
  all(network.vpcs, "vpc");
  all(network.subnets, "subnet");
  all(network.internet_gateways, "internet-gateway");
  all(network.route_tables, "route-table");
  all(network.security_groups, "security-group");
  all(network.instances, "instance");
  all(network.interfaces, "network-interface");
  all(network.elastic_ips, "elastic-ip");
}
// The tags of a VPC, subnet, route table, security group, instance and so on. The kind's ....NotFound, or InvalidID for
// an id of no such kind.
Result<const aws::TagMap*> find_ec2_tags(const ActionContext& context, std::string_view id);
// Replaces the tags of a resource that exists, with a record if that changes any.
void store_ec2_tags(const ActionContext& context, const std::string& id, aws::TagMap tags);

}  // namespace nlbsim::fake_aws
