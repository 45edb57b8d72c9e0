// The front over a pipeline to a core of the test's own: what is routed where, and how answers and errors look.
#include "fake_aws/http/front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/aws/elbv2.h"
#include "api/records.h"
#include "api/server.h"
#include "sim/choice.h"

namespace nlbsim::fake_aws {
namespace {

using testing::HasSubstr;

// Knows load balancers by nobody's name: DescribeLoadBalancers is empty, everything else is not found.
struct EmptyAccount final : api::Core {
  api::Result<void> apply(api::CoreContext&, api::AnyCall& call) override {
    if (call.operation().name.starts_with("Describe")) return {};
    sim::Error error;
    error.code = "LoadBalancerNotFound";
    error.message = "none";
    error.http_status = 400;
    return sim::forward(error);
  }
  std::optional<sim::Instant> next_deadline() const override { return std::nullopt; }
  void advance(api::CoreContext&) override {}
};

struct Recorder final : http::Connection {
  void send(http::Response response) override { answers.push_back(std::move(response)); }
  void drop() override {}
  void open_stream(http::Response) override {}
  bool write(http::Bytes) override { return false; }
  void end_stream() override {}
  bool is_open() const override { return true; }
  void on_close(std::function<void()>) override {}
  std::vector<http::Response> answers;
};

class FrontTest : public testing::Test {
 protected:
  http::Response post(std::string body, std::string service = "elasticloadbalancing",
                      std::string region = "us-west-2") {
    http::Request request;
    request.method = "POST";
    request.target = "/";
    request.body = std::move(body);
    if (!service.empty())
      request.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + key + "/20260101/" + region + "/" +
                                                        service + "/aws4_request, SignedHeaders=host, Signature=0");
    request.headers.insert(request.headers.end(), extra.begin(), extra.end());
    const auto connection = std::make_shared<Recorder>();
    front.handle(request, http::Responder(connection));
    EXPECT_EQ(connection->answers.size(), 1U);
    return connection->answers.front();
  }

  FrontSettings settings() {
    FrontSettings made;
    made.log = [this](const std::string& line) { logged.push_back(line); };
    return made;
  }

  sim::FirstChooser chooser;
  sim::Journal journal;
  EmptyAccount account;
  sim::Scheduler scheduler{chooser};
  sim::Actor& aws = scheduler.start("aws");
  sim::Actor& client = scheduler.start("client");
  api::Server server{scheduler, aws, journal, account};
  api::Pipeline pipeline{server};
  std::vector<std::string> logged;
  Front front{server, pipeline, client, settings()};
  std::vector<http::Header> extra;
  std::string key = "AKID";
};

TEST_F(FrontTest, RoutesByVersion) {
  const auto elbv2 = post("Action=DescribeLoadBalancers&Version=2015-12-01");
  EXPECT_EQ(elbv2.status, 200);
  EXPECT_EQ(elbv2.content_type, "text/xml");
  EXPECT_THAT(*elbv2.body, HasSubstr("<LoadBalancers/>"));
  EXPECT_THAT(*elbv2.body, HasSubstr("<RequestId>" + elbv2.headers[0].second + "</RequestId>"));
  EXPECT_THAT(*post("Action=DescribeSubnets&Version=2016-11-15", "ec2").body, HasSubstr("<subnetSet/>"));
}

TEST_F(FrontTest, AWebIdentityComesUnsigned) {
  EXPECT_EQ(post("Action=GetCallerIdentity&Version=2011-06-15", "").status, 403);
  EXPECT_THAT(*post("Action=AssumeRoleWithWebIdentity&Version=2011-06-15", "").body,
              testing::Not(HasSubstr("MissingAuthenticationToken")));
}

TEST_F(FrontTest, RoutesSharedNamesByTheCredentialScope) {
  EXPECT_THAT(*post("Action=DescribeTags").body, HasSubstr("DescribeTagsResult"));
  EXPECT_THAT(*post("Action=DescribeTags", "ec2").body, HasSubstr("<tagSet/>"));
}

TEST_F(FrontTest, UnknownActionsAreInvalidActionAndLeaveATrace) {
  const auto elbv2 = post("Action=CreateTrustStore&Version=2015-12-01");
  EXPECT_EQ(elbv2.status, 400);
  EXPECT_THAT(*elbv2.body, HasSubstr("<ErrorResponse"));
  EXPECT_THAT(*elbv2.body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_THAT(*post("Action=CreateVolume&Version=2016-11-15", "ec2").body,
              HasSubstr("<Errors><Error><Code>InvalidAction"));
  EXPECT_THAT(*post("Action=GetSessionToken&Version=2011-06-15", "sts").body, HasSubstr("InvalidAction"));
  EXPECT_THAT(logged, testing::ElementsAre("aws: elbv2 has no operation CreateTrustStore here",
                                           "aws: ec2 has no operation CreateVolume here",
                                           "aws: sts has no operation GetSessionToken here"));
  ASSERT_EQ(journal.records().size(), 3U);
  const auto& note = api::payload<api::Note>(journal.records()[1]);
  EXPECT_EQ(note.topic, api::NoteTopic::not_modelled);
  EXPECT_EQ(note.text, "ec2 CreateVolume");
}

TEST_F(FrontTest, ErrorsOfTheCorePassThrough) {
  const auto answer = post("Action=DeleteListener&Version=2015-12-01&ListenerArn=x");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(*answer.body, HasSubstr("<Code>LoadBalancerNotFound</Code><Message>none</Message>"));
}

TEST_F(FrontTest, WantsACredential) {
  EXPECT_EQ(post("Action=DescribeLoadBalancers&Version=2015-12-01", "").status, 403);
}

// The account of this test knows nothing of VPCs; the one of another region has what it is given.
TEST_F(FrontTest, AnotherRegionIsAnAccountOfItsOwn) {
  const std::string create = "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16";
  EXPECT_THAT(*post(create, "ec2", "eu-west-1").body, HasSubstr("<cidrBlock>10.0.0.0/16</cidrBlock>"));
  const std::string describe = "Action=DescribeVpcs&Version=2016-11-15";
  EXPECT_THAT(*post(describe, "ec2", "eu-west-1").body, HasSubstr("<vpcSet><item>"));
  EXPECT_THAT(*post(describe, "ec2", "eu-west-2").body, HasSubstr("<vpcSet/>"));
  EXPECT_THAT(*post(describe, "ec2").body, HasSubstr("<vpcSet/>"));
  EXPECT_THAT(*post("Action=DescribeAvailabilityZones&Version=2016-11-15", "ec2", "eu-west-2").body,
              HasSubstr("<zoneName>eu-west-2b</zoneName>"));
}

TEST_F(FrontTest, AnAccessKeyOfTwelveDigitsIsAnAccount) {
  key = "210987654321";
  EXPECT_THAT(*post("Action=GetCallerIdentity&Version=2011-06-15", "sts").body,
              HasSubstr("<Account>210987654321</Account>"));
}

TEST_F(FrontTest, RoutesJsonServicesByTheirTarget) {
  key = "210987654321";
  extra = {{"X-Amz-Target", "AWSShield_20160616.GetSubscriptionState"}};
  const auto shield = post("{}", "shield");
  EXPECT_EQ(shield.status, 200);
  EXPECT_EQ(shield.content_type, "application/x-amz-json-1.1");
  EXPECT_EQ(*shield.body, R"({"SubscriptionState":"INACTIVE"})");
  extra = {{"X-Amz-Target", "CertificateManager.ListCertificates"}};
  EXPECT_EQ(*post("{}", "acm").body, R"({"CertificateSummaryList":[]})");
  extra = {{"X-Amz-Target", "CertificateManager.DescribeCertificate"}};
  const auto absent =
      post(R"({"CertificateArn":"arn:aws:acm:us-west-2:210987654321:certificate/none","Later":1})", "acm");
  EXPECT_EQ(absent.status, 400);
  EXPECT_THAT(*absent.body, HasSubstr(R"("__type":"ResourceNotFoundException")"));
  EXPECT_THAT(*post(R"({"CertificateArn":7})", "acm").body, HasSubstr("SerializationException"));
  EXPECT_THAT(*post("{", "acm").body, HasSubstr("SerializationException"));
  extra = {{"X-Amz-Target", "CertificateManager.ExportCertificate"}};
  EXPECT_THAT(*post("{}", "acm").body, HasSubstr("UnknownOperationException"));
  extra = {{"X-Amz-Target", "DynamoDB_20120810.ListTables"}};
  EXPECT_THAT(*post("{}", "dynamodb").body, HasSubstr("UnknownOperationException"));
  EXPECT_THAT(logged, testing::ElementsAre("aws: acm has no operation ExportCertificate here",
                                           "aws: DynamoDB_20120810.ListTables is not played here"));
}

TEST_F(FrontTest, BadInputIsAnError) {
  EXPECT_EQ(post("Action=%zz").status, 400);
  EXPECT_THAT(*post("Version=2015-12-01").body, HasSubstr("MissingAction"));
  EXPECT_THAT(*post("Action=CreateListener&Version=2015-12-01&Port=x").body, HasSubstr("ValidationError"));
  EXPECT_THAT(*post("Action=A&Version=1999-01-01").body, HasSubstr("InvalidAction"));
}

TEST_F(FrontTest, HooksReachWireClients) {
  struct Throttle final : api::Hook {
    std::optional<sim::Error> before(api::Passage&) override {
      sim::Error error;
      error.code = "Throttling";
      error.message = "Rate exceeded";
      error.http_status = 400;
      return error;
    }
  } throttle;
  pipeline.add(throttle);
  http::Request request;
  request.method = "POST";
  request.target = "/";
  request.body = "Action=DescribeLoadBalancers&Version=2015-12-01";
  request.headers = {{"authorization", "Credential=a/b/us-west-2/elasticloadbalancing/aws4_request"}};
  const auto connection = std::make_shared<Recorder>();
  front.handle(request, http::Responder(connection));
  ASSERT_TRUE(scheduler.settle(1000));
  ASSERT_EQ(connection->answers.size(), 1U);
  EXPECT_THAT(*connection->answers[0].body, HasSubstr("<Code>Throttling</Code>"));
}

}  // namespace
}  // namespace nlbsim::fake_aws
