// Blocks of VPCs and subnets beside the first, and load balancers that answer at IPv6 addresses, too.
#include <gmock/gmock.h>

#include "api/aws/ec2_network.h"
#include "api/aws/elbv2_more.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class Dualstack : public AccountTest {
 protected:
  Dualstack() : AccountTest(Settings::instant()) {
    vpc = ok<ec2::CreateVpc>({"10.7.0.0/16", {}, {}, true, {}}).Vpc.VpcId;
    block = described().Ipv6CidrBlockAssociationSet.at(0).Ipv6CidrBlock;
    subnet = ok<ec2::CreateSubnet>(subnet_request("10.7.1.0/24", part(0))).Subnet.SubnetId;
  }

  ec2::Vpc described() { return ok<ec2::DescribeVpcs>({{}, {vpc}, {}, {}}).Vpcs.at(0); }
  ec2::CreateSubnet::Request subnet_request(std::string cidr, std::string ipv6) const {
    ec2::CreateSubnet::Request request;
    request.VpcId = vpc;
    request.CidrBlock = std::move(cidr);
    request.Ipv6CidrBlock = std::move(ipv6);
    return request;
  }
  // "2600:1f14:a:b00::/56" has the parts "2600:1f14:a:b00::/64", "2600:1f14:a:b01::/64" and so on.
  std::string part(int number) const {
    std::string text = block.substr(0, block.find("::"));
    text.back() = static_cast<char>('0' + number);
    return text + "::/64";
  }
  std::string address() const { return block.substr(0, block.find("::")) + "::99"; }
  aws::CreateLoadBalancer::Request balancer(std::string name, std::string source_nat = {}) const {
    aws::CreateLoadBalancer::Request request;
    request.Name = std::move(name);
    request.Type = "network";
    request.Scheme = "internal";
    request.IpAddressType = "dualstack";
    request.EnablePrefixForIpv6SourceNat = std::move(source_nat);
    request.Subnets = {subnet};
    return request;
  }
  std::string group(std::string name, std::string protocol, std::string family) {
    aws::CreateTargetGroup::Request request = target_group_request(std::move(name));
    request.VpcId = vpc;
    request.Protocol = std::move(protocol);
    request.IpAddressType = std::move(family);
    request.TargetType = "ip";
    return ok<aws::CreateTargetGroup>(request).TargetGroups.at(0).TargetGroupArn;
  }
  aws::CreateListener::Request listener(const std::string& lb, std::string protocol, const std::string& group_arn) {
    aws::CreateListener::Request request = listener_request(lb, group_arn);
    request.Protocol = std::move(protocol);
    return request;
  }

  std::string vpc, block, subnet;
};

TEST_F(Dualstack, ASubnetTakesAPartOfItsVpc) {
  EXPECT_TRUE(block.ends_with("00::/56")) << block;
  EXPECT_EQ(error<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", part(0))), "InvalidSubnet.Conflict");
  EXPECT_EQ(error<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", "2600:1f14:ffff:ff00::/64")), "InvalidSubnet.Range");
  EXPECT_EQ(error<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", block)), "InvalidSubnet.Range");
  EXPECT_EQ(error<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", "nonsense")), "InvalidParameterValue");
  const auto plain = ok<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", {})).Subnet.SubnetId;
  const auto given = ok<ec2::AssociateSubnetCidrBlock>({plain, part(1)}).Ipv6CidrBlockAssociation;
  EXPECT_EQ(error<ec2::AssociateSubnetCidrBlock>({plain, part(2)}), "InvalidParameterValue");
  EXPECT_EQ(error<ec2::DisassociateVpcCidrBlock>({described().Ipv6CidrBlockAssociationSet[0].AssociationId}),
            "InvalidCidrBlock.InUse");
  ok<ec2::DisassociateSubnetCidrBlock>({given.AssociationId});
  EXPECT_EQ(error<ec2::DisassociateSubnetCidrBlock>({given.AssociationId}),
            "InvalidSubnetCidrBlockAssociationID.NotFound");
}

TEST_F(Dualstack, AVpcGrowsAndItsTablesKnowTheWay) {
  EXPECT_EQ(error<ec2::CreateSubnet>(subnet_request("10.8.0.0/24", {})), "InvalidSubnet.Range");
  EXPECT_EQ(error<ec2::AssociateVpcCidrBlock>({vpc, "10.7.128.0/17", {}}), "CidrConflict");
  const auto made = *ok<ec2::AssociateVpcCidrBlock>({vpc, "10.8.0.0/16", {}}).CidrBlockAssociation;
  ok<ec2::CreateSubnet>(subnet_request("10.8.0.0/24", {}));
  EXPECT_EQ(error<ec2::DisassociateVpcCidrBlock>({made.AssociationId}), "InvalidCidrBlock.InUse");
  EXPECT_EQ(error<ec2::DisassociateVpcCidrBlock>({described().CidrBlockAssociationSet[0].AssociationId}),
            "OperationNotPermitted");
  const auto blocks = [](const std::vector<ec2::Route>& routes) {
    std::vector<std::string> all;
    for (const ec2::Route& route : routes) all.push_back(route.DestinationCidrBlock + route.DestinationIpv6CidrBlock);
    return all;
  };
  const auto main = ok<ec2::DescribeRouteTables>({{{"vpc-id", {vpc}}}, {}, {}, {}}).RouteTables.at(0);
  EXPECT_THAT(blocks(main.Routes), ElementsAre("10.7.0.0/16", block, "10.8.0.0/16"));
  const std::string table = ok<ec2::CreateRouteTable>({vpc, {}, {}}).RouteTable.RouteTableId;
  const std::string gateway = ok<ec2::CreateInternetGateway>({}).InternetGateway.InternetGatewayId;
  ok<ec2::AttachInternetGateway>({gateway, vpc});
  ok<ec2::CreateRoute>({table, {}, gateway, {}, {}, {}, "::/0"});
  EXPECT_EQ(error<ec2::CreateRoute>({table, {}, gateway, {}, {}, {}, "0::/0"}), "RouteAlreadyExists");
  ok<ec2::DeleteRoute>({table, {}, {}, "::/0"});
}

TEST_F(Dualstack, ALoadBalancerNeedsABlockInEverySubnet) {
  aws::CreateLoadBalancer::Request request = balancer("a");
  request.Subnets = {ok<ec2::CreateSubnet>(subnet_request("10.7.2.0/24", {})).Subnet.SubnetId};
  EXPECT_EQ(error<aws::CreateLoadBalancer>(request), "InvalidSubnet");
  request.IpAddressType = "ipv4";
  request.EnablePrefixForIpv6SourceNat = "on";
  EXPECT_EQ(error<aws::CreateLoadBalancer>(request), "InvalidConfigurationRequest");
  EXPECT_EQ(ok<aws::CreateLoadBalancer>(balancer("a")).LoadBalancers.at(0).IpAddressType, "dualstack");
}

TEST_F(Dualstack, AddressesOfItsOwn) {
  aws::CreateLoadBalancer::Request request = balancer("a", "on");
  request.Subnets.clear();
  request.SubnetMappings = {{subnet, {}, {}, address(), {}}};
  const auto zone = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).AvailabilityZones.at(0);
  EXPECT_EQ(zone.LoadBalancerAddresses.at(0).IPv6Address, address());
  ASSERT_THAT(zone.SourceNatIpv6Prefixes, SizeIs(1));
  EXPECT_TRUE(zone.SourceNatIpv6Prefixes[0].ends_with("/80")) << zone.SourceNatIpv6Prefixes[0];
  request.Name = "b";
  request.SubnetMappings[0].IPv6Address = "2001:db8::1";
  EXPECT_EQ(error<aws::CreateLoadBalancer>(request), "ValidationError");
  request.SubnetMappings[0] = {subnet, {}, {}, {}, part(0)};
  EXPECT_EQ(error<aws::CreateLoadBalancer>(request), "ValidationError");  // not a /80
}

TEST_F(Dualstack, ItsFamilyAndThatOfItsTargetGroups) {
  const std::string lb = ok<aws::CreateLoadBalancer>(balancer("a")).LoadBalancers.at(0).LoadBalancerArn;
  const std::string nat = ok<aws::CreateLoadBalancer>(balancer("b", "on")).LoadBalancers.at(0).LoadBalancerArn;
  const std::string tcp = group("tcp", "TCP", "ipv6");
  const std::string udp = group("udp", "UDP", "ipv6");
  EXPECT_EQ(error<aws::CreateListener>(listener(create_load_balancer("four"), "TCP", tcp)),
            "InvalidConfigurationRequest");
  ok<aws::CreateListener>(listener(lb, "TCP", tcp));
  EXPECT_EQ(error<aws::SetIpAddressType>({lb, "ipv4"}), "InvalidConfigurationRequest");
  EXPECT_EQ(error<aws::CreateListener>(listener(nat, "UDP", group("udp4", "UDP", "ipv4"))),
            "InvalidConfigurationRequest");
  ok<aws::CreateListener>(listener(nat, "UDP", udp));
  ok<aws::RegisterTargets>({tcp, {{address(), {}, {}}}});
  EXPECT_EQ(error<aws::RegisterTargets>({tcp, {{"10.7.1.9", {}, {}}}}), "ValidationError");
  EXPECT_EQ(error<aws::RegisterTargets>({tcp, {{"2001:db8::1", {}, {}}}}), "ValidationError");
  EXPECT_EQ(
      error<ec2::DisassociateSubnetCidrBlock>(
          {ok<ec2::DescribeSubnets>({{}, {subnet}, {}, {}}).Subnets[0].Ipv6CidrBlockAssociationSet[0].AssociationId}),
      "InvalidCidrBlock.InUse");
}

TEST_F(Dualstack, ComesAndGoesOnALoadBalancerThatServes) {
  aws::CreateLoadBalancer::Request request = balancer("a");
  request.IpAddressType = "ipv4";
  const std::string lb = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  EXPECT_EQ(ok<aws::SetIpAddressType>({lb, "dualstack"}).IpAddressType, "dualstack");
  EXPECT_EQ(error<aws::SetIpAddressType>({create_load_balancer("other"), "dualstack"}), "InvalidSubnet");
  EXPECT_EQ(ok<aws::SetSubnets>({lb, {subnet}, {}, {}, "on"}).EnablePrefixForIpv6SourceNat, "on");
  const auto shown = ok<aws::DescribeLoadBalancers>({{lb}, {}, {}, {}}).LoadBalancers.at(0);
  EXPECT_THAT(shown.AvailabilityZones.at(0).SourceNatIpv6Prefixes, SizeIs(1));
  EXPECT_EQ(error<aws::SetIpAddressType>({lb, "ipv4"}), "InvalidConfigurationRequest");
  EXPECT_EQ(ok<aws::SetSubnets>({lb, {subnet}, {}, "ipv4", "off"}).IpAddressType, "ipv4");
}

}  // namespace
}  // namespace nlbsim::fake_aws
