// AWS's own clients against the served account: boto3 for the rules of the service, terraform for a whole stack.
#include <gmock/gmock.h>

#include <fstream>

#include "scenarios/control/tests/clients/programs.h"
#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

class AwsClients : public ServedTest {
 protected:
  static ServeSettings fast() {
    ServeSettings settings;
    settings.kube_listen = "127.0.0.1:0";
    settings.aws_listen = "127.0.0.1:0";
    settings.speed = 500;  // an NLB is active after a few minutes: less than a second
    return settings;
  }
  static std::string python_with(const std::string& module) {
    for (const std::string& python : {std::string("/usr/bin/python3"), std::string("python3")})
      if (run_program(python + " -c 'import " + module + "'").exit == 0) return python;
    return {};
  }
  // The AWS CLI does what a file of commands says (aws_cli.py has its form). What AWS takes its time for is done at
  // once: the CLI's waiters look again after 15 seconds of the test's time.
  void follow(const std::string& file) {
    const std::string python = python_with("awscli.clidriver");
    if (python.empty()) GTEST_SKIP() << "no Python with the AWS CLI on this machine";
    ServeSettings settings = fast();
    AwsSettings& aws = settings.world.aws;
    for (auto* const takes : {&aws.nlb_activation, &aws.target_registration, &aws.target_group_release,
                              &aws.interface_release, &aws.target_group_attach, &aws.instance_transition})
      *takes = DurationSpec::fixed(sim::Duration::zero());
    serve(settings, [&] {
      const std::string folder = "scenarios/control/tests/clients/";
      const Ran ran = run_program(python + " " + folder + "aws_cli.py " + endpoint() + " " + folder + file);
      EXPECT_EQ(ran.exit, 0) << ran.output;
    });
  }
  // Of the shipped network, internal.
  std::string a_subnet() const {
    constexpr std::string_view kOpen = "<subnetId>";
    const httplib::Headers headers{{"Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/ec2/x"}};
    const auto answer = aws().Post("/", headers,
                                   "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=tag-key&"
                                   "Filter.1.Value.1=kubernetes.io/role/internal-elb",
                                   "application/x-www-form-urlencoded");
    if (!answer) return {};
    const std::size_t at = answer->body.find(kOpen);
    if (at == std::string::npos) return answer->body;
    const std::size_t from = at + kOpen.size();
    return answer->body.substr(from, answer->body.find('<', from) - from);
  }
  std::string endpoint() const { return "http://" + served->aws_address(); }
};

TEST_F(AwsClients, EveryRuleIsToldWithItsCode) {
  const std::string python = python_with("boto3");
  if (python.empty()) GTEST_SKIP() << "no Python with boto3 on this machine";
  serve(fast(), [&] {
    const Ran ran = run_program(python + " scenarios/control/tests/clients/aws_errors.py " + endpoint());
    EXPECT_EQ(ran.exit, 0) << ran.output;
  });
}

// Of the files of commands beside this one.
TEST_F(AwsClients, TheCommandLineIsToldTheRules) { follow("aws_cli_rules.txt"); }
TEST_F(AwsClients, TheCommandLineBuildsWhatServesAndTakesItAway) { follow("aws_cli_serving.txt"); }

TEST_F(AwsClients, MoreLoadBalancersThanAPageHolds) {
  const std::string python = python_with("boto3");
  if (python.empty()) GTEST_SKIP() << "no Python with boto3 on this machine";
  ServeSettings settings = fast();
  settings.world.aws.quota_values["loadBalancers"] = 450;
  serve(settings, [&] {
    const Ran ran = run_program(python + " scenarios/control/tests/clients/aws_pages.py " + endpoint() + " 450");
    EXPECT_EQ(ran.exit, 0) << ran.output;
  });
}

// The same through the SDK for JavaScript, where a folder of the machine has it (NLBSIM_NODE_MODULES).
TEST_F(AwsClients, MoreLoadBalancersThanAPageHoldsInJavaScript) {
  const char* const modules = std::getenv("NLBSIM_NODE_MODULES");
  const auto programs = find_programs("node");
  if (!modules || programs.empty() ||
      !std::filesystem::exists(std::string(modules) + "/@aws-sdk/client-elastic-load-balancing-v2"))
    GTEST_SKIP() << "no node, or NLBSIM_NODE_MODULES has no @aws-sdk/client-elastic-load-balancing-v2";
  ServeSettings settings = fast();
  settings.world.aws.quota_values["loadBalancers"] = 450;
  serve(settings, [&] {
    const std::string subnet = a_subnet();
    ASSERT_TRUE(subnet.starts_with("subnet-")) << subnet;
    const Ran ran = run_program("NODE_PATH=" + std::string(modules) + " " + programs.front() +
                                " scenarios/control/tests/clients/aws_pages.cjs " + endpoint() + " 450 " + subnet);
    EXPECT_EQ(ran.exit, 0) << ran.output;
  });
}

// Create, refresh without a difference, change in place, destroy. The provider comes from a folder of the machine
// (NLBSIM_TERRAFORM_PLUGINS): nothing is downloaded.
TEST_F(AwsClients, TerraformBuildsChangesAndDestroysAStack) {
  const char* const plugins = std::getenv("NLBSIM_TERRAFORM_PLUGINS");
  const auto programs = find_programs("terraform");
  if (!plugins || programs.empty()) GTEST_SKIP() << "no terraform, or NLBSIM_TERRAFORM_PLUGINS is not set";
  serve(fast(), [&] {
    const ScratchFolder folder;
    std::filesystem::copy_file("scenarios/control/tests/clients/stack.tf", folder.path() + "/stack.tf");
    const std::string terraform =
        "cd " + folder.path() + " && TF_IN_AUTOMATION=1 TF_VAR_endpoint=" + endpoint() + " " + programs.front() + " ";
    const auto succeed = [&](const std::string& command) {
      const Ran ran = run_program(terraform + command);
      EXPECT_EQ(ran.exit, 0) << command << "\n" << ran.output;
      return ran.output;
    };
    succeed("init -no-color -plugin-dir=" + std::string(plugins));
    EXPECT_THAT(succeed("apply -no-color -auto-approve"), HasSubstr("Apply complete!"));
    EXPECT_THAT(succeed("plan -no-color -detailed-exitcode"), HasSubstr("No changes."));
    EXPECT_THAT(succeed("apply -no-color -auto-approve -var delay=60"), HasSubstr("2 changed, 0 destroyed"));
    succeed("plan -no-color -detailed-exitcode -var delay=60");
    EXPECT_THAT(succeed("destroy -no-color -auto-approve"), HasSubstr("Destroy complete!"));
  });
}

}  // namespace
}  // namespace nlbsim::scenarios
