// Internet gateways: create, describe, attach to a VPC, detach, delete.
#include <algorithm>
#include <utility>

#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Gateway = Described<ec2::InternetGateway>;

constexpr FilterField<Gateway> kFields[] = {
    {"internet-gateway-id",
     [](const Gateway& g, const aws::Filter& f) { return accepts(f, g.description.InternetGatewayId); }},
    {"owner-id", [](const Gateway& g, const aws::Filter& f) { return accepts(f, g.description.OwnerId); }},
    {"attachment.vpc-id",
     [](const Gateway& g, const aws::Filter& f) {
       return std::ranges::any_of(g.description.Attachments,
                                  [&f](const auto& attachment) { return accepts(f, attachment.VpcId); });
     }},
    {"attachment.state",
     [](const Gateway& g, const aws::Filter& f) {
       return std::ranges::any_of(g.description.Attachments,
                                  [&f](const auto& attachment) { return accepts(f, attachment.State); });
     }},
};

ec2::InternetGateway describe(const Network& network, const InternetGatewayEntry& entry) {
  ec2::InternetGateway gateway{entry.id, network.owner_id, {}, aws::to_tags(entry.tags)};
  if (!entry.vpc_id.empty()) gateway.Attachments.push_back({"available", entry.vpc_id});
  return gateway;
}

Result<InternetGatewayEntry*> find_gateway(const ActionContext& context, const std::string& id) {
  return find_by_id(context.state.network.internet_gateways, kInternetGatewayId, id, "internetGatewayId");
}

// An address of the VPC that the world can reach only through the gateway.
bool has_public_address(const Network& network, std::string_view vpc_id) {
  return std::ranges::any_of(network.interfaces, [&](const auto& item) {
    const NetworkInterface& interface = item.second;
    const bool mapped = !interface.public_ip.empty() || !interface.allocation_id.empty();
    return mapped && network.subnets.find(interface.subnet_id)->second.description.VpcId == vpc_id;
  });
}

}  // namespace

template <>
Answer<ec2::CreateInternetGateway> act<ec2::CreateInternetGateway>(const ActionContext& context,
                                                                   const ec2::CreateInternetGateway::Request& request) {
  Network& network = context.state.network;
  auto tags = specified_tags(context, request.TagSpecifications, "internet-gateway");
  if (!tags) return sim::forward(tags.error());
  const std::string id = network.mint("igw", "");
  const InternetGatewayEntry& entry = network.internet_gateways[id] = {id, {}, std::move(*tags)};
  context.record("InternetGateway", id, "created");
  return ec2::CreateInternetGateway::Response{describe(network, entry)};
}

template <>
Answer<ec2::DescribeInternetGateways> act<ec2::DescribeInternetGateways>(
    const ActionContext& context, const ec2::DescribeInternetGateways::Request& request) {
  const Network& network = context.state.network;
  ById<Gateway> all;
  for (const auto& [id, entry] : network.internet_gateways) all[id] = {describe(network, entry), entry.tags};
  ec2::DescribeInternetGateways::Response response;
  const Selection selection{request.InternetGatewayIds, request.Filters, request.MaxResults, request.NextToken};
  auto next =
      select_described<ec2::InternetGateway>(all, selection, kInternetGatewayId, kFields, response.InternetGateways);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

template <>
Answer<ec2::AttachInternetGateway> act<ec2::AttachInternetGateway>(const ActionContext& context,
                                                                   const ec2::AttachInternetGateway::Request& request) {
  const auto gateway = find_gateway(context, request.InternetGatewayId);
  if (!gateway) return sim::forward(gateway.error());
  const auto vpc = find_by_id(context.state.network.vpcs, kVpcId, request.VpcId, "vpcId");
  if (!vpc) return sim::forward(vpc.error());
  if (!(*gateway)->vpc_id.empty())
    return refuse(code::kResourceAlreadyAssociated,
                  "resource " + request.InternetGatewayId + " is already attached to network " + (*gateway)->vpc_id);
  if (!(*vpc)->internet_gateway.empty())
    return refuse(code::kInvalidParameterValue,
                  "Network " + request.VpcId + " already has an internet gateway attached");
  (*gateway)->vpc_id = request.VpcId;
  (*vpc)->internet_gateway = request.InternetGatewayId;
  context.record("InternetGateway", request.InternetGatewayId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::DetachInternetGateway> act<ec2::DetachInternetGateway>(const ActionContext& context,
                                                                   const ec2::DetachInternetGateway::Request& request) {
  const auto gateway = find_gateway(context, request.InternetGatewayId);
  if (!gateway) return sim::forward(gateway.error());
  const auto vpc = find_by_id(context.state.network.vpcs, kVpcId, request.VpcId, "vpcId");
  if (!vpc) return sim::forward(vpc.error());
  if ((*gateway)->vpc_id != request.VpcId)
    return refuse(code::kGatewayNotAttached,
                  "resource " + request.InternetGatewayId + " is not attached to network " + request.VpcId);
  if (has_public_address(context.state.network, request.VpcId))
    return refuse(code::kDependencyViolation, "Network " + request.VpcId +
                                                  " has some mapped public address(es). Please unmap those public "
                                                  "address(es) before detaching the gateway.");
  (*gateway)->vpc_id.clear();
  (*vpc)->internet_gateway.clear();
  context.record("InternetGateway", request.InternetGatewayId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::DeleteInternetGateway> act<ec2::DeleteInternetGateway>(const ActionContext& context,
                                                                   const ec2::DeleteInternetGateway::Request& request) {
  const auto gateway = find_gateway(context, request.InternetGatewayId);
  if (!gateway) return sim::forward(gateway.error());
  if (!(*gateway)->vpc_id.empty())
    return refuse(code::kDependencyViolation,
                  "The internetGateway '" + request.InternetGatewayId + "' has dependencies and cannot be deleted.");
  context.state.network.internet_gateways.erase(request.InternetGatewayId);
  context.record("InternetGateway", request.InternetGatewayId, "deleted");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
