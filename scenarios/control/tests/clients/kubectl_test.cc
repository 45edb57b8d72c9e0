// The example with every kubectl and AWS CLI of the machine, against served fakes and the built-in controller.
#include <gmock/gmock.h>

#include "scenarios/control/kubeconfig.h"
#include "scenarios/control/tests/clients/programs.h"
#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;
using testing::Not;

ServeSettings fast() {
  ServeSettings settings;
  settings.kube_listen = "127.0.0.1:0";
  settings.aws_listen = "127.0.0.1:0";
  settings.builtin_controller = true;
  settings.speed = 500;  // an NLB is active after a few minutes: less than a second
  return settings;
}

class RealClients : public ServedTest {
 protected:
  // The command must succeed; what it printed.
  static std::string succeed(const std::string& command) {
    const Ran ran = run_program(command);
    EXPECT_EQ(ran.exit, 0) << command << "\n" << ran.output;
    return ran.output;
  }
  std::string kubectl(const std::string& program, const ScratchFolder& home) const {
    const std::string config = home.path() + "/kubeconfig";
    EXPECT_TRUE(write_kubeconfig(config, served->kube_address()));
    return "HOME=" + home.path() + " KUBECONFIG=" + config + " " + program + " ";
  }
  std::string aws_cli(const std::string& program) const {
    return "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_PAGER= AWS_EC2_METADATA_DISABLED=true " + program +
           " --region us-west-2 --output json --endpoint-url http://" + served->aws_address() + " ";
  }
};

TEST_F(RealClients, KubectlAppliesTheExampleAndTakesItDown) {
  const auto programs = find_programs("kubectl");
  if (programs.empty()) GTEST_SKIP() << "no kubectl on this machine";
  for (const std::string& program : programs) {
    SCOPED_TRACE(program);
    io.restart();
    serve(fast(), [&] {
      const ScratchFolder home;
      const std::string kubectl = this->kubectl(program, home);
      EXPECT_THAT(succeed(kubectl + "apply -f examples/tcp/"),
                  HasSubstr("gateway.gateway.networking.k8s.io/my-tcp-gateway created"));
      succeed(kubectl + "wait --for=condition=Programmed gateway/my-tcp-gateway -n example-ns --timeout=50s");
      const std::string all = succeed(kubectl + "get gateway,tcproute -A");
      EXPECT_THAT(all, HasSubstr("my-tcp-gateway"));
      EXPECT_THAT(all, HasSubstr("my-tcp-app-route"));
      EXPECT_THAT(succeed(kubectl + "get gtw my-tcp-gateway -n example-ns"), HasSubstr(".elb.us-west-2.amazonaws.com"));
      EXPECT_THAT(succeed(kubectl + "describe gateway my-tcp-gateway -n example-ns"),
                  HasSubstr("SuccessfullyReconciled"));
      EXPECT_THAT(succeed(kubectl + "get nodes"), HasSubstr("Ready"));
      EXPECT_THAT(succeed(kubectl + "get svc,events -n example-ns -o wide"), HasSubstr("NodePort"));
      EXPECT_THAT(succeed(kubectl + "apply -f examples/tcp/"), HasSubstr("service/my-tcp-service unchanged"));
      succeed(kubectl + "label gateway my-tcp-gateway -n example-ns team=edge");
      EXPECT_THAT(succeed(kubectl + "get gateway -A -l team=edge -o name"), HasSubstr("my-tcp-gateway"));
      EXPECT_THAT(run_program(kubectl + "get gateway nothing -n example-ns").output,
                  HasSubstr("\"nothing\" not found"));
      succeed(kubectl + "version");
      succeed(kubectl + "api-resources");
      succeed(kubectl + "delete -f examples/tcp/ --ignore-not-found --timeout=50s");
      EXPECT_THAT(succeed(kubectl + "get gateway -A"), HasSubstr("No resources found"));
    });
  }
}

TEST_F(RealClients, AwsCliSeesWhatTheControllerMade) {
  const auto kubectls = find_programs("kubectl");
  const auto programs = find_programs("aws");
  if (programs.empty() || kubectls.empty()) GTEST_SKIP() << "no AWS CLI, or no kubectl, on this machine";
  for (const std::string& program : programs) {
    SCOPED_TRACE(program);
    io.restart();
    serve(fast(), [&] {
      const ScratchFolder home;
      const std::string kubectl = this->kubectl(kubectls.front(), home);
      const std::string aws = "HOME=" + home.path() + " " + aws_cli(program);
      EXPECT_EQ(Json::parse(succeed(aws + "elbv2 describe-load-balancers"))["LoadBalancers"], Json::array());
      succeed(kubectl + "apply -f examples/tcp/");
      succeed(kubectl + "wait --for=condition=Programmed gateway/my-tcp-gateway -n example-ns --timeout=50s");
      const Json balancers = Json::parse(succeed(aws + "elbv2 describe-load-balancers"))["LoadBalancers"];
      ASSERT_EQ(balancers.size(), 1U);
      EXPECT_EQ(balancers[0]["State"]["Code"], "active");
      const std::string arn = balancers[0]["LoadBalancerArn"].get<std::string>();
      succeed(aws + "elbv2 wait load-balancer-available --load-balancer-arns " + arn);
      const Json listeners =
          Json::parse(succeed(aws + "elbv2 describe-listeners --load-balancer-arn " + arn))["Listeners"];
      ASSERT_EQ(listeners.size(), 1U);
      EXPECT_EQ(listeners[0]["Port"], 8080);
      const Json groups = Json::parse(succeed(aws + "elbv2 describe-target-groups"))["TargetGroups"];
      ASSERT_EQ(groups.size(), 1U);
      const Json health = Json::parse(succeed(aws + "elbv2 describe-target-health --target-group-arn " +
                                              groups[0]["TargetGroupArn"].get<std::string>()));
      EXPECT_EQ(health["TargetHealthDescriptions"].size(), 3U);
      EXPECT_EQ(Json::parse(succeed(aws + "ec2 describe-subnets"))["Subnets"].size(), 6U);
      EXPECT_EQ(Json::parse(succeed(aws + "sts get-caller-identity"))["Account"], "123456789012");
      const Ran refused = run_program(aws + "elbv2 describe-listeners --load-balancer-arn " + arn + "x");
      EXPECT_NE(refused.exit, 0);
      EXPECT_THAT(refused.output, HasSubstr("An error occurred ("));
    });
  }
}

// Debian's Python, for which python3-boto3 and python3-kubernetes are packaged.
constexpr const char* kPython = "/usr/bin/python3";

TEST_F(RealClients, Boto3MakesAndDeletesALoadBalancer) {
  if (run_program(std::string(kPython) + " -c 'import boto3'").exit != 0)
    GTEST_SKIP() << "python3-boto3 is not installed";
  serve(fast(), [&] {
    EXPECT_THAT(succeed(std::string(kPython) + " scenarios/control/tests/clients/boto3_client.py http://" +
                        served->aws_address()),
                HasSubstr("all is well"));
  });
}

TEST_F(RealClients, PythonsKubernetesClientWatchesAndPatches) {
  if (run_program(std::string(kPython) + " -c 'import kubernetes'").exit != 0)
    GTEST_SKIP() << "python3-kubernetes is not installed";
  serve(fast(), [&] {
    EXPECT_THAT(succeed(std::string(kPython) + " scenarios/control/tests/clients/kubernetes_client.py http://" +
                        served->kube_address()),
                HasSubstr("all is well"));
  });
}

}  // namespace
}  // namespace nlbsim::scenarios
