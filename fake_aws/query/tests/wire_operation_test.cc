#include "fake_aws/query/wire_operation.h"

#include <gtest/gtest.h>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"

namespace nlbsim::fake_aws {
namespace {

FormTree form(const FormTree::Parameters& parameters) { return FormTree::build(parameters).value(); }

api::CallRef decode(std::span<const WireOperation> operations, std::string_view name,
                    const FormTree::Parameters& parameters) {
  const WireOperation* operation = find_wire_operation(operations, name);
  EXPECT_NE(operation, nullptr) << name;
  auto call = operation->decode(form(parameters));
  EXPECT_TRUE(call) << call.error().message;
  return *call;
}

TEST(Elbv2Wire, DecodesListsOfStructsInNumericOrder) {
  const auto call = decode(elbv2_wire_operations(), "CreateLoadBalancer",
                           {{"Name", "k8s-a"},
                            {"SubnetMappings.member.10.SubnetId", "subnet-c"},
                            {"SubnetMappings.member.2.SubnetId", "subnet-b"},
                            {"SubnetMappings.member.1.SubnetId", "subnet-a"},
                            {"SecurityGroups", ""},
                            {"Tags.member.1.Key", "k"},
                            {"Tags.member.1.Value", ""},
                            {"Unknown.member.1", "ignored"}});
  const auto& request = api::as<aws::CreateLoadBalancer>(*call).request;
  ASSERT_EQ(request.SubnetMappings.size(), 3U);
  EXPECT_EQ(request.SubnetMappings[2].SubnetId, "subnet-c");
  EXPECT_TRUE(request.SecurityGroups.empty());
  EXPECT_EQ(request.Tags, (std::vector<aws::Tag>{{"k", ""}}));
}

TEST(Elbv2Wire, DecodesNestedConfigurationAndOptionals) {
  const auto call = decode(elbv2_wire_operations(), "CreateListener",
                           {{"Port", "8080"},
                            {"DefaultActions.member.1.Type", "forward"},
                            {"DefaultActions.member.1.Order", "1"},
                            {"DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn", "arn"}});
  const auto& request = api::as<aws::CreateListener>(*call).request;
  EXPECT_EQ(request.Port, 8080);
  ASSERT_TRUE(request.DefaultActions[0].ForwardConfig);
  EXPECT_EQ(request.DefaultActions[0].ForwardConfig->TargetGroups[0].TargetGroupArn, "arn");
  EXPECT_FALSE(request.DefaultActions[0].ForwardConfig->TargetGroups[0].Weight);
}

TEST(Elbv2Wire, RefusesAValueOfTheWrongType) {
  const auto* operation = find_wire_operation(elbv2_wire_operations(), "CreateListener");
  const auto call = operation->decode(form({{"Port", "80x"}}));
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().code, "ValidationError");
  EXPECT_NE(call.error().message.find("Port"), std::string::npos);
}

TEST(Elbv2Wire, EncodesResultsAndEmptyTopLevelLists) {
  api::TypedCall<aws::DescribeLoadBalancers> call({});
  const auto* operation = find_wire_operation(elbv2_wire_operations(), "DescribeLoadBalancers");
  EXPECT_EQ(operation->encode(call, "id-1"),
            "<DescribeLoadBalancersResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
            "<DescribeLoadBalancersResult><LoadBalancers/></DescribeLoadBalancersResult>"
            "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DescribeLoadBalancersResponse>");
}

TEST(Elbv2Wire, LeavesOutUnsetScalarsAndEmptyInnerLists) {
  api::TypedCall<aws::DescribeListeners> call({});
  aws::Listener listener;
  listener.ListenerArn = "arn & co";
  listener.Port = 8080;
  listener.Protocol = "TCP";
  call.response.Listeners.push_back(listener);
  const std::string xml = find_wire_operation(elbv2_wire_operations(), "DescribeListeners")->encode(call, "id");
  EXPECT_NE(
      xml.find("<Listeners><member><ListenerArn>arn &amp; co</ListenerArn><Port>8080</Port><Protocol>TCP</Protocol>"
               "</member></Listeners>"),
      std::string::npos)
      << xml;
}

// boto3 leaves out what the answer does not name, and a tag without a value is still a tag with an empty one.
TEST(Elbv2Wire, AnEmptyTagValueIsWritten) {
  api::TypedCall<aws::DescribeTags> call({});
  call.response.TagDescriptions.emplace_back().Tags.push_back({"owner", ""});
  const std::string xml = find_wire_operation(elbv2_wire_operations(), "DescribeTags")->encode(call, "id");
  EXPECT_NE(xml.find("<member><Key>owner</Key><Value/></member>"), std::string::npos) << xml;
}

TEST(Elbv2Wire, AnEmptyAnswerStillHasItsResult) {
  api::TypedCall<aws::DeleteListener> call({});
  const std::string xml = find_wire_operation(elbv2_wire_operations(), "DeleteListener")->encode(call, "id");
  EXPECT_NE(xml.find("<DeleteListenerResult/>"), std::string::npos);
}

TEST(Ec2Wire, DecodesItsOwnNames) {
  const auto subnets = decode(ec2_wire_operations(), "DescribeSubnets",
                              {{"Filter.1.Name", "vpc-id"},
                               {"Filter.1.Value.1", "vpc-1"},
                               {"Filter.2.Name", "tag:x"},
                               {"Filter.2.Value.1", ""},
                               {"Filter.2.Value.2", "1"},
                               {"SubnetId.1", "subnet-1"}});
  const auto& request = api::as<aws::ec2::DescribeSubnets>(*subnets).request;
  EXPECT_EQ(request.Filters[1].Values, (std::vector<std::string>{"", "1"}));
  EXPECT_EQ(request.SubnetIds, (std::vector<std::string>{"subnet-1"}));
  const auto group = decode(ec2_wire_operations(), "CreateSecurityGroup",
                            {{"GroupDescription", "text"},
                             {"TagSpecification.1.ResourceType", "security-group"},
                             {"TagSpecification.1.Tag.1.Key", "k"}});
  EXPECT_EQ(api::as<aws::ec2::CreateSecurityGroup>(*group).request.Description, "text");
  EXPECT_EQ(api::as<aws::ec2::CreateSecurityGroup>(*group).request.TagSpecifications[0].Tags[0].Key, "k");
  const auto rules = decode(ec2_wire_operations(), "AuthorizeSecurityGroupIngress",
                            {{"IpPermissions.1.IpProtocol", "tcp"},
                             {"IpPermissions.1.FromPort", "1"},
                             {"IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0"},
                             {"IpPermissions.1.IpRanges.1.Description", ""},
                             {"IpPermissions.2.Groups.1.GroupId", "sg-1"}});
  const auto& permissions = api::as<aws::ec2::AuthorizeSecurityGroupIngress>(*rules).request.IpPermissions;
  EXPECT_EQ(permissions[0].IpRanges[0].Description, "");
  EXPECT_EQ(permissions[1].UserIdGroupPairs[0].GroupId, "sg-1");
}

TEST(Ec2Wire, EncodesItsOwnNames) {
  api::TypedCall<aws::ec2::DescribeInstances> call({});
  aws::ec2::InstanceNetworkInterface interface;
  interface.NetworkInterfaceId = "eni-1";
  interface.DeviceIndex = 0;
  interface.Groups = {{"sg-1", "nodes"}};
  aws::ec2::Instance instance;
  instance.InstanceId = "i-1";
  instance.State.Name = "running";
  instance.NetworkInterfaces.push_back(interface);
  call.response.Reservations.push_back({"r-1", "1", {instance}});
  const std::string xml = find_wire_operation(ec2_wire_operations(), "DescribeInstances")->encode(call, "id");
  EXPECT_NE(xml.find("<reservationSet><item>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<instancesSet><item><instanceId>i-1</instanceId>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<instanceState><name>running</name></instanceState>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<attachment><deviceIndex>0</deviceIndex></attachment>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<groupSet><item><groupId>sg-1</groupId><groupName>nodes</groupName></item></groupSet>"),
            std::string::npos)
      << xml;
}

TEST(FormTree, LimitsDepthAndCount) {
  std::string deep = "a";
  for (int i = 0; i < 20; ++i) deep += ".a";
  EXPECT_FALSE(FormTree::build({{deep, "x"}}));
  EXPECT_FALSE(FormTree::build(FormTree::Parameters(10'001, {"a", "b"})));
}

TEST(Errors, HaveTheFormOfTheirProtocol) {
  sim::Error error;
  error.code = "TargetGroupNotFound";
  error.message = "One or more target groups not found";
  error.http_status = 400;
  EXPECT_EQ(
      query_error(kElbv2Namespace, error, "id"),
      "<ErrorResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"><Error><Type>Sender</Type>"
      "<Code>TargetGroupNotFound</Code><Message>One or more target groups not found</Message></Error>"
      "<RequestId>id</RequestId></ErrorResponse>");
  EXPECT_EQ(ec2_error(error, "id"),
            "<Response><Errors><Error><Code>TargetGroupNotFound</Code><Message>One or more target groups not found"
            "</Message></Error></Errors><RequestID>id</RequestID></Response>");
}

}  // namespace
}  // namespace nlbsim::fake_aws
