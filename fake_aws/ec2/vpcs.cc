// VPCs: CreateVpc, DeleteVpc, DescribeVpcAttribute, ModifyVpcAttribute.
#include <algorithm>
#include <utility>

#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/cidr_blocks.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr int kLargestVpc = 16;  // prefix lengths
constexpr int kSmallestVpc = 28;

Result<VpcEntry*> find_vpc(const ActionContext& context, const std::string& id) {
  return find_by_id(context.state.network.vpcs, kVpcId, id, "vpcId");
}

// What keeps a VPC from being deleted: whatever did not come with it.
bool has_dependents(const Network& network, const VpcEntry& vpc) {
  const std::string& id = vpc.description.VpcId;
  const auto of_vpc = [&id](const auto& item) { return item.second.description.VpcId == id; };
  const auto own_group = [&](const auto& item) {
    return of_vpc(item) && item.second.description.GroupName != "default";
  };
  const auto own_table = [&](const auto& item) {
    return of_vpc(item) &&
           std::ranges::none_of(item.second.description.Associations, &ec2::RouteTableAssociation::Main);
  };
  return !vpc.internet_gateway.empty() || std::ranges::any_of(network.subnets, of_vpc) ||
         std::ranges::any_of(network.security_groups, own_group) ||
         std::ranges::any_of(network.route_tables, own_table);
}

}  // namespace

template <>
Answer<ec2::CreateVpc> act<ec2::CreateVpc>(const ActionContext& context, const ec2::CreateVpc::Request& request) {
  Network& network = context.state.network;
  if (request.CidrBlock.empty()) return missing_parameter("cidrBlock");
  const auto block = parse_cidr_v4(request.CidrBlock);
  if (!block)
    return refuse(
        code::kInvalidParameterValue,
        "Value (" + request.CidrBlock + ") for parameter cidrBlock is invalid. This is not a valid CIDR block.");
  if (block->prefix < kLargestVpc || block->prefix > kSmallestVpc)
    return refuse(code::kInvalidVpcRange, "The CIDR '" + request.CidrBlock + "' is invalid.");
  if (network.vpcs.size() >= context.settings.quotas.vpcs)
    return refuse("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
  auto tags = specified_tags(context, request.TagSpecifications, "vpc");
  if (!tags) return sim::forward(tags.error());

  const std::string id = network.add_vpc(to_text(*block), to_text(*block), std::move(*tags)).value();
  network.furnish_vpc(id);
  if (request.AmazonProvidedIpv6CidrBlock.value_or(false)) provide_ipv6_block(network, network.vpcs.find(id)->second);
  context.record("Vpc", id, "created");
  ec2::Vpc vpc = network.vpcs.find(id)->second.description;
  vpc.Tags = aws::to_tags(network.vpcs.find(id)->second.tags);
  return ec2::CreateVpc::Response{std::move(vpc)};
}

template <>
Answer<ec2::DeleteVpc> act<ec2::DeleteVpc>(const ActionContext& context, const ec2::DeleteVpc::Request& request) {
  Network& network = context.state.network;
  const auto vpc = find_vpc(context, request.VpcId);
  if (!vpc) return sim::forward(vpc.error());
  if (has_dependents(network, **vpc))
    return refuse(code::kDependencyViolation,
                  "The vpc '" + request.VpcId + "' has dependencies and cannot be deleted.");
  const auto of_vpc = [&request](const auto& item) { return item.second.description.VpcId == request.VpcId; };
  if (const auto group = std::ranges::find_if(network.security_groups, of_vpc); group != network.security_groups.end())
    network.remove_security_group(std::string(group->first));
  std::erase_if(network.route_tables, of_vpc);
  network.vpcs.erase(request.VpcId);
  context.record("Vpc", request.VpcId, "deleted");
  return ec2::Success{};
}

template <>
Answer<ec2::DescribeVpcAttribute> act<ec2::DescribeVpcAttribute>(const ActionContext& context,
                                                                 const ec2::DescribeVpcAttribute::Request& request) {
  const auto vpc = find_vpc(context, request.VpcId);
  if (!vpc) return sim::forward(vpc.error());
  ec2::DescribeVpcAttribute::Response response;
  response.VpcId = request.VpcId;
  if (request.Attribute == "enableDnsHostnames") response.EnableDnsHostnames = {(*vpc)->dns_hostnames};
  else if (request.Attribute == "enableDnsSupport") response.EnableDnsSupport = {(*vpc)->dns_support};
  else if (request.Attribute == "enableNetworkAddressUsageMetrics")
    response.EnableNetworkAddressUsageMetrics = {(*vpc)->address_usage_metrics};
  else if (request.Attribute.empty()) return missing_parameter("attribute");
  else
    return refuse(code::kInvalidParameterValue,
                  "Value (" + request.Attribute + ") for parameter attribute is invalid. Unknown attribute.");
  return response;
}

template <>
Answer<ec2::ModifyVpcAttribute> act<ec2::ModifyVpcAttribute>(const ActionContext& context,
                                                             const ec2::ModifyVpcAttribute::Request& request) {
  const auto vpc = find_vpc(context, request.VpcId);
  if (!vpc) return sim::forward(vpc.error());
  const int given = int{request.EnableDnsHostnames.has_value()} + int{request.EnableDnsSupport.has_value()} +
                    int{request.EnableNetworkAddressUsageMetrics.has_value()};
  if (given == 0) return missing_parameter("enableDnsHostnames or enableDnsSupport");
  if (given > 1) return refuse(code::kInvalidParameterCombination, "Fields for multiple attribute types specified");
  if (request.EnableDnsHostnames) (*vpc)->dns_hostnames = request.EnableDnsHostnames->Value;
  if (request.EnableDnsSupport) (*vpc)->dns_support = request.EnableDnsSupport->Value;
  if (request.EnableNetworkAddressUsageMetrics)
    (*vpc)->address_usage_metrics = request.EnableNetworkAddressUsageMetrics->Value;
  context.record("Vpc", request.VpcId, "modified");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
