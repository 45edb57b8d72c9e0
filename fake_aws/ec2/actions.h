// The actions of EC2, each in the file of its name; see elbv2/actions.h.
#pragma once

#include "api/aws/ec2.h"
#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

Result<aws::ec2::DescribeSubnets::Response> describe_subnets(const ActionContext& context,
                                                             const aws::ec2::DescribeSubnets::Request& request);
Result<aws::ec2::DescribeAvailabilityZones::Response> describe_availability_zones(
    const ActionContext& context, const aws::ec2::DescribeAvailabilityZones::Request& request);
Result<aws::ec2::DescribeRouteTables::Response> describe_route_tables(
    const ActionContext& context, const aws::ec2::DescribeRouteTables::Request& request);
Result<aws::ec2::DescribeVpcs::Response> describe_vpcs(const ActionContext& context,
                                                       const aws::ec2::DescribeVpcs::Request& request);
Result<aws::ec2::DescribeInstances::Response> describe_instances(const ActionContext& context,
                                                                 const aws::ec2::DescribeInstances::Request& request);
Result<aws::ec2::DescribeSecurityGroups::Response> describe_security_groups(
    const ActionContext& context, const aws::ec2::DescribeSecurityGroups::Request& request);
Result<aws::ec2::CreateSecurityGroup::Response> create_security_group(
    const ActionContext& context, const aws::ec2::CreateSecurityGroup::Request& request);
Result<aws::ec2::DeleteSecurityGroup::Response> delete_security_group(
    const ActionContext& context, const aws::ec2::DeleteSecurityGroup::Request& request);
Result<aws::ec2::AuthorizeSecurityGroupIngress::Response> authorize_security_group_ingress(
    const ActionContext& context, const aws::ec2::AuthorizeSecurityGroupIngress::Request& request);
Result<aws::ec2::RevokeSecurityGroupIngress::Response> revoke_security_group_ingress(
    const ActionContext& context, const aws::ec2::RevokeSecurityGroupIngress::Request& request);
Result<aws::ec2::CreateTags::Response> create_tags(const ActionContext& context,
                                                   const aws::ec2::CreateTags::Request& request);
Result<aws::ec2::DeleteTags::Response> delete_tags(const ActionContext& context,
                                                   const aws::ec2::DeleteTags::Request& request);

}  // namespace nlbsim::fake_aws
