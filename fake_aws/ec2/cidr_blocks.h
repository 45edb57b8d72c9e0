// The blocks of VPCs and subnets beside a VPC's first one: further IPv4 blocks, and IPv6 ones.
#pragma once

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// Whether one of the VPC's IPv4 blocks holds that one.
bool holds(const VpcEntry& vpc, const CidrV4& block);
// Whether the subnet's IPv6 block holds that block or address.
bool holds(const SubnetEntry& subnet, const CidrV6& block);

// What every route table of the VPC begins with: a route to each of its blocks.
std::vector<ec2::Route> local_routes(const VpcEntry& vpc);

// One of AWS's own, a /56, with the local route to it in the VPC's tables.
const ec2::VpcIpv6CidrBlockAssociation& provide_ipv6_block(Network& network, VpcEntry& vpc);
// The block, if a subnet of the VPC can have it: a /64 of the VPC's that no other subnet has. InvalidParameterValue,
// InvalidSubnet.Range, InvalidSubnet.Conflict.
Result<CidrV6> check_ipv6_block(const Network& network, const VpcEntry& vpc, const std::string& text);
const ec2::SubnetIpv6CidrBlockAssociation& give_ipv6_block(Network& network, SubnetEntry& subnet, const CidrV6& block);

}  // namespace nlbsim::fake_aws
