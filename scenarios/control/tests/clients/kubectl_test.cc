// The example with every kubectl and AWS CLI of the machine, against served fakes and the built-in controller.
#include <gmock/gmock.h>

#include "scenarios/control/kubeconfig.h"
#include "scenarios/control/tests/clients/programs.h"
#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;
using testing::Not;

class RealClients : public ServedTest {
 protected:
  static ServeSettings fast() {
    ServeSettings settings = any_port();
    settings.builtin_controller = true;
    settings.speed = 500;  // an NLB is active after a few minutes: less than a second
    return settings;
  }
  // Serves for each kubectl of the machine, which `use` is given ready to be called, with a folder of its own.
  void each_kubectl(const ServeSettings& settings,
                    const std::function<void(const std::string& kubectl, const ScratchFolder& home)>& use) {
    const auto programs = find_programs("kubectl");
    if (programs.empty()) GTEST_SKIP() << "no kubectl on this machine";
    for (const std::string& program : programs) {
      SCOPED_TRACE(program);
      io.restart();
      serve(settings, [&] {
        const ScratchFolder home;
        use(kubectl(program, home), home);
      });
    }
  }
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
  each_kubectl(fast(), [](const std::string& kubectl, const ScratchFolder&) {
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
    EXPECT_THAT(run_program(kubectl + "get gateway nothing -n example-ns").output, HasSubstr("\"nothing\" not found"));
    succeed(kubectl + "version");
    succeed(kubectl + "api-resources");
    succeed(kubectl + "delete -f examples/tcp/ --ignore-not-found --timeout=50s");
    EXPECT_THAT(succeed(kubectl + "get gateway -A"), HasSubstr("No resources found"));
  });
}

TEST_F(RealClients, KubectlExplainsDiffsAndAsksTheServerFirst) {
  each_kubectl(any_port(), [](const std::string& kubectl, const ScratchFolder& home) {
    EXPECT_THAT(succeed(kubectl + "explain gateway.spec.listeners"), HasSubstr("port"));
    EXPECT_THAT(succeed(kubectl + "explain service.spec.ports"), HasSubstr("targetPort"));
    succeed(kubectl + "create namespace example-ns");
    EXPECT_THAT(succeed(kubectl + "apply --dry-run=server -f examples/tcp/"), HasSubstr("created (server dry run)"));
    EXPECT_THAT(succeed(kubectl + "get gateways -A"), HasSubstr("No resources found"));
    succeed(kubectl + "apply --validate=true -f examples/tcp/");
    const Ran same = run_program(kubectl + "diff -f examples/tcp/");
    EXPECT_EQ(same.exit, 0) << same.output;
    // A list of a built-in kind is merged by its keys: what was not applied before stays, what was goes.
    const std::string service = home.path() + "/service.yaml";
    const auto apply = [&](const std::string& ports) {
      ASSERT_TRUE(write_text(
          service, "apiVersion: v1\nkind: Service\nmetadata: {name: two, namespace: example-ns}\nspec: {ports: [" +
                       ports + "]}\n"));
      succeed(kubectl + "apply -f " + service);
    };
    apply("{name: a, port: 80}, {name: b, port: 81}");
    apply("{name: a, port: 80}");
    EXPECT_EQ(succeed(kubectl + "get service two -n example-ns -o jsonpath='{.spec.ports[*].port}'"), "80");
    const Ran changed = run_program(kubectl +
                                    "diff -f - <<'END'\n"
                                    "apiVersion: v1\nkind: Service\n"
                                    "metadata: {name: two, namespace: example-ns}\n"
                                    "spec: {ports: [{name: a, port: 90}]}\nEND");
    EXPECT_EQ(changed.exit, 1) << changed.output;
    EXPECT_THAT(changed.output, HasSubstr("+    port: 90"));
    const Ran wrong = run_program(kubectl +
                                  "apply -f - <<'END'\n"
                                  "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"
                                  "metadata: {name: g, namespace: example-ns}\n"
                                  "spec: {gatewayClassName: c, listenerz: []}\nEND");
    EXPECT_NE(wrong.exit, 0);
    EXPECT_THAT(wrong.output, HasSubstr("listenerz"));
    EXPECT_THAT(succeed("EDITOR='sed -i s/port:.80/port:\\ 82/' " + kubectl + "edit service two -n example-ns"),
                HasSubstr("service/two edited"));
    EXPECT_EQ(succeed(kubectl + "get service two -n example-ns -o jsonpath='{.spec.ports[*].port}'"), "82");
  });
}

TEST_F(RealClients, KubectlCreatesByNameAndAsksWhatItMayDo) {
  each_kubectl(any_port(), [](const std::string& kubectl, const ScratchFolder&) {
    succeed(kubectl + "create namespace shop");
    succeed(kubectl + "create configmap settings -n shop --from-literal=colour=blue");
    EXPECT_EQ(succeed(kubectl + "get configmap settings -n shop -o jsonpath='{.data.colour}'"), "blue");
    succeed(kubectl + "create secret generic password -n shop --from-literal=word=x");
    EXPECT_EQ(succeed(kubectl + "get secret password -n shop -o jsonpath='{.data.word}'"), "eA==");
    succeed(kubectl + "create service nodeport web -n shop --tcp=80:8080");
    EXPECT_EQ(succeed(kubectl + "get service web -n shop -o jsonpath='{.spec.ports[0].targetPort}'"), "8080");
    succeed(kubectl + "create deployment web -n shop --image=nginx");
    EXPECT_THAT(succeed(kubectl + "get deployment web -n shop -o yaml"), HasSubstr("image: nginx"));
    EXPECT_EQ(succeed(kubectl + "auth can-i create pods"), "yes\n");
    EXPECT_THAT(run_program(kubectl + "auth can-i create pods --as jane").output, HasSubstr("no"));
  });
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
