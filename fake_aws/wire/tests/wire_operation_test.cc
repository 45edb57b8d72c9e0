#include "fake_aws/wire/wire_operation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api/aws/acm.h"
#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "fake_aws/wire/wire_names.h"

namespace nlbsim::fake_aws {
namespace {

FormTree form(const FormTree::Parameters& parameters) { return FormTree::build(parameters).value(); }

const WireOperation& row(const aws::ServiceInfo& service, std::string_view name) {
  const WireOperation* operation = find_wire_operation(service, name);
  EXPECT_NE(operation, nullptr) << name;
  return *operation;
}

api::CallRef decode(const aws::ServiceInfo& service, std::string_view name, const FormTree::Parameters& parameters) {
  auto call = decode(row(service, name), form(parameters));
  EXPECT_TRUE(call) << call.error().message;
  return *call;
}

TEST(Elbv2Wire, DecodesListsOfStructsInNumericOrder) {
  const auto call = decode(aws::kElbv2, "CreateLoadBalancer",
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
  const auto call = decode(aws::kElbv2, "CreateListener",
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
  const auto call = decode(row(aws::kElbv2, "CreateListener"), form({{"Port", "80x"}}));
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().code, "ValidationError");
  EXPECT_NE(call.error().message.find("Port"), std::string::npos);
}

TEST(Elbv2Wire, EncodesResultsAndEmptyTopLevelLists) {
  api::TypedCall<aws::DescribeLoadBalancers> call({});
  EXPECT_EQ(encode(row(aws::kElbv2, "DescribeLoadBalancers"), call, "id-1").body,
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
  const std::string xml = encode(row(aws::kElbv2, "DescribeListeners"), call, "id").body;
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
  const std::string xml = encode(row(aws::kElbv2, "DescribeTags"), call, "id").body;
  EXPECT_NE(xml.find("<member><Key>owner</Key><Value></Value></member>"), std::string::npos) << xml;
}

TEST(Elbv2Wire, AnEmptyAnswerStillHasItsResult) {
  api::TypedCall<aws::DeleteListener> call({});
  const std::string xml = encode(row(aws::kElbv2, "DeleteListener"), call, "id").body;
  EXPECT_NE(xml.find("<DeleteListenerResult/>"), std::string::npos);
}

TEST(Ec2Wire, DecodesItsOwnNames) {
  const auto subnets = decode(aws::kEc2, "DescribeSubnets",
                              {{"Filter.1.Name", "vpc-id"},
                               {"Filter.1.Value.1", "vpc-1"},
                               {"Filter.2.Name", "tag:x"},
                               {"Filter.2.Value.1", ""},
                               {"Filter.2.Value.2", "1"},
                               {"SubnetId.1", "subnet-1"}});
  const auto& request = api::as<aws::ec2::DescribeSubnets>(*subnets).request;
  EXPECT_EQ(request.Filters[1].Values, (std::vector<std::string>{"", "1"}));
  EXPECT_EQ(request.SubnetIds, (std::vector<std::string>{"subnet-1"}));
  const auto group = decode(aws::kEc2, "CreateSecurityGroup",
                            {{"GroupDescription", "text"},
                             {"TagSpecification.1.ResourceType", "security-group"},
                             {"TagSpecification.1.Tag.1.Key", "k"}});
  EXPECT_EQ(api::as<aws::ec2::CreateSecurityGroup>(*group).request.Description, "text");
  EXPECT_EQ(api::as<aws::ec2::CreateSecurityGroup>(*group).request.TagSpecifications[0].Tags[0].Key, "k");
  const auto rules = decode(aws::kEc2, "AuthorizeSecurityGroupIngress",
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
  interface.Groups = {{"sg-1", "nodes"}};
  aws::ec2::Instance instance;
  instance.InstanceId = "i-1";
  instance.State.Name = "running";
  instance.NetworkInterfaces.push_back(interface);
  call.response.Reservations.push_back({"r-1", "1", {instance}, {}});
  const std::string xml = encode(row(aws::kEc2, "DescribeInstances"), call, "id").body;
  EXPECT_NE(xml.find("<reservationSet><item>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<instancesSet><item><instanceId>i-1</instanceId>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<instanceState><name>running</name><code>0</code></instanceState>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<deviceIndex>0</deviceIndex>"), std::string::npos) << xml;
  EXPECT_NE(xml.find("<groupSet><item><groupId>sg-1</groupId><groupName>nodes</groupName></item></groupSet>"),
            std::string::npos)
      << xml;
}

// A person's request is read strictly, whatever the service's protocol.
TEST(JsonRequest, TakesAwsNamesAndEc2sOwn) {
  const WireOperation& operation = row(aws::kEc2, "CreateSecurityGroup");
  for (const char* const text :
       {R"({"GroupName":"a","Description":"d","TagSpecifications":[{"Tags":[{"Key":"k"}]}]})",
        R"({"GroupName":"a","GroupDescription":"d","TagSpecification":[{"Tag":[{"Key":"k"}]}]})"}) {
    const api::CallRef call = operation.make();
    auto& request =
        const_cast<aws::ec2::CreateSecurityGroup::Request&>(api::as<aws::ec2::CreateSecurityGroup>(*call).request);
    const auto problem = read_json_body(*api::parse_json(text), aws::Protocol::ec2, *operation.request, &request,
                                        UnknownMembers::refused);
    EXPECT_FALSE(problem) << problem->path << problem->message;
    EXPECT_EQ(request.Description, "d");
    ASSERT_EQ(request.TagSpecifications.size(), 1U);
    EXPECT_EQ(request.TagSpecifications[0].Tags, (std::vector<aws::Tag>{{"k", ""}}));
  }
}

TEST(JsonRequest, NamesWhatIsUnknownAndWhatIsOfTheWrongType) {
  const WireOperation& operation = row(aws::kElbv2, "CreateListener");
  aws::CreateListener::Request request;
  const auto read = [&](std::string_view text) {
    return read_json_body(*api::parse_json(text), aws::Protocol::query, *operation.request, &request,
                          UnknownMembers::refused);
  };
  const auto unknown = read(R"({"DefaultActions":[{"ForwardConfg":{}}]})");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->path, "DefaultActions[0].ForwardConfg");
  EXPECT_EQ(unknown->member, "ForwardConfg");
  EXPECT_NE(std::ranges::find(unknown->known, "ForwardConfig"), unknown->known.end());
  EXPECT_EQ(read(R"({"Port":"80x"})")->message, "Port must be an integer");
  EXPECT_EQ(read(R"({"Port":4294967296})")->message, "Port must be an integer of 32 bits");
  EXPECT_EQ(read(R"({"Tags":{}})")->message, "Tags must be a list");
  EXPECT_FALSE(read(R"({"Port":"8080"})"));
  EXPECT_EQ(request.Port, 8080);
}

TEST(JsonAnswer, HasTimesAsSecondsAndLeavesOutWhatIsUnset) {
  api::TypedCall<aws::acm::DescribeCertificate> call({});
  call.response.Certificate.CertificateArn = "arn";
  call.response.Certificate.CreatedAt = sim::kWorldStart;
  call.response.Certificate.NotAfter = sim::kWorldStart + std::chrono::milliseconds{500};
  const EncodedAnswer answer = encode(row(aws::kAcm, "DescribeCertificate"), call, "id");
  EXPECT_EQ(answer.content_type, "application/x-amz-json-1.1");
  const api::Json certificate = api::member(*api::parse_json(answer.body), "Certificate");
  EXPECT_EQ(api::member(certificate, "CreatedAt").get<std::int64_t>(), 1767225600);
  EXPECT_EQ(api::member(certificate, "NotAfter").get<double>(), 1767225600.5);
  EXPECT_TRUE(api::member(certificate, "IssuedAt").is_null());
  EXPECT_EQ(api::member(certificate, "InUseBy").size(), 0U);
  EXPECT_TRUE(api::member(certificate, "InUseBy").is_array());
}

TEST(Xml, EscapesWhatWouldNotBeText) {
  api::TypedCall<aws::DescribeTags> call({});
  call.response.TagDescriptions.emplace_back().Tags.push_back({"a<b>&\"c", std::string("x\ry\x01z\n")});
  const std::string xml = encode(row(aws::kElbv2, "DescribeTags"), call, "id").body;
  EXPECT_NE(xml.find("<Key>a&lt;b&gt;&amp;\"c</Key><Value>x&#13;y\xEF\xBF\xBDz\n</Value>"), std::string::npos) << xml;
}

// What a description calls a member is what clients find: every row of every service reads what it is given under the
// name that it tells, and no two members of a structure share one.
TEST(Rows, HaveOneNameForEachMember) {
  const auto check = [](const WireOperation& operation, const api::Shape& shape, auto name, auto self) -> void {
    if (shape.inner) return self(operation, shape.inner(), name, self);
    std::set<std::string> seen;
    for (const api::ShapeMember& member : shape.members) {
      EXPECT_TRUE(seen.insert(name(operation.service->protocol, shape, member.name)).second)
          << operation.name << ": " << member.name;
      self(operation, member.shape(), name, self);
    }
    for (const api::MemberNote& note : shape.notes)
      EXPECT_TRUE(shape.find(note.member)) << operation.name << ": " << note.member;
  };
  EXPECT_GT(wire_operations().size(), 100U);
  for (const WireOperation& operation : wire_operations()) {
    check(operation, *operation.request, request_name, check);
    check(operation, *operation.response, response_name, check);
  }
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
      encode_error(aws::kElbv2, error, "id").body,
      "<ErrorResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\"><Error><Type>Sender</Type>"
      "<Code>TargetGroupNotFound</Code><Message>One or more target groups not found</Message></Error>"
      "<RequestId>id</RequestId></ErrorResponse>");
  EXPECT_EQ(encode_error(aws::kEc2, error, "id").body,
            "<Response><Errors><Error><Code>TargetGroupNotFound</Code><Message>One or more target groups not found"
            "</Message></Error></Errors><RequestID>id</RequestID></Response>");
}

}  // namespace
}  // namespace nlbsim::fake_aws
