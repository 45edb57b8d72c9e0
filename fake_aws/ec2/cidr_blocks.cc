// AssociateVpcCidrBlock, AssociateSubnetCidrBlock and their opposites, and what CreateVpc and CreateSubnet share with
// them.
#include "fake_aws/ec2/cidr_blocks.h"

#include <algorithm>
#include <utility>

#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::size_t kMostBlocks = 5;  // of either family, in a VPC
constexpr int kVpcPrefix = 56;
constexpr int kSubnetPrefix = 64;
constexpr int kLargestVpc = 16;
constexpr int kSmallestVpc = 28;

ec2::Route local_route() {
  ec2::Route route{{}, "local"};
  route.Origin = "CreateRouteTable";
  return route;
}

template <class Change>
void for_tables_of(Network& network, const std::string& vpc_id, Change change) {
  for (auto& [id, table] : network.route_tables)
    if (table.description.VpcId == vpc_id) change(table.description.Routes);
}

// The block of AWS's American range that the VPC's id stands for.
CidrV6 minted_block(Network& network, const std::string& vpc_id) {
  const std::uint64_t id = network.ids.next("ipv6-block", vpc_id);
  CidrV6 block{{0x26, 0x00, 0x1f, 0x14}, kVpcPrefix};
  for (std::size_t i = 0; i < 3; ++i) block.base[4 + i] = static_cast<std::uint8_t>(id >> (8 * i));
  return block;
}

Result<void> check_ipv4_block(const VpcEntry& vpc, const std::string& text) {
  const auto block = parse_cidr_v4(text);
  if (!block)
    return refuse(code::kInvalidParameterValue,
                  "Value (" + text + ") for parameter cidrBlock is invalid. This is not a valid CIDR block.");
  if (block->prefix < kLargestVpc || block->prefix > kSmallestVpc)
    return refuse(code::kInvalidVpcRange, "The CIDR '" + text + "' is invalid.");
  for (const ec2::VpcCidrBlockAssociation& one : vpc.description.CidrBlockAssociationSet)
    if (const auto other = parse_cidr_v4(one.CidrBlock); other->contains(*block) || block->contains(*other))
      return refuse("CidrConflict", "The CIDR '" + text + "' conflicts with CIDR '" + one.CidrBlock + "' of the VPC");
  if (vpc.description.CidrBlockAssociationSet.size() >= kMostBlocks)
    return refuse("CidrBlockLimitExceeded", "The maximum number of CIDR blocks has been reached.");
  return {};
}

tl::unexpected<sim::Error> no_association(const std::string& id) {
  return refuse(code::kVpcCidrAssociationNotFound, "The vpc CIDR block association ID '" + id + "' does not exist");
}

tl::unexpected<sim::Error> block_in_use(const std::string& block) {
  return refuse("InvalidCidrBlock.InUse", "The CIDR block '" + block + "' is used by a subnet");
}

template <class Associations>
auto with_id(Associations& all, const std::string& id) {
  return std::ranges::find_if(all, [&id](const auto& one) { return one.AssociationId == id; });
}

}  // namespace

bool holds(const VpcEntry& vpc, const CidrV4& block) {
  return std::ranges::any_of(vpc.description.CidrBlockAssociationSet, [&](const ec2::VpcCidrBlockAssociation& one) {
    return parse_cidr_v4(one.CidrBlock)->contains(block);
  });
}

bool holds(const SubnetEntry& subnet, const CidrV6& block) {
  const auto& all = subnet.description.Ipv6CidrBlockAssociationSet;
  return std::ranges::any_of(all, [&](const auto& one) { return parse_cidr_v6(one.Ipv6CidrBlock)->contains(block); });
}

std::vector<ec2::Route> local_routes(const VpcEntry& vpc) {
  std::vector<ec2::Route> routes;
  for (const auto& one : vpc.description.CidrBlockAssociationSet)
    routes.emplace_back(local_route()).DestinationCidrBlock = one.CidrBlock;
  for (const auto& one : vpc.description.Ipv6CidrBlockAssociationSet)
    routes.emplace_back(local_route()).DestinationIpv6CidrBlock = one.Ipv6CidrBlock;
  return routes;
}

const ec2::VpcIpv6CidrBlockAssociation& provide_ipv6_block(Network& network, VpcEntry& vpc) {
  const std::string& id = vpc.description.VpcId;
  const std::string block = to_text(minted_block(network, id));
  ec2::Route local = local_route();
  local.DestinationIpv6CidrBlock = block;
  for_tables_of(network, id, [&](std::vector<ec2::Route>& routes) { routes.push_back(local); });
  ec2::VpcIpv6CidrBlockAssociation made{network.mint("vpc-cidr-assoc", id), block};
  made.NetworkBorderGroup = network.region;
  return vpc.description.Ipv6CidrBlockAssociationSet.emplace_back(std::move(made));
}

Result<CidrV6> check_ipv6_block(const Network& network, const VpcEntry& vpc, const std::string& text) {
  const auto block = parse_cidr_v6(text);
  if (!block)
    return refuse(code::kInvalidParameterValue,
                  "Value (" + text + ") for parameter ipv6CidrBlock is invalid. This is not a valid CIDR block.");
  const auto inside = [&](const ec2::VpcIpv6CidrBlockAssociation& one) {
    return parse_cidr_v6(one.Ipv6CidrBlock)->contains(*block);
  };
  const bool of_vpc = std::ranges::any_of(vpc.description.Ipv6CidrBlockAssociationSet, inside);
  if (block->prefix != kSubnetPrefix || !of_vpc)
    return refuse(code::kInvalidSubnetRange, "The CIDR '" + text + "' is invalid.");
  for (const auto& [id, subnet] : network.subnets)
    if (holds(subnet, *block))
      return refuse(code::kInvalidSubnetConflict, "The CIDR '" + text + "' conflicts with another subnet");
  return *block;
}

const ec2::SubnetIpv6CidrBlockAssociation& give_ipv6_block(Network& network, SubnetEntry& subnet, const CidrV6& block) {
  const std::string id = network.mint("subnet-cidr-assoc", subnet.description.SubnetId);
  return subnet.description.Ipv6CidrBlockAssociationSet.emplace_back(
      ec2::SubnetIpv6CidrBlockAssociation{id, to_text(block)});
}

template <>
Answer<ec2::AssociateVpcCidrBlock> act<ec2::AssociateVpcCidrBlock>(const ActionContext& context,
                                                                   const ec2::AssociateVpcCidrBlock::Request& request) {
  Network& network = context.state.network;
  const auto found = find_by_id(network.vpcs, kVpcId, request.VpcId, "vpcId");
  if (!found) return sim::forward(found.error());
  VpcEntry& vpc = **found;
  const bool ipv6 = request.AmazonProvidedIpv6CidrBlock.value_or(false);
  if (ipv6 == !request.CidrBlock.empty())
    return refuse(ipv6 ? code::kInvalidParameterCombination : code::kMissingParameter,
                  "The request must contain exactly one of cidrBlock, amazonProvidedIpv6CidrBlock");
  ec2::AssociateVpcCidrBlock::Response response{request.VpcId, {}, {}};
  if (ipv6) {
    if (vpc.description.Ipv6CidrBlockAssociationSet.size() >= kMostBlocks)
      return refuse("CidrBlockLimitExceeded", "The maximum number of CIDR blocks has been reached.");
    response.Ipv6CidrBlockAssociation = provide_ipv6_block(network, vpc);
  } else {
    if (auto valid = check_ipv4_block(vpc, request.CidrBlock); !valid) return sim::forward(valid.error());
    const std::string block = to_text(*parse_cidr_v4(request.CidrBlock));
    ec2::Route local = local_route();
    local.DestinationCidrBlock = block;
    for_tables_of(network, request.VpcId, [&](std::vector<ec2::Route>& routes) { routes.push_back(local); });
    response.CidrBlockAssociation = vpc.description.CidrBlockAssociationSet.emplace_back(
        ec2::VpcCidrBlockAssociation{network.mint("vpc-cidr-assoc", request.VpcId), block});
  }
  context.record("Vpc", request.VpcId, "modified");
  return response;
}

template <>
Answer<ec2::DisassociateVpcCidrBlock> act<ec2::DisassociateVpcCidrBlock>(
    const ActionContext& context, const ec2::DisassociateVpcCidrBlock::Request& request) {
  Network& network = context.state.network;
  if (request.AssociationId.empty()) return missing_parameter("associationId");
  const auto forget_routes = [&](const std::string& vpc_id, const std::string& block) {
    for_tables_of(network, vpc_id, [&](std::vector<ec2::Route>& routes) {
      std::erase_if(routes, [&](const ec2::Route& route) {
        return route.GatewayId == "local" &&
               (route.DestinationCidrBlock == block || route.DestinationIpv6CidrBlock == block);
      });
    });
    context.record("Vpc", vpc_id, "modified");
  };
  for (auto& [id, vpc] : network.vpcs) {
    ec2::DisassociateVpcCidrBlock::Response response{id, {}, {}};
    auto& ipv6 = vpc.description.Ipv6CidrBlockAssociationSet;
    if (const auto at = with_id(ipv6, request.AssociationId); at != ipv6.end()) {
      const CidrV6 block = *parse_cidr_v6(at->Ipv6CidrBlock);
      for (const auto& [subnet_id, subnet] : network.subnets)
        for (const auto& one : subnet.description.Ipv6CidrBlockAssociationSet)
          if (block.contains(*parse_cidr_v6(one.Ipv6CidrBlock))) return block_in_use(at->Ipv6CidrBlock);
      response.Ipv6CidrBlockAssociation = *at;
      response.Ipv6CidrBlockAssociation->Ipv6CidrBlockState = {"disassociating"};
      forget_routes(id, at->Ipv6CidrBlock);
      ipv6.erase(at);
      return response;
    }
    auto& ipv4 = vpc.description.CidrBlockAssociationSet;
    const auto at = with_id(ipv4, request.AssociationId);
    if (at == ipv4.end()) continue;
    if (at == ipv4.begin())
      return refuse("OperationNotPermitted", "The vpc CIDR block with association ID " + request.AssociationId +
                                                 " may not be disassociated. It is the primary IPv4 CIDR block of the "
                                                 "VPC");
    const CidrV4 block = *parse_cidr_v4(at->CidrBlock);
    for (const auto& [subnet_id, subnet] : network.subnets)
      if (subnet.description.VpcId == id && block.contains(subnet.cidr)) return block_in_use(at->CidrBlock);
    response.CidrBlockAssociation = *at;
    response.CidrBlockAssociation->CidrBlockState = {"disassociating"};
    forget_routes(id, at->CidrBlock);
    ipv4.erase(at);
    return response;
  }
  return no_association(request.AssociationId);
}

template <>
Answer<ec2::AssociateSubnetCidrBlock> act<ec2::AssociateSubnetCidrBlock>(
    const ActionContext& context, const ec2::AssociateSubnetCidrBlock::Request& request) {
  Network& network = context.state.network;
  const auto found = find_by_id(network.subnets, kSubnetId, request.SubnetId, "subnetId");
  if (!found) return sim::forward(found.error());
  SubnetEntry& subnet = **found;
  if (request.Ipv6CidrBlock.empty()) return missing_parameter("ipv6CidrBlock");
  if (!subnet.description.Ipv6CidrBlockAssociationSet.empty())
    return refuse(code::kInvalidParameterValue, "Subnet '" + request.SubnetId + "' already has an IPv6 CIDR block");
  const VpcEntry& vpc = network.vpcs.find(subnet.description.VpcId)->second;
  const auto block = check_ipv6_block(network, vpc, request.Ipv6CidrBlock);
  if (!block) return sim::forward(block.error());
  const auto& made = give_ipv6_block(network, subnet, *block);
  context.record("Subnet", request.SubnetId, "modified");
  return ec2::AssociateSubnetCidrBlock::Response{request.SubnetId, made};
}

template <>
Answer<ec2::DisassociateSubnetCidrBlock> act<ec2::DisassociateSubnetCidrBlock>(
    const ActionContext& context, const ec2::DisassociateSubnetCidrBlock::Request& request) {
  if (request.AssociationId.empty()) return missing_parameter("associationId");
  for (auto& [id, subnet] : context.state.network.subnets) {
    auto& all = subnet.description.Ipv6CidrBlockAssociationSet;
    const auto at = with_id(all, request.AssociationId);
    if (at == all.end()) continue;
    // A dualstack load balancer has its addresses from that block.
    for (const auto& [arn, entry] : context.state.load_balancing.load_balancers)
      if (entry.description.IpAddressType == "dualstack" &&
          std::ranges::find(entry.mappings, id, &aws::SubnetMapping::SubnetId) != entry.mappings.end())
        return block_in_use(at->Ipv6CidrBlock);
    ec2::DisassociateSubnetCidrBlock::Response response{id, *at};
    response.Ipv6CidrBlockAssociation.Ipv6CidrBlockState = {"disassociating"};
    all.erase(at);
    subnet.description.AssignIpv6AddressOnCreation = false;
    context.record("Subnet", id, "modified");
    return response;
  }
  return refuse(code::kSubnetCidrAssociationNotFound,
                "The subnet CIDR block association ID '" + request.AssociationId + "' does not exist");
}

}  // namespace nlbsim::fake_aws
