#include "fake_aws/account.h"

#include <gmock/gmock.h>

#include "fake_aws/actions.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

using namespace std::chrono_literals;

template <class Op>
void expect_one_registered() {
  EXPECT_NE(find_action(Op::info()), nullptr) << Op::info().name;
}

template <class... Ops>
void expect_registered() {
  (expect_one_registered<Ops>(), ...);
}

TEST(Actions, EveryOperationOfTheApiIsRegistered) {
  expect_registered<aws::CreateLoadBalancer, aws::DescribeLoadBalancers, aws::DeleteLoadBalancer,
                    aws::DescribeLoadBalancerAttributes, aws::ModifyLoadBalancerAttributes, aws::SetSecurityGroups,
                    aws::SetSubnets, aws::CreateListener, aws::ModifyListener, aws::DescribeListeners,
                    aws::DeleteListener, aws::DescribeListenerAttributes, aws::ModifyListenerAttributes,
                    aws::DescribeRules, aws::CreateTargetGroup, aws::DescribeTargetGroups, aws::ModifyTargetGroup,
                    aws::DeleteTargetGroup, aws::DescribeTargetGroupAttributes, aws::ModifyTargetGroupAttributes,
                    aws::RegisterTargets, aws::DeregisterTargets, aws::DescribeTargetHealth, aws::AddTags,
                    aws::RemoveTags, aws::DescribeTags>();
  expect_registered<ec2::DescribeSubnets, ec2::DescribeAvailabilityZones, ec2::DescribeRouteTables, ec2::DescribeVpcs,
                    ec2::DescribeInstances, ec2::DescribeSecurityGroups, ec2::CreateSecurityGroup,
                    ec2::DeleteSecurityGroup, ec2::AuthorizeSecurityGroupIngress, ec2::RevokeSecurityGroupIngress,
                    ec2::CreateTags, ec2::DeleteTags>();
}

struct Unknown {
  struct Request {};
  struct Response {};
  static const api::OperationInfo& info() {
    static const api::OperationInfo info = [] {
      api::OperationInfo made;
      made.name = "InventedAction";
      return made;
    }();
    return info;
  }
};

class AccountAsAWhole : public AccountTest {};

TEST_F(AccountAsAWhole, RefusesWhatItDoesNotHave) { EXPECT_EQ(error<Unknown>({}), "InvalidAction"); }

TEST_F(AccountAsAWhole, IsAValue) {
  const std::string arn = create_load_balancer();
  Account copy = account;
  pass(120s);
  EXPECT_EQ(load_balancer_state(arn), "active");
  EXPECT_EQ(copy.state().load_balancing.load_balancers.at(arn).description.State.Code, "provisioning");
  EXPECT_EQ(copy.next_deadline(), sim::kWorldStart + 120s);
}

TEST_F(AccountAsAWhole, ThrottlesByTokenBucket) {
  account.settings().limits.enabled = true;
  for (int i = 0; i < 40; ++i) ok<aws::DescribeLoadBalancers>({});
  EXPECT_EQ(message<aws::DescribeLoadBalancers>({}), "Rate exceeded");
  EXPECT_EQ(error<aws::DescribeLoadBalancers>({}), "Throttling");
  create_load_balancer();  // another bucket
  pass(100ms);
  EXPECT_EQ(error<aws::DescribeLoadBalancers>({}), "");
  EXPECT_EQ(error<aws::DescribeLoadBalancers>({}), "Throttling");
  pass(1h);
  for (int i = 0; i < 40; ++i) ok<aws::DescribeLoadBalancers>({});
  EXPECT_EQ(error<aws::DescribeLoadBalancers>({}), "Throttling") << "a full bucket holds 40";
}

TEST_F(AccountAsAWhole, Ec2ThrottlesUnfilteredReadsEarlier) {
  account.settings().limits.enabled = true;
  for (int i = 0; i < 50; ++i) ok<ec2::DescribeSubnets>({});
  const auto refused = call<ec2::DescribeSubnets>({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "RequestLimitExceeded");
  EXPECT_EQ(refused.error().http_status, 503);
  ok<ec2::DescribeSubnets>({{{"vpc-id", {network.vpc_id}}}, {}, {}, {}});
}

TEST_F(AccountAsAWhole, TagsOfAllKinds) {
  const std::string load_balancer = create_load_balancer();
  const std::string group = create_target_group();
  const std::string listener = create_listener(load_balancer, group);
  ok<aws::AddTags>({{load_balancer, group, listener}, {{"b", "2"}, {"a", "1"}}});
  const auto described = ok<aws::DescribeTags>({{listener, load_balancer}}).TagDescriptions;
  EXPECT_EQ(described.at(0).ResourceArn, listener);
  EXPECT_THAT(described.at(1).Tags, testing::ElementsAre(aws::Tag{"a", "1"}, aws::Tag{"b", "2"}));
  ok<aws::RemoveTags>({{group}, {"a", "absent"}});
  EXPECT_EQ(error<aws::DescribeTags>({{group, group + "0"}}), "TargetGroupNotFound");
  EXPECT_EQ(error<aws::DescribeTags>({{"nonsense"}}), "ValidationError");
  EXPECT_EQ(error<aws::AddTags>({{group}, {{"a", ""}, {"a", ""}}}), "DuplicateTagKeys");
  account.settings().quotas.tags = 2;
  EXPECT_EQ(error<aws::AddTags>({{load_balancer}, {{"c", ""}}}), "TooManyTags");
  EXPECT_EQ(error<aws::AddTags>({{load_balancer}, {{"a", "other"}}}), "");
}

TEST_F(AccountAsAWhole, SnapshotIsTheDescribeShape) {
  const std::string load_balancer = create_load_balancer();
  const std::string group = create_target_group();
  create_listener(load_balancer, group);
  ok<aws::RegisterTargets>({group, {{network.nodes[0].instance_id, {}, {}}}});
  ok<aws::AddTags>({{load_balancer}, {{"a", "1"}}});
  const api::Json balancers = account.snapshot("LoadBalancer");
  EXPECT_EQ(balancers.at(0).at("State").at("Code"), "provisioning");
  EXPECT_EQ(balancers.at(0).at("Tags").at("a"), "1");
  EXPECT_EQ(balancers.at(0).at("Attributes").at("deletion_protection.enabled"), "false");
  const api::Json groups = account.snapshot("TargetGroup");
  EXPECT_EQ(groups.at(0).at("Targets").at(0).at("State"), "unused");
  EXPECT_EQ(account.snapshot("Listener").at(0).at("Port"), 8080);
  EXPECT_EQ(account.snapshot("Subnet").size(), 6U);
  EXPECT_EQ(account.snapshot("Instance").size(), 3U);
  EXPECT_EQ(account.snapshot("SecurityGroup").size(), 1U);
  EXPECT_TRUE(account.snapshot("Bucket").is_null());
}

// Has every read lag as far as it may, and answers everything else in the ordinary way.
class LaggingChooser final : public sim::Chooser {
 public:
  std::uint32_t choose(std::uint32_t n, const sim::ChoiceLabel& label) override {
    if (label.point == "failure") return fails ? 1 : 0;
    return label.point == "lag" && lags ? n - 1 : 0;
  }
  const sim::ChoiceLog& log() const override { return empty_; }
  bool lags = true;
  bool fails = false;

 private:
  sim::ChoiceLog empty_;
};

class ConsistencyTest : public testing::Test {
 protected:
  explicit ConsistencyTest(Consistency consistency = Consistency::realistic) : account(with(consistency)) {
    network = default_network(account);
  }
  static Settings with(Consistency consistency) {
    Settings settings;
    settings.consistency = consistency;
    return settings;
  }
  template <class Op>
  Result<typename Op::Response> call(typename Op::Request request) {
    api::TypedCall<Op> typed(std::move(request));
    api::CoreContext context{now, chooser, "test", {}};
    auto answer = account.apply(context, typed);
    if (!answer) return sim::forward(answer.error());
    return typed.response;
  }
  std::string create() {
    aws::CreateTargetGroup::Request request;
    request.Name = "tg";
    request.Protocol = "TCP";
    request.Port = 80;
    request.VpcId = network.vpc_id;
    return call<aws::CreateTargetGroup>(request)->TargetGroups.at(0).TargetGroupArn;
  }
  std::string seen(const std::string& arn) {
    const auto answer = call<aws::DescribeTargetGroups>({{}, {arn}, {}, {}, {}});
    return answer ? answer->TargetGroups.at(0).TargetGroupName : answer.error().code;
  }

  Account account;
  DefaultNetwork network;
  LaggingChooser chooser;
  sim::Instant now = sim::kWorldStart + 1h;
};

TEST_F(ConsistencyTest, AReadThatIsBehindDoesNotSeeWhatWasJustMade) {
  const std::string arn = create();
  now = now + 10s;
  EXPECT_EQ(seen(arn), "TargetGroupNotFound");
  now = now + 11s;  // more than the longest lag after the creation
  EXPECT_EQ(seen(arn), "tg");
}

TEST_F(ConsistencyTest, WhoHasSeenSomethingDoesNotSeeItGo) {
  const std::string arn = create();
  now = now + 1s;
  chooser.lags = false;
  EXPECT_EQ(seen(arn), "tg");
  chooser.lags = true;
  now = now + 1s;
  EXPECT_EQ(seen(arn), "tg");
}

TEST_F(ConsistencyTest, ChangesSeeWhatIs) {
  const std::string arn = create();
  EXPECT_TRUE(call<aws::DeleteTargetGroup>({arn}));
  now = now + 1s;
  EXPECT_EQ(seen(arn), "TargetGroupNotFound");  // the read is behind the creation, too
  EXPECT_FALSE(call<aws::DeleteTargetGroup>({arn}));
}

class HostileTest : public ConsistencyTest {
 protected:
  HostileTest() : ConsistencyTest(Consistency::hostile) {}
};

TEST_F(HostileTest, NobodyIsSparedAndReadsFail) {
  const std::string arn = create();
  now = now + 1s;
  chooser.lags = false;
  EXPECT_EQ(seen(arn), "tg");
  chooser.lags = true;
  EXPECT_EQ(seen(arn), "TargetGroupNotFound");
  chooser.fails = true;
  EXPECT_EQ(seen(arn), "InternalFailure");
}

TEST_F(HostileTest, CallsAreThrottled) {
  std::string last;
  for (int i = 0; i < 50 && last != "Throttling"; ++i) {
    const auto answer = call<aws::DescribeTargetGroups>({});
    last = answer ? "" : answer.error().code;
  }
  EXPECT_EQ(last, "Throttling");
}

TEST(ConsistencyNames, AreReadAsTheyAreWritten) {
  EXPECT_EQ(parse_consistency("hostile"), Consistency::hostile);
  EXPECT_EQ(parse_consistency("eventual"), std::nullopt);
}

TEST(DurationTables, KeepTheirQuantiles) {
  const auto table = spread_duration({120s, 75s, 240s, 600s});
  EXPECT_EQ(table.front(), 120s);
  EXPECT_EQ(table.at(1), 75s);
  EXPECT_EQ(table.at(4), 240s);
  EXPECT_EQ(table.back(), 600s);
  EXPECT_LT(table.at(2), 120s);
  EXPECT_GT(table.at(3), 120s);
  EXPECT_GT(table.at(5), 240s);
  EXPECT_EQ(uniform_duration(60s, 180s).front(), 120s);
}

}  // namespace
}  // namespace nlbsim::fake_aws
