// A network built by calls, from the VPC to the load balancer on it, and taken down again: what depends on what.
#include <gmock/gmock.h>

#include "api/aws/ec2_account.h"
#include "api/aws/ec2_address.h"
#include "api/aws/ec2_instance.h"
#include "api/aws/ec2_interface.h"
#include "api/aws/ec2_network.h"
#include "api/aws/ec2_security.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class NetworkTest : public AccountTest {
 protected:
  NetworkTest() : AccountTest(Settings::instant()) {}

  std::string create_vpc(std::string cidr = "10.1.0.0/16") {
    return ok<ec2::CreateVpc>({std::move(cidr), {}, {}, {}}).Vpc.VpcId;
  }
  std::string create_subnet(std::string vpc, std::string cidr, std::string zone = "us-west-2a") {
    return ok<ec2::CreateSubnet>({std::move(vpc), std::move(cidr), std::move(zone), {}, {}}).Subnet.SubnetId;
  }
  std::vector<ec2::NetworkInterface> interfaces(std::vector<aws::Filter> filters) {
    return ok<ec2::DescribeNetworkInterfaces>({std::move(filters), {}, {}, {}}).NetworkInterfaces;
  }
  static ec2::RunInstances::Request launch(std::string subnet, std::int32_t count = 1, std::string token = {}) {
    ec2::RunInstances::Request request;
    request.ImageId = "ami-12345678";
    request.InstanceType = "t3.micro";
    request.MinCount = request.MaxCount = count;
    request.SubnetId = std::move(subnet);
    request.ClientToken = std::move(token);
    return request;
  }
};

TEST_F(NetworkTest, AVpcComesWithGroupTableAndAcl) {
  ec2::TagSpecification tags{"vpc", {{"Name", "made"}}};
  const ec2::Vpc vpc = ok<ec2::CreateVpc>({"10.1.2.3/16", {}, {tags}, {}}).Vpc;
  EXPECT_EQ(vpc.CidrBlock, "10.1.0.0/16");  // host bits are cleared
  EXPECT_EQ(vpc.State, "available");
  EXPECT_EQ(vpc.OwnerId, "123456789012");
  EXPECT_EQ(vpc.Tags, tags.Tags);
  ASSERT_THAT(vpc.CidrBlockAssociationSet, SizeIs(1));
  EXPECT_EQ(vpc.CidrBlockAssociationSet[0].CidrBlockState.State, "associated");
  const aws::Filter of_vpc{"vpc-id", {vpc.VpcId}};
  const auto groups = ok<ec2::DescribeSecurityGroups>({{of_vpc}, {}, {}, {}}).SecurityGroups;
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_EQ(groups[0].GroupName, "default");
  EXPECT_EQ(groups[0].IpPermissions.at(0).UserIdGroupPairs.at(0).GroupId, groups[0].GroupId);
  EXPECT_EQ(groups[0].IpPermissionsEgress.at(0).IpRanges.at(0).CidrIp, "0.0.0.0/0");
  const auto tables = ok<ec2::DescribeRouteTables>({{of_vpc, {"association.main", {"true"}}}, {}, {}, {}}).RouteTables;
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_EQ(tables[0].Routes.at(0).GatewayId, "local");
  const auto acls = ok<ec2::DescribeNetworkAcls>({{of_vpc, {"default", {"true"}}}, {}, {}, {}}).NetworkAcls;
  ASSERT_THAT(acls, SizeIs(1));
  EXPECT_THAT(acls[0].Entries, SizeIs(4));
  EXPECT_EQ(error<ec2::CreateVpc>({"10.0.0.0/8", {}, {}, {}}), "InvalidVpc.Range");
  EXPECT_EQ(error<ec2::CreateVpc>({"ten", {}, {}, {}}), "InvalidParameterValue");
  EXPECT_EQ(error<ec2::CreateVpc>({}), "MissingParameter");
}

TEST_F(NetworkTest, VpcAttributesAreKept) {
  const std::string vpc = create_vpc();
  const auto read = [&](std::string attribute) { return ok<ec2::DescribeVpcAttribute>({std::move(attribute), vpc}); };
  EXPECT_TRUE(read("enableDnsSupport").EnableDnsSupport->Value);
  EXPECT_FALSE(read("enableDnsHostnames").EnableDnsHostnames->Value);
  EXPECT_FALSE(read("enableDnsHostnames").EnableDnsSupport);
  ok<ec2::ModifyVpcAttribute>({vpc, ec2::AttributeBooleanValue{true}, {}, {}});
  EXPECT_TRUE(read("enableDnsHostnames").EnableDnsHostnames->Value);
  EXPECT_EQ(error<ec2::ModifyVpcAttribute>({vpc, ec2::AttributeBooleanValue{}, ec2::AttributeBooleanValue{}, {}}),
            "InvalidParameterCombination");
  EXPECT_EQ(error<ec2::DescribeVpcAttribute>({"colour", vpc}), "InvalidParameterValue");
  EXPECT_EQ(error<ec2::DescribeVpcAttribute>({"enableDnsSupport", "vpc-00000000000000000"}), "InvalidVpcID.NotFound");
}

TEST_F(NetworkTest, SubnetsFitTheirVpcAndNobodyElse) {
  const std::string vpc = create_vpc();
  const ec2::Subnet subnet = ok<ec2::CreateSubnet>({vpc, "10.1.1.0/24", {}, "usw2-az2", {}}).Subnet;
  EXPECT_EQ(subnet.AvailabilityZone, "us-west-2b");
  EXPECT_EQ(subnet.AvailableIpAddressCount, 251);
  EXPECT_EQ(subnet.SubnetArn, "arn:aws:ec2:us-west-2:123456789012:subnet/" + subnet.SubnetId);
  EXPECT_FALSE(subnet.MapPublicIpOnLaunch);
  EXPECT_EQ(error<ec2::CreateSubnet>({vpc, "10.1.1.128/25", {}, {}, {}}), "InvalidSubnet.Conflict");
  EXPECT_EQ(error<ec2::CreateSubnet>({vpc, "10.2.0.0/24", {}, {}, {}}), "InvalidSubnet.Range");
  EXPECT_EQ(error<ec2::CreateSubnet>({vpc, "10.1.2.0/29", {}, {}, {}}), "InvalidSubnet.Range");
  EXPECT_EQ(error<ec2::CreateSubnet>({vpc, "10.1.2.0/24", "mars-1a", {}, {}}), "InvalidParameterValue");
  ec2::ModifySubnetAttribute::Request modify;
  modify.SubnetId = subnet.SubnetId;
  modify.MapPublicIpOnLaunch = ec2::AttributeBooleanValue{true};
  ok<ec2::ModifySubnetAttribute>(modify);
  EXPECT_TRUE(ok<ec2::DescribeSubnets>({{}, {subnet.SubnetId}, {}, {}}).Subnets.at(0).MapPublicIpOnLaunch);
  modify.AssignIpv6AddressOnCreation = ec2::AttributeBooleanValue{true};
  EXPECT_EQ(error<ec2::ModifySubnetAttribute>(modify), "InvalidParameterValue");
}

TEST_F(NetworkTest, GatewaysRoutesAndAssociations) {
  const std::string vpc = create_vpc();
  const std::string subnet = create_subnet(vpc, "10.1.0.0/24");
  const std::string gateway = ok<ec2::CreateInternetGateway>({}).InternetGateway.InternetGatewayId;
  ok<ec2::AttachInternetGateway>({gateway, vpc});
  EXPECT_EQ(error<ec2::AttachInternetGateway>({gateway, vpc}), "Resource.AlreadyAssociated");
  const auto shown = ok<ec2::DescribeInternetGateways>({{{"attachment.vpc-id", {vpc}}}, {}, {}, {}}).InternetGateways;
  ASSERT_THAT(shown, SizeIs(1));
  EXPECT_EQ(shown[0].Attachments.at(0).State, "available");
  const std::string table = ok<ec2::CreateRouteTable>({vpc, {}, {}}).RouteTable.RouteTableId;
  ok<ec2::CreateRoute>({table, "0.0.0.0/0", gateway, {}, {}});
  EXPECT_EQ(error<ec2::CreateRoute>({table, "0.0.0.0/0", gateway, {}, {}}), "RouteAlreadyExists");
  EXPECT_EQ(error<ec2::CreateRoute>({table, "10.9.0.0/16", {}, {}, {}}), "MissingParameter");
  const std::string association = ok<ec2::AssociateRouteTable>({table, subnet}).AssociationId;
  EXPECT_EQ(ok<ec2::AssociateRouteTable>({table, subnet}).AssociationId, association);
  const auto tables = ok<ec2::DescribeRouteTables>({{{"association.subnet-id", {subnet}}}, {}, {}, {}}).RouteTables;
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_EQ(tables[0].Routes.at(1).GatewayId, gateway);
  EXPECT_EQ(error<ec2::DeleteRouteTable>({table}), "DependencyViolation");
  EXPECT_EQ(error<ec2::DeleteRoute>({table, "10.1.0.0/16"}), "InvalidParameterValue");
  EXPECT_EQ(error<ec2::DeleteInternetGateway>({gateway}), "DependencyViolation");
  EXPECT_EQ(error<ec2::DeleteVpc>({vpc}), "DependencyViolation");
  ok<ec2::DisassociateRouteTable>({association});
  ok<ec2::DeleteRoute>({table, "0.0.0.0/0"});
  EXPECT_EQ(error<ec2::DeleteRoute>({table, "0.0.0.0/0"}), "InvalidRoute.NotFound");
  ok<ec2::DeleteRouteTable>({table});
  ok<ec2::DetachInternetGateway>({gateway, vpc});
  EXPECT_EQ(error<ec2::DetachInternetGateway>({gateway, vpc}), "Gateway.NotAttached");
  ok<ec2::DeleteInternetGateway>({gateway});
  ok<ec2::DeleteSubnet>({subnet});
  ok<ec2::DeleteVpc>({vpc});
  EXPECT_EQ(error<ec2::DescribeVpcs>({{}, {vpc}, {}, {}}), "InvalidVpcID.NotFound");
}

TEST_F(NetworkTest, AnInstanceTakesAnAddressAndGivesItBack) {
  const std::string subnet = network.internal_subnets[0];
  const auto free = [&] {
    return ok<ec2::DescribeSubnets>({{}, {subnet}, {}, {}}).Subnets.at(0).AvailableIpAddressCount;
  };
  const std::int32_t before = free();
  ec2::RunInstances::Request request = launch(subnet, 2, "token-1");
  request.SecurityGroupIds = {network.node_security_group};
  request.TagSpecifications = {{"instance", {{"Name", "made"}}}};
  const auto started = ok<ec2::RunInstances>(request);
  ASSERT_THAT(started.Instances, SizeIs(2));
  EXPECT_EQ(free(), before - 2);
  EXPECT_EQ(ok<ec2::RunInstances>(request).ReservationId, started.ReservationId);  // the same token, the same launch
  EXPECT_EQ(free(), before - 2);
  const std::string id = started.Instances[0].InstanceId;
  pass(std::chrono::seconds{1});
  const auto reservations = ok<ec2::DescribeInstances>({{{"tag:Name", {"made"}}}, {}, {}, {}}).Reservations;
  ASSERT_THAT(reservations, SizeIs(1));
  const ec2::Instance& shown = reservations[0].Instances.at(0);
  EXPECT_EQ(shown.State.Name, "running");
  EXPECT_EQ(shown.State.Code, 16);
  EXPECT_EQ(shown.InstanceType, "t3.micro");
  EXPECT_EQ(shown.SecurityGroups.at(0).GroupId, network.node_security_group);
  EXPECT_EQ(error<ec2::DeleteSubnet>({subnet}), "DependencyViolation");
  const auto stopped = ok<ec2::StopInstances>({{id}, {}}).StoppingInstances;
  EXPECT_EQ(stopped.at(0).PreviousState.Name, "running");
  EXPECT_EQ(error<ec2::StartInstances>({{"i-00000000000000000"}}), "InvalidInstanceID.NotFound");
  ok<ec2::StartInstances>({{id}});
  ok<ec2::TerminateInstances>({{started.Instances[0].InstanceId, started.Instances[1].InstanceId}});
  pass(std::chrono::seconds{1});
  EXPECT_EQ(free(), before);
  EXPECT_EQ(error<ec2::StartInstances>({{id}}), "IncorrectInstanceState");
  EXPECT_EQ(error<ec2::RunInstances>(launch("subnet-00000000000000000")), "InvalidSubnetID.NotFound");
}

TEST_F(NetworkTest, TargetsFollowTheirInstance) {
  const std::string id = ok<ec2::RunInstances>(launch(network.internal_subnets[0])).Instances.at(0).InstanceId;
  const std::string group = create_target_group();
  create_listener(create_load_balancer(), group);
  ok<aws::RegisterTargets>({group, {{id, {}, {}}}});
  pass(std::chrono::seconds{1});
  EXPECT_THAT(health(group), ElementsAre("healthy"));
  ok<ec2::StopInstances>({{id}, {}});
  pass(std::chrono::seconds{1});
  EXPECT_THAT(health(group), ElementsAre("unused/Target.InvalidState"));
  ok<ec2::StartInstances>({{id}});
  pass(std::chrono::seconds{1});
  EXPECT_THAT(health(group), ElementsAre("healthy"));
}

TEST_F(NetworkTest, AnElasticIpBelongsToTheLoadBalancerThatTookIt) {
  const auto made = ok<ec2::AllocateAddress>({"vpc", {}, {}, {{"elastic-ip", {{"Name", "front"}}}}});
  EXPECT_THAT(made.PublicIp, StartsWith("52."));
  aws::CreateLoadBalancer::Request request = load_balancer_request("outside");
  request.Scheme = "internet-facing";
  request.SubnetMappings = {{network.public_subnets[0], made.AllocationId, {}, {}, {}},
                            {network.public_subnets[1], {}, {}, {}, {}}};
  const auto lb = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0);
  ASSERT_THAT(lb.AvailabilityZones.at(0).LoadBalancerAddresses, SizeIs(1));
  EXPECT_EQ(lb.AvailabilityZones[0].LoadBalancerAddresses[0].IpAddress, made.PublicIp);
  EXPECT_THAT(lb.AvailabilityZones.at(1).LoadBalancerAddresses, IsEmpty());
  const auto taken = ok<ec2::DescribeAddresses>({{{"tag:Name", {"front"}}}, {}, {}}).Addresses;
  ASSERT_THAT(taken, SizeIs(1));
  EXPECT_THAT(taken[0].AssociationId, StartsWith("eipassoc-"));
  EXPECT_EQ(error<ec2::ReleaseAddress>({made.AllocationId, {}}), "AuthFailure");
  EXPECT_EQ(error<ec2::DisassociateAddress>({taken[0].AssociationId, {}}), "AuthFailure");
  EXPECT_EQ(error<ec2::DetachInternetGateway>(
                {ok<ec2::DescribeInternetGateways>({}).InternetGateways.at(0).InternetGatewayId, network.vpc_id}),
            "DependencyViolation");
  const auto own = interfaces({{"description", {"ELB net/outside/*"}}});
  ASSERT_THAT(own, SizeIs(2));
  for (const ec2::NetworkInterface& interface : own) {
    EXPECT_EQ(interface.InterfaceType, "network_load_balancer");
    EXPECT_TRUE(interface.RequesterManaged);
    EXPECT_EQ(interface.Status, "in-use");
    ASSERT_TRUE(interface.Association);
    EXPECT_EQ(interface.Association->IpOwnerId,
              interface.SubnetId == network.public_subnets[0] ? "123456789012" : "amazon-elb");
    EXPECT_EQ(error<ec2::DeleteNetworkInterface>({interface.NetworkInterfaceId}), "AuthFailure");
  }
  ok<aws::DeleteLoadBalancer>({lb.LoadBalancerArn});
  pass(std::chrono::seconds{1});
  EXPECT_THAT(interfaces({{"description", {"ELB net/outside/*"}}}), IsEmpty());
  ok<ec2::ReleaseAddress>({made.AllocationId, {}});
  EXPECT_EQ(error<ec2::ReleaseAddress>({made.AllocationId, {}}), "InvalidAllocationID.NotFound");
}

TEST_F(NetworkTest, AnElasticIpOnAnInstance) {
  const auto made = ok<ec2::AllocateAddress>({});
  const std::string node = network.nodes[0].instance_id;
  const std::string association = ok<ec2::AssociateAddress>({made.AllocationId, node, {}, {}, {}, {}}).AssociationId;
  const auto shown = ok<ec2::DescribeAddresses>({{}, {made.PublicIp}, {}}).Addresses.at(0);
  EXPECT_EQ(shown.InstanceId, node);
  EXPECT_EQ(shown.PrivateIpAddress, network.nodes[0].private_ip);
  EXPECT_EQ(ok<ec2::DescribeInstances>({{}, {node}, {}, {}}).Reservations.at(0).Instances.at(0).PublicIpAddress,
            made.PublicIp);
  EXPECT_EQ(error<ec2::ReleaseAddress>({made.AllocationId, {}}), "InvalidIPAddress.InUse");
  EXPECT_EQ(error<ec2::AssociateAddress>({made.AllocationId, network.nodes[1].instance_id, {}, {}, {}, false}),
            "Resource.AlreadyAssociated");
  ok<ec2::DisassociateAddress>({association, {}});
  ok<ec2::ReleaseAddress>({made.AllocationId, {}});
  EXPECT_EQ(error<ec2::DescribeAddresses>({{}, {made.PublicIp}, {}}), "InvalidAddress.NotFound");
}

TEST_F(NetworkTest, InterfacesHaveSecondaryAddresses) {
  const std::string subnet = network.internal_subnets[1];
  ec2::CreateNetworkInterface::Request request;
  request.SubnetId = subnet;
  request.Groups = {network.node_security_group};
  request.PrivateIpAddress = "10.0.16.100";
  request.SecondaryPrivateIpAddressCount = 1;
  const ec2::NetworkInterface made = ok<ec2::CreateNetworkInterface>(request).NetworkInterface;
  EXPECT_EQ(made.PrivateIpAddress, "10.0.16.100");
  ASSERT_THAT(made.PrivateIpAddresses, SizeIs(2));
  EXPECT_TRUE(made.PrivateIpAddresses[0].Primary);
  EXPECT_EQ(made.Status, "available");
  ok<ec2::AssignPrivateIpAddresses>({made.NetworkInterfaceId, {"10.0.16.200"}, {}});
  EXPECT_EQ(error<ec2::AssignPrivateIpAddresses>({made.NetworkInterfaceId, {"10.0.16.200"}, {}}),
            "InvalidIPAddress.InUse");
  EXPECT_THAT(interfaces({{"addresses.private-ip-address", {"10.0.16.200"}}}), SizeIs(1));
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({network.node_security_group}), "DependencyViolation");
  const auto attached = ok<ec2::AttachNetworkInterface>({made.NetworkInterfaceId, network.nodes[1].instance_id, 1});
  EXPECT_EQ(error<ec2::DeleteNetworkInterface>({made.NetworkInterfaceId}), "InvalidNetworkInterface.InUse");
  EXPECT_THAT(interfaces({{"attachment.instance-id", {network.nodes[1].instance_id}}}), SizeIs(2));
  EXPECT_EQ(error<ec2::AttachNetworkInterface>({made.NetworkInterfaceId, network.nodes[1].instance_id, 1}),
            "InvalidNetworkInterface.InUse");
  ok<ec2::DetachNetworkInterface>({attached.AttachmentId, {}});
  ok<ec2::UnassignPrivateIpAddresses>({made.NetworkInterfaceId, {"10.0.16.200"}});
  ok<ec2::DeleteNetworkInterface>({made.NetworkInterfaceId});
  EXPECT_EQ(error<ec2::DeleteNetworkInterface>({made.NetworkInterfaceId}), "InvalidNetworkInterfaceID.NotFound");
}

TEST_F(NetworkTest, RulesHaveIdsInBothDirections) {
  const std::string group = create_security_group("rules");
  ec2::IpPermission web;
  web.IpProtocol = "tcp";
  web.FromPort = web.ToPort = 443;
  web.IpRanges = {{"10.0.0.5/24", "office"}};
  const auto added = ok<ec2::AuthorizeSecurityGroupIngress>({group, {web}});
  ASSERT_THAT(added.SecurityGroupRules, SizeIs(1));
  EXPECT_EQ(added.SecurityGroupRules[0].CidrIpv4, "10.0.0.0/24");
  EXPECT_EQ(added.SecurityGroupRules[0].Description, "office");
  const auto listed = ok<ec2::DescribeSecurityGroupRules>({{{"group-id", {group}}}, {}, {}, {}}).SecurityGroupRules;
  ASSERT_THAT(listed, SizeIs(2));
  EXPECT_NE(listed[0].IsEgress, listed[1].IsEgress);
  const std::string out = listed[listed[0].IsEgress ? 0 : 1].SecurityGroupRuleId;
  EXPECT_EQ(error<ec2::RevokeSecurityGroupIngress>({group, {}, {}, {}, {}, {}, {}, {out}}),
            "InvalidSecurityGroupRuleId.NotFound");
  ec2::RevokeSecurityGroupEgress::Request closed;
  closed.GroupId = group;
  closed.SecurityGroupRuleIds = {out};
  EXPECT_THAT(ok<ec2::RevokeSecurityGroupEgress>(closed).RevokedSecurityGroupRules, SizeIs(1));
  EXPECT_THAT(ok<ec2::DescribeSecurityGroups>({{}, {group}, {}, {}}).SecurityGroups.at(0).IpPermissionsEgress,
              IsEmpty());
  ec2::AuthorizeSecurityGroupEgress::Request flat;
  flat.GroupId = group;
  flat.IpProtocol = "udp";
  flat.FromPort = flat.ToPort = 53;
  flat.CidrIp = "0.0.0.0/0";
  ok<ec2::AuthorizeSecurityGroupEgress>(flat);
  EXPECT_EQ(error<ec2::AuthorizeSecurityGroupEgress>(flat), "InvalidPermission.Duplicate");
}

TEST_F(NetworkTest, TagsAreFoundByResource) {
  const std::string vpc = create_vpc();
  ok<ec2::CreateTags>({{vpc}, {{"team", "net"}}});
  const auto of_vpc = ok<ec2::DescribeTags>({{{"resource-id", {vpc}}}, {}, {}}).Tags;
  ASSERT_THAT(of_vpc, SizeIs(1));
  EXPECT_EQ(of_vpc[0].ResourceType, "vpc");
  EXPECT_EQ(of_vpc[0].Value, "net");
  EXPECT_THAT(ok<ec2::DescribeTags>({{{"key", {"te*"}}, {"resource-type", {"vpc"}}}, {}, {}}).Tags, SizeIs(1));
  EXPECT_EQ(error<ec2::DescribeTags>({{{"colour", {"red"}}}, {}, {}}), "InvalidParameterValue");
}

TEST_F(NetworkTest, DryRunChangesNothing) {
  ec2::CreateVpc::Request request{"10.1.0.0/16", {}, {}, {}};
  request.DryRun = true;
  const auto answer = call<ec2::CreateVpc>(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "DryRunOperation");
  EXPECT_EQ(answer.error().http_status, 412);
  EXPECT_THAT(ok<ec2::DescribeVpcs>({}).Vpcs, SizeIs(1));
  request.CidrBlock = "10.0.0.0/4";
  EXPECT_EQ(error<ec2::CreateVpc>(request), "InvalidVpc.Range");
}

TEST_F(NetworkTest, RulesAreRewrittenAndKeepTheirIds) {
  const std::string group = create_security_group("g");
  ec2::IpPermission permission;
  permission.IpProtocol = "tcp";
  permission.FromPort = permission.ToPort = 80;
  permission.IpRanges = {{"10.0.0.0/8", "before"}, {"10.1.0.0/16", std::nullopt}};
  const auto rules = ok<ec2::AuthorizeSecurityGroupIngress>({group, {permission}}).SecurityGroupRules;
  const std::string id = rules.at(0).SecurityGroupRuleId;
  const auto rule = [&] { return ok<ec2::DescribeSecurityGroupRules>({{}, {id}, {}, {}}).SecurityGroupRules.at(0); };
  permission.IpRanges = {{"10.0.0.0/8", "after"}};
  ok<ec2::UpdateSecurityGroupRuleDescriptionsIngress>({group, {permission}, {}, {}});
  EXPECT_EQ(rule().Description, "after");
  ok<ec2::ModifySecurityGroupRules>({group, {{id, {"udp", 53, 54, "10.2.0.0/16", {}, {}, {}}}}, {}});
  EXPECT_EQ(rule().IpProtocol, "udp");
  EXPECT_EQ(rule().FromPort, 53);
  EXPECT_EQ(rule().CidrIpv4, "10.2.0.0/16");
  EXPECT_EQ(rule().Description, std::nullopt);
  EXPECT_EQ(error<ec2::ModifySecurityGroupRules>({group, {{id, {"tcp", 80, 80, "10.1.0.0/16", {}, {}, {}}}}, {}}),
            "InvalidPermission.Duplicate");
  EXPECT_EQ(error<ec2::ModifySecurityGroupRules>(
                {group, {{"sgr-00000000000000000", {"tcp", 80, 80, "10.3.0.0/16", {}, {}, {}}}}, {}}),
            "InvalidSecurityGroupRuleId.NotFound");
  permission.FromPort = permission.ToPort = 443;
  EXPECT_EQ(error<ec2::UpdateSecurityGroupRuleDescriptionsEgress>({group, {permission}, {}, {}}),
            "InvalidPermission.NotFound");
}

TEST_F(NetworkTest, AVpcIsFurnishedWithWhatItLacks) {
  account.network().furnish_vpc(network.vpc_id);
  const auto named =
      ok<ec2::DescribeSecurityGroups>({{{"group-name", {"default"}}, {"vpc-id", {network.vpc_id}}}, {}, {}, {}});
  ASSERT_THAT(named.SecurityGroups, SizeIs(1));
  EXPECT_EQ(named.SecurityGroups[0].IpPermissions.at(0).UserIdGroupPairs.at(0).GroupId,
            named.SecurityGroups[0].GroupId);
  const auto mains =
      ok<ec2::DescribeRouteTables>({{{"association.main", {"true"}}, {"vpc-id", {network.vpc_id}}}, {}, {}, {}});
  EXPECT_THAT(mains.RouteTables, SizeIs(1));
}

TEST_F(NetworkTest, WhatThereIsNoneOf) {
  EXPECT_THAT(ok<ec2::DescribeVpcPeeringConnections>({}).VpcPeeringConnections, IsEmpty());
  EXPECT_THAT(ok<ec2::DescribeCoipPools>({}).CoipPools, IsEmpty());
  EXPECT_THAT(ok<ec2::DescribeIpamPools>({}).IpamPools, IsEmpty());
  EXPECT_EQ(error<ec2::DescribeCoipPools>({{}, {"ipv4pool-coip-1"}, {}, {}}), "InvalidPoolID.NotFound");
  EXPECT_EQ(ok<ec2::DescribeRegions>({{}, {"us-west-2"}, {}}).Regions.at(0).Endpoint, "ec2.us-west-2.amazonaws.com");
  EXPECT_EQ(error<ec2::DescribeRegions>({{}, {"mars-1"}, {}}), "InvalidParameterValue");
  EXPECT_EQ(ok<ec2::DescribeAccountAttributes>({{"supported-platforms"}})
                .AccountAttributes.at(0)
                .AttributeValues.at(0)
                .AttributeValue,
            "VPC");
}

TEST(InstanceLife, TakesItsTime) {
  Account account;
  const DefaultNetwork network = default_network(account);
  sim::FirstChooser chooser;
  api::CoreContext context{sim::kWorldStart, chooser, "test", {}};
  api::TypedCall<ec2::StopInstances> stop({{network.nodes[0].instance_id}, {}});
  ASSERT_TRUE(account.apply(context, stop));
  EXPECT_EQ(stop.response.StoppingInstances.at(0).CurrentState.Name, "stopping");
  ASSERT_TRUE(account.next_deadline());
  EXPECT_EQ(*account.next_deadline() - sim::kWorldStart, std::chrono::seconds{30});
  context.now = *account.next_deadline();
  account.advance(context);
  EXPECT_EQ(account.network().instances.at(network.nodes[0].instance_id).description.State.Name, "stopped");
}

}  // namespace
}  // namespace nlbsim::fake_aws
