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
  std::string endpoint() const { return "http://" + served->aws_address(); }
};

std::string python_with_boto3() {
  for (const std::string& python : {std::string("/usr/bin/python3"), std::string("python3")})
    if (run_program(python + " -c 'import boto3'").exit == 0) return python;
  return {};
}

TEST_F(AwsClients, EveryRuleIsToldWithItsCode) {
  const std::string python = python_with_boto3();
  if (python.empty()) GTEST_SKIP() << "no Python with boto3 on this machine";
  serve(fast(), [&] {
    const Ran ran = run_program(python + " scenarios/control/tests/clients/aws_errors.py " + endpoint());
    EXPECT_EQ(ran.exit, 0) << ran.output;
  });
}

TEST_F(AwsClients, MoreLoadBalancersThanAPageHolds) {
  const std::string python = python_with_boto3();
  if (python.empty()) GTEST_SKIP() << "no Python with boto3 on this machine";
  ServeSettings settings = fast();
  settings.world.aws.quota_values["loadBalancers"] = 450;
  serve(settings, [&] {
    const Ran ran = run_program(python + " scenarios/control/tests/clients/aws_pages.py " + endpoint() + " 450");
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
