#include <gmock/gmock.h>

#include "api/aws/ec2_security.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

class Ec2 : public AccountTest {
 protected:
  static ec2::IpPermission tcp(std::int32_t port, std::string cidr) {
    ec2::IpPermission permission;
    permission.IpProtocol = "tcp";
    permission.FromPort = permission.ToPort = port;
    permission.IpRanges.push_back({std::move(cidr), std::nullopt});
    return permission;
  }
  static ec2::IpPermission from_group(std::string id) {
    ec2::IpPermission permission;
    permission.IpProtocol = "-1";
    permission.UserIdGroupPairs.push_back({std::move(id), {}, {}});
    return permission;
  }
  std::vector<ec2::IpPermission> permissions(const std::string& id) {
    return ok<ec2::DescribeSecurityGroups>({{}, {id}, {}, {}}).SecurityGroups.at(0).IpPermissions;
  }
};

TEST_F(Ec2, WildcardsMatchGreedily) {
  EXPECT_TRUE(matches_pattern("a*c?", "abbcd"));
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("*ab", "aab"));
  EXPECT_FALSE(matches_pattern("a?", "a"));
  EXPECT_FALSE(matches_pattern("A", "a"));
}

TEST_F(Ec2, SubnetsByRoleTag) {
  using Op = ec2::DescribeSubnets;
  const aws::Filter vpc{"vpc-id", {network.vpc_id}};
  const auto found = ok<Op>({{vpc, {"tag:kubernetes.io/role/internal-elb", {"", "1"}}}, {}, {}, {}}).Subnets;
  EXPECT_THAT(found, SizeIs(3));
  EXPECT_EQ(found[0].AvailableIpAddressCount, 4096 - 5 - 1);
  EXPECT_THAT(ok<Op>({{{"tag-key", {"*role/elb"}}}, {}, {}, {}}).Subnets, SizeIs(3));
  EXPECT_THAT(ok<Op>({{{"vpc-id", {"vpc-1"}}}, {}, {}, {}}).Subnets, SizeIs(0));
  EXPECT_EQ(error<Op>({{{"colour", {"red"}}}, {}, {}, {}}), "InvalidParameterValue");
  EXPECT_EQ(message<Op>({{}, {"subnet-00000000000000000"}, {}, {}}),
            "The subnet ID 'subnet-00000000000000000' does not exist");
  EXPECT_EQ(error<Op>({{}, {"subnet-x"}, {}, {}}), "InvalidSubnetID.Malformed");
  EXPECT_EQ(error<Op>({{}, {network.internal_subnets[0]}, 5, {}}), "InvalidParameterCombination");
  EXPECT_EQ(error<Op>({{}, {}, 4, {}}), "InvalidParameterValue");
  const auto first = ok<Op>({{}, {}, 5, {}});
  EXPECT_THAT(first.Subnets, SizeIs(5));
  EXPECT_THAT(ok<Op>({{}, {}, 5, first.NextToken}).Subnets, SizeIs(1));
}

TEST_F(Ec2, DescribesTheDefaultNetwork) {
  EXPECT_THAT(ok<ec2::DescribeVpcs>({{}, {network.vpc_id}, {}, {}}).Vpcs.at(0).CidrBlockAssociationSet, SizeIs(1));
  const auto zones = ok<ec2::DescribeAvailabilityZones>({{}, {}, {"usw2-az2"}}).AvailabilityZones;
  ASSERT_THAT(zones, SizeIs(1));
  EXPECT_EQ(zones[0].ZoneName, "us-west-2b");
  EXPECT_EQ(error<ec2::DescribeAvailabilityZones>({{}, {"us-east-1a"}, {}}), "InvalidParameterValue");
  const auto tables =
      ok<ec2::DescribeRouteTables>({{{"association.subnet-id", {network.public_subnets[0]}}}, {}, {}, {}});
  ASSERT_THAT(tables.RouteTables, SizeIs(1));
  EXPECT_TRUE(tables.RouteTables[0].Routes.at(1).GatewayId.starts_with("igw-"));
  const auto instance =
      ok<ec2::DescribeInstances>({{}, {network.nodes[1].instance_id}, {}, {}}).Reservations.at(0).Instances.at(0);
  EXPECT_EQ(instance.State.Name, "running");
  EXPECT_EQ(instance.PrivateIpAddress, network.nodes[1].private_ip);
  EXPECT_EQ(instance.NetworkInterfaces.at(0).Groups.at(0).GroupId, network.node_security_group);
  EXPECT_EQ(error<ec2::DescribeInstances>({{}, {"i-00000000000000000"}, {}, {}}), "InvalidInstanceID.NotFound");
}

TEST_F(Ec2, InstancesAreFoundByWhatTheirNetworkHoldsOfThem) {
  using Op = ec2::DescribeInstances;
  const std::string& id = network.nodes[1].instance_id;
  const auto node = ok<Op>({{}, {id}, {}, {}}).Reservations.at(0);
  const std::string interface = node.Instances.at(0).NetworkInterfaces.at(0).NetworkInterfaceId;
  const auto found = [&](std::string name, std::string value) {
    const auto reservations = ok<Op>({{{std::move(name), {std::move(value)}}}, {}, {}, {}}).Reservations;
    return reservations.size() == 1 && reservations[0].Instances.at(0).InstanceId == id;
  };
  EXPECT_TRUE(found("reservation-id", node.ReservationId));
  EXPECT_TRUE(found("network-interface.network-interface-id", interface));
  EXPECT_TRUE(found("network-interface.addresses.private-ip-address", network.nodes[1].private_ip));
  EXPECT_TRUE(found("private-dns-name", node.Instances[0].PrivateDnsName));
  EXPECT_FALSE(found("reservation-id", "r-0"));
  EXPECT_FALSE(found("ip-address", "10.*"));
  EXPECT_THAT(ok<Op>({{{"instance.group-id", {network.node_security_group}}}, {}, {}, {}}).Reservations, SizeIs(3));
  EXPECT_THAT(ok<Op>({{{"instance-state-code", {"16"}}}, {}, {}, {}}).Reservations, SizeIs(3));
}

TEST_F(Ec2, GroupsAreFoundByTheirRulesInEitherDirection) {
  const std::string id = ok<ec2::CreateSecurityGroup>({"rules", "of both sides", network.vpc_id, {}}).GroupId;
  ok<ec2::AuthorizeSecurityGroupIngress>({id, {tcp(80, "10.1.0.0/16")}, {}});
  ok<ec2::AuthorizeSecurityGroupEgress>({id, {tcp(443, "10.2.0.0/16")}, {}});
  const auto found = [&](std::string name, std::string value) {
    const auto groups = ok<ec2::DescribeSecurityGroups>({{{std::move(name), {std::move(value)}}}, {}, {}, {}});
    return groups.SecurityGroups.size() == 1 && groups.SecurityGroups[0].GroupId == id;
  };
  EXPECT_TRUE(found("ip-permission.cidr", "10.1.*"));
  EXPECT_FALSE(found("ip-permission.cidr", "10.2.*"));
  EXPECT_TRUE(found("egress.ip-permission.cidr", "10.2.*"));
  EXPECT_FALSE(found("egress.ip-permission.cidr", "10.1.*"));
  EXPECT_TRUE(found("egress.ip-permission.to-port", "443"));
  EXPECT_EQ(message<ec2::AuthorizeSecurityGroupIngress>({id, {tcp(80, "10.1.0.0/16")}, {}}),
            "the specified rule \"peer: 10.1.0.0/16, TCP, from port: 80, to port: 80, ALLOW\" already exists");
}

TEST_F(Ec2, TheSamePlanGivesTheSameIds) {
  Account other;
  EXPECT_EQ(default_network(other).nodes.at(2).instance_id, network.nodes.at(2).instance_id);
}

TEST_F(Ec2, SecurityGroupsByTags) {
  using Op = ec2::DescribeSecurityGroups;
  ec2::CreateSecurityGroup::Request request{"g", "d", network.vpc_id, {{"security-group", {{"k", "v"}, {"l", "w"}}}}};
  const std::string id = ok<ec2::CreateSecurityGroup>(request).GroupId;
  const auto find = [&](std::vector<aws::Filter> filters) {
    return ok<Op>({std::move(filters), {}, {}, {}}).SecurityGroups.size();
  };
  EXPECT_EQ(find({{"tag:k", {"v"}}, {"tag:l", {"w", "x"}}}), 1U);
  EXPECT_EQ(find({{"tag:k", {"v"}}, {"tag:l", {"x"}}}), 0U);
  EXPECT_EQ(find({{"tag:k", {"*"}}}), 1U);
  ok<ec2::CreateTags>({{id}, {{"k", "v2"}}});
  EXPECT_EQ(find({{"tag:k", {"v"}}}), 0U);
  EXPECT_EQ(find({{"tag:k", {"v2"}}}), 1U);
  ok<ec2::DeleteTags>({{id}, {{"k", "v"}, {"l", ""}}});  // k has another value, l goes whatever it is
  EXPECT_EQ(find({{"tag:k", {"v2"}}}), 1U);
  EXPECT_EQ(find({{"tag-key", {"l"}}}), 0U);
}

TEST_F(Ec2, CreateSecurityGroupRefuses) {
  using Op = ec2::CreateSecurityGroup;
  create_security_group("g");
  const std::string& vpc = network.vpc_id;
  EXPECT_EQ(error<Op>({"", "d", vpc, {}}), "MissingParameter");
  EXPECT_EQ(error<Op>({"h", "", vpc, {}}), "MissingParameter");
  EXPECT_EQ(error<Op>({std::string(256, 'h'), "d", vpc, {}}), "InvalidParameterValue");
  EXPECT_EQ(error<Op>({"g", "d", vpc, {}}), "InvalidGroup.Duplicate");
  EXPECT_EQ(error<Op>({"h", "d", "vpc-0", {}}), "InvalidVpcID.NotFound");
  EXPECT_EQ(error<Op>({"h", "d", vpc, {{"subnet", {}}}}), "InvalidParameterValue");
  EXPECT_EQ(error<Op>({"h", "d", vpc, {{"security-group", {{"aws:x", ""}}}}}), "InvalidParameterValue");
  account.settings().quotas.security_groups = 2;
  EXPECT_EQ(error<Op>({"h", "d", vpc, {}}), "SecurityGroupLimitExceeded");
}

TEST_F(Ec2, RulesAreKnownWithoutTheirDescription) {
  using Authorize = ec2::AuthorizeSecurityGroupIngress;
  using Revoke = ec2::RevokeSecurityGroupIngress;
  const std::string id = create_security_group("g");
  auto described = tcp(80, "10.0.0.1/8");
  described.IpRanges[0].Description = "why";
  ok<Authorize>({id, {described, tcp(81, "0.0.0.0/0")}});
  EXPECT_EQ(permissions(id).at(0).IpRanges.at(0).CidrIp, "10.0.0.0/8");
  EXPECT_EQ(permissions(id).at(0).IpRanges.at(0).Description, "why");
  EXPECT_EQ(error<Authorize>({id, {tcp(82, "0.0.0.0/0"), tcp(80, "10.0.0.0/8")}}), "InvalidPermission.Duplicate");
  EXPECT_THAT(permissions(id), SizeIs(2)) << "all or nothing";
  EXPECT_EQ(error<Authorize>({id, {tcp(83, "0.0.0.0/0"), tcp(83, "0.0.0.0/0")}}), "InvalidPermission.Duplicate");
  EXPECT_EQ(error<Authorize>({id, {tcp(84, "0.0.0.0/33")}}), "InvalidParameterValue");
  EXPECT_EQ(error<Authorize>({id, {tcp(70000, "0.0.0.0/0")}}), "InvalidParameterValue");
  EXPECT_EQ(error<Authorize>({id, {from_group("sg-00000000000000000")}}), "InvalidGroup.NotFound");
  EXPECT_EQ(error<Authorize>({"sg-00000000000000000", {tcp(1, "0.0.0.0/0")}}), "InvalidGroup.NotFound");
  EXPECT_EQ(error<Revoke>({id, {tcp(80, "10.0.0.0/8"), tcp(85, "0.0.0.0/0")}}), "InvalidPermission.NotFound");
  ok<Revoke>({id, {tcp(80, "10.0.0.0/8")}});
  EXPECT_THAT(permissions(id), SizeIs(1));
}

TEST_F(Ec2, RulesAreLimited) {
  account.settings().quotas.rules_per_security_group = 1;
  const std::string id = create_security_group("g");
  EXPECT_EQ(error<ec2::AuthorizeSecurityGroupIngress>({id, {tcp(1, "0.0.0.0/0"), tcp(2, "0.0.0.0/0")}}),
            "RulesPerSecurityGroupLimitExceeded");
}

TEST_F(Ec2, AGroupInUseStays) {
  const std::string used = create_security_group("used");
  const std::string user = create_security_group("user");
  ok<ec2::AuthorizeSecurityGroupIngress>({user, {from_group(used)}});
  ok<ec2::AuthorizeSecurityGroupIngress>({user, {[&] {
                                            auto own = from_group(user);
                                            own.IpProtocol = "tcp";
                                            own.FromPort = own.ToPort = 1;
                                            return own;
                                          }()}});
  EXPECT_EQ(message<ec2::DeleteSecurityGroup>({used}), "resource " + used + " has a dependent object");
  ok<ec2::DeleteSecurityGroup>({user});  // a rule that names its own group does not hold it
  ok<ec2::DeleteSecurityGroup>({used});
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({used}), "InvalidGroup.NotFound");
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({network.node_security_group}), "DependencyViolation");
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({"nonsense"}), "InvalidGroupId.Malformed");
}

TEST_F(Ec2, InterfacesOfADeletedLoadBalancerLinger) {
  account.settings().timing.interface_release = fixed_duration(60s);
  const std::string group = create_security_group("g");
  auto request = load_balancer_request();
  request.SecurityGroups = {group};
  const std::string arn = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({group}), "DependencyViolation");
  ok<aws::DeleteLoadBalancer>({arn});
  EXPECT_EQ(error<ec2::DeleteSecurityGroup>({group}), "DependencyViolation");
  pass(60s);
  ok<ec2::DeleteSecurityGroup>({group});
}

TEST_F(Ec2, TagsOfUnknownThings) {
  EXPECT_EQ(error<ec2::CreateTags>({{"subnet-0"}, {{"a", ""}}}), "InvalidSubnetID.NotFound");
  EXPECT_EQ(error<ec2::CreateTags>({{"what-0"}, {{"a", ""}}}), "InvalidID");
  EXPECT_EQ(error<ec2::CreateTags>({{}, {{"a", ""}}}), "MissingParameter");
  account.settings().quotas.tags = 3;
  EXPECT_EQ(error<ec2::CreateTags>({{network.vpc_id}, {{"a", ""}, {"b", ""}}}), "TagLimitExceeded");
}

}  // namespace
}  // namespace nlbsim::fake_aws
