#include "scenarios/language/load.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "fake_aws/holdings/holdings.h"
#include "scenarios/explore/scenario_document.h"
#include "scenarios/language/yaml_text.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kHeader = "apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: x, title: t}\n";
constexpr std::string_view kExpects = "  - assert: {aws: {kind: LoadBalancer, match: {$len: 0}}}\n";

Result<std::vector<Scenario>> load(const std::string& spec, const LoadOptions& options = {}) {
  return load_scenario_text(std::string(kHeader) + spec, "x.yaml", options);
}

std::vector<std::string> problems(const std::string& spec) {
  const auto loaded = load(spec);
  if (loaded) return {};
  std::vector<std::string> out;
  for (const sim::ErrorCause& cause : loaded.error().causes) out.push_back(cause.field + ": " + cause.message);
  if (out.empty()) out.push_back(loaded.error().describe());
  return out;
}

TEST(LoadTest, ReadsWhatTheLanguageHas) {
  const auto loaded = load(R"(spec:
  profile: seed
  servedVersions: gateway-api-v1.3
  seeds: {fixed: [1], random: 200}
  world:
    nodes: 2
    aws: {nlbActivation: {median: 120s, p5: 75s, p95: 4m, cap: 10m}, callLatency: {fixed: 50ms}}
  excuse: [{id: I-12, because: slow}]
  faults:
  - id: lost-reply
    on: {plane: aws, op: CreateLoadBalancer}
    when: {call: 1, p: 0.3, between: [0s, 4m]}
    phase: after
    do: {drop: reply}
  steps:
  - mark: baseline
  - apply: {objects: [{apiVersion: v1, kind: Namespace, metadata: {name: a}}]}
  - patch: {kind: Gateway, namespace: a, name: g, merge: {spec: {listeners: null}}}
  - delete: {kind: Gateway, namespace: a, name: g, refused: {reason: NotFound}}
  - advance: 1m30s
  - settle: {within: 2m, quietFor: 45m}
  - settle:
  - wait:
      within: 30s
      aws: {kind: LoadBalancer, match: {Type: network, State: {Code: provisioning}}, as: lb}
  - wait:
      k8s: {ref: {kind: Gateway, namespace: a, name: g}, match: {status: {addresses: [{value: "${lb.DNSName}"}]}}}
      as: done
  - assert:
      calls: {since: baseline, order: [CreateTargetGroup, {op: CreateListener, caller: controller-1}],
              count: {CreateLoadBalancer: 1}, none: [{op: {$re: "^Delete"}}, {mutating: true, plane: k8s}]}
      queue: {controller: gateway, key: a/g, retries: {$between: [10, 16]}}
      metrics: {programmedLagAfterActive: {$lte: 17m}}
      journal: {kind: reconcile_finished, match: {outcome: error}, count: 0}
      faults: {lost-reply: 1}
      aws: [{unchangedSince: baseline}, {kind: TargetGroup, arn: {$ref: tg}, match: {targets: {$len: 3}}}]
  - never: {events: {regarding: {kind: Gateway}, reason: FailedBuildModel, message: {$re: "multiple"}}}
  - crash: {controller: controller-1, restartAfter: 15s}
  - heal: {all: true}
  - hold: {controller: controller-1, kind: Gateway}
  - release: {}
  - partition: {controller: controller-1, from: aws, for: 3m}
)");
  ASSERT_TRUE(loaded) << loaded.error().describe();
  ASSERT_EQ(loaded->size(), 1U);
  const Scenario& scenario = loaded->front();
  EXPECT_EQ(scenario.profile, "seed");
  EXPECT_EQ(scenario.world.clusters.front().nodes, 2);
  EXPECT_EQ(scenario.world.aws.nlb_activation->p95, std::chrono::minutes{4});
  EXPECT_EQ(scenario.faults.front().when.parts_per_million, 300'000);
  EXPECT_EQ(scenario.faults.front().phase, FaultPhase::after);
  EXPECT_EQ(scenario.steps.size(), 16U);
  EXPECT_EQ(scenario.steps[1].text, "apply Namespace a");
  EXPECT_EQ(scenario.steps[2].text, "patch Gateway a/g");
  EXPECT_EQ(scenario.steps[0].source.text(), "x.yaml:19");
  EXPECT_EQ(std::get<AssertStep>(scenario.steps[9].action).expectation.subjects.size(), 7U);
}

TEST(LoadTest, AScenarioWrittenAgainHoldsTheSame) {
  const auto loaded = load(R"(spec:
  world:
    vpc: vpc-1
    aws:
      account: "111122223333"
      region: eu-west-1
      holds:
        Vpcs: [{VpcId: vpc-1, CidrBlock: 10.0.0.0/16}, {VpcId: vpc-2, CidrBlock: 10.1.0.0/16}]
        Subnets: [{SubnetId: subnet-1, VpcId: vpc-1, AvailabilityZone: eu-west-1a, CidrBlock: 10.0.0.0/20}]
    controller:
      defaultTargetType: ip
      defaultTags: {team: edge}
      syncPeriod: 1h
      awsMaxRetries: 3
      featureGates: {SubnetsClusterTagCheck: false}
    kube:
      workloads: true
      holds: [{apiVersion: v1, kind: Node, metadata: {name: n, uid: u}, spec: {providerID: "aws:///eu-west-1a/i-1"}}]
  steps:
)" + std::string(kExpects));
  ASSERT_TRUE(loaded) << loaded.error().describe();
  const auto again = load_scenario_text(to_yaml(to_document(loaded->front())), "y.yaml", {});
  ASSERT_TRUE(again) << again.error().describe();
  const WorldSettings& world = again->front().world;
  EXPECT_EQ(world.clusters.front().vpc, "vpc-1");
  EXPECT_EQ(world.aws.account, "111122223333");
  ASSERT_TRUE(world.aws.holds);
  EXPECT_EQ(world.aws.holds->Subnets.at(0).SubnetId, "subnet-1");
  ASSERT_EQ(world.objects.size(), 1U);
  EXPECT_EQ(api::at(*world.objects[0], "metadata", "uid"), "u");
  EXPECT_EQ(world.workloads, true);
  EXPECT_EQ(world.controller.default_target_type, "ip");
  EXPECT_EQ(world.controller.default_tags.at("team"), "edge");
  EXPECT_EQ(world.controller.resync_period, std::chrono::hours{1});
  EXPECT_EQ(world.controller.aws_max_attempts, 3U);
  EXPECT_FALSE(world.controller.gates.subnets_cluster_tag_check);
  EXPECT_TRUE(WorldTemplate::make(world, "seed", "seed-compat"));
}

TEST(LoadTest, WhatAWorldHoldsIsCheckedWhereItIsWritten) {
  const auto world = [](const std::string& lines) {
    return problems("spec:\n  world:\n" + lines + "  steps:\n" + std::string(kExpects));
  };
  EXPECT_THAT(world("    aws:\n      account: \"12\"\n"),
              ElementsAre(HasSubstr("x.yaml:7: world.aws.account must be")));
  EXPECT_THAT(world("    aws:\n      holds:\n        Vpcs:\n        - VpcId: vpc-1\n          CidrBlok: 10.0.0.0/16\n"),
              ElementsAre(HasSubstr("x.yaml:10: world.aws.holds: there is no member Vpcs[0].CidrBlok; did you mean "
                                    "\"CidrBlock\"?")));
  EXPECT_THAT(world("    aws:\n      holds:\n        Vpc: []\n"),
              ElementsAre(HasSubstr("x.yaml:8: world.aws.holds: there is no member Vpc; did you mean \"Vpcs\"?")));
  EXPECT_THAT(world("    nodes: 2\n    aws: {holds: {Vpcs: []}}\n"),
              ElementsAre(HasSubstr("x.yaml:6: world.nodes stands beside world.aws.holds")));
  EXPECT_THAT(world("    vpc: vpc-1\n"), ElementsAre(HasSubstr("x.yaml:6: world.vpc is one of the Vpcs of")));
  EXPECT_THAT(world("    kube: {holds: [{kind: Node}]}\n"),
              ElementsAre(HasSubstr("x.yaml:6: an object lacks apiVersion")));
  EXPECT_THAT(problems("spec:\n  worldFile: none.yaml\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("x.yaml:5: none.yaml can't be used: none.yaml: there is no such file")));
}

TEST(LoadTest, UnknownWordsNameTheNearestSpelling) {
  EXPECT_THAT(problems("spec:\n  profil: seed\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("x.yaml:5: unknown key \"profil\" in spec; did you mean \"profile\"?")));
  EXPECT_THAT(problems("spec:\n  profile: sead\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("x.yaml:5: unknown profile \"sead\"; did you mean \"seed\"?")));
  EXPECT_THAT(problems("spec:\n  profile: \"seed,binding_watched=false\"\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("did you mean \"seed,bindings_watched=false\"?")));
  EXPECT_THAT(problems("spec:\n  profile: lbc-v2.14\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("x.yaml:5: profile \"lbc-v2.14\" is not complete, so it is not offered")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - asert: {}\n"),
              ElementsAre(HasSubstr("x.yaml:6: unknown verb \"asert\"; did you mean \"assert\"?")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - assert: {aws: {kind: Loadbalancer, match: {$lenn: 1}}}\n"),
              ElementsAre(HasSubstr("did you mean \"LoadBalancer\""), HasSubstr("did you mean \"$len\"")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - assert: {k8s: {ref: {kind: Gatway}, match: {$len: 1}}}\n"),
              ElementsAre(HasSubstr("did you mean \"Gateway\"")));
  EXPECT_THAT(problems("spec:\n  world: {node: 3}\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("did you mean \"nodes\"")));
}

TEST(LoadTest, KnownKeysAreListedOnceHoweverOftenTheyWereLookedUp) {
  EXPECT_THAT(problems("spec:\n  steps:\n" + std::string(kExpects) + "qqqqqqqqqq: 1\n"),
              ElementsAre(testing::EndsWith("; known are apiVersion, kind, metadata, spec")));
}

TEST(LoadTest, WrongTypesAndMeaninglessStepsAreRefused) {
  EXPECT_THAT(
      problems("spec:\n  steps:\n  - advance: soon\n" + std::string(kExpects)),
      ElementsAre(HasSubstr("x.yaml:6: advance must be a duration such as 40ms, 30s or 1h30m, not text (soon)")));
  EXPECT_THAT(problems("spec:\n  world: {nodes: \"3\"}\n  steps:\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("world.nodes must be a whole number, not text (3)")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - {advance: 1s, mark: x}\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("exactly one verb")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - advance: 1s\n"), ElementsAre(HasSubstr("expects nothing")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - probe: {address: 10.0.0.1, port: 80}\n"), testing::IsEmpty());
  EXPECT_THAT(problems("spec:\n  steps:\n  - assert: {}\n"), ElementsAre(HasSubstr("assert expects nothing")));
  EXPECT_THAT(problems("spec: [1]\n"), testing::Contains(HasSubstr("spec must be a map, not a list")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - assert: {aws: {unchangedSince: base}}\n"),
              ElementsAre(HasSubstr("unknown mark \"base\"")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - apply: {files: [none.yaml]}\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("x.yaml:6: there is no file none.yaml")));
  EXPECT_THAT(problems("spec:\n  steps:\n  - apply: {objects: [{kind: Gateway}]}\n" + std::string(kExpects)),
              ElementsAre(HasSubstr("an object lacks apiVersion")));
}

TEST(LoadTest, CallsByHandAreCheckedAgainstWhatTheAccountKnows) {
  const auto problem_of = [](const std::string& call) {
    return problems("spec:\n  steps:\n  - call: " + call + "\n" + std::string(kExpects));
  };
  EXPECT_THAT(problem_of("{op: DeleteListener, request: {ListenerArn: a}}"), testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: CreateTags, request: {Resources: [a], Tags: [{Key: k, Value: v}]}}"),
              testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: DeleteListner, request: {ListenerArn: a}}"),
              ElementsAre(HasSubstr("did you mean \"DeleteListener\"?")));
  EXPECT_THAT(problem_of("{op: DeleteListener, request: {ListenerARN: a}}"),
              ElementsAre(HasSubstr("the request of DeleteListener has no member ListenerARN; did you mean "
                                    "\"ListenerArn\"?")));
  EXPECT_THAT(problem_of("{op: RegisterTargets, request: {TargetGroupArn: a, Targets: [{Id: i, Prot: 1}]}}"),
              ElementsAre(HasSubstr("has no member Targets[0].Prot")));
  EXPECT_THAT(problem_of("{op: RegisterTargets, request: {TargetGroupArn: a, Targets: [{Id: i, Port: many}]}}"),
              ElementsAre(HasSubstr("Targets[0].Port must be an integer")));
  // Every service, whatever its protocol, and EC2 in either of its spellings.
  EXPECT_THAT(problem_of("{op: DescribeCertificate, request: {CertificateArn: a}}"), testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: CreateSecurityGroup, request: {GroupName: a, Description: b, VpcId: c}}"),
              testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: CreateSecurityGroup, request: {GroupName: a, GroupDescription: b, VpcId: c}}"),
              testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: ec2.DescribeTags, request: {Filters: [{Name: key, Values: [a]}]}}"), testing::IsEmpty());
  EXPECT_THAT(problem_of("{op: DescribeTags, request: {Filters: []}}"),
              ElementsAre(HasSubstr("has no member Filters")));
  EXPECT_THAT(problem_of("{op: DeleteListener, request: {ListenerArn: \"${listener.ListenerArn}\"}}"),
              ElementsAre(HasSubstr("binds \"listener\"")));
  EXPECT_THAT(problem_of("{op: DeleteListener}"), ElementsAre(HasSubstr("request")));
}

TEST(LoadTest, EmptyAndForeignDocumentsAreRefused) {
  EXPECT_THAT(load_scenario_text("", "e.yaml", {}).error().describe(), HasSubstr("e.yaml:1: the file is empty"));
  EXPECT_THAT(load_scenario_text("a: 1\n", "e.yaml", {}).error().describe(), HasSubstr("lacks \"apiVersion\""));
  EXPECT_THAT(load_scenario_text("- 1\n", "e.yaml", {}).error().describe(), HasSubstr("must be a map"));
  EXPECT_THAT(load_scenario_text(std::string(kHeader) + "---\na: 1\n", "e.yaml", {}).error().describe(),
              HasSubstr("e.yaml:5: a second document"));
  EXPECT_EQ(load_scenario("no/such.yaml", {}).error().code, "NotFound");
}

class ExtendsTest : public testing::Test {
 protected:
  ExtendsTest() {
    folder_ = std::filesystem::path(testing::TempDir()) / "nlbsim-extends";
    std::filesystem::create_directories(folder_);
    write("base",
          "spec:\n  world: {nodes: 5}\n  steps:\n  - wait: {aws: {kind: LoadBalancer, match: {Type: network}, "
          "as: lb}}\n  - mark: ready\n");
  }
  ~ExtendsTest() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& id, const std::string& spec) {
    std::ofstream(folder_ / (id + ".yaml"))
        << "apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: " << id << ", title: t}\n"
        << spec;
  }
  Result<std::vector<Scenario>> load_file(const std::string& id) {
    return load_scenario((folder_ / (id + ".yaml")).string(), {});
  }
  std::filesystem::path folder_;
};

TEST_F(ExtendsTest, PrependsStepsAndVariantsReplaceASuffix) {
  write("more", R"(spec:
  extends: base
  steps:
  - advance: 1s
  - advance: 2s
  - assert: {aws: {kind: Listener, of: "${lb.LoadBalancerArn}", match: {$len: 0}}}
  variants:
  - name: v35
    profile: seed
    replaceFrom: 1
    steps: [{assert: {aws: {unchangedSince: ready}}}]
)");
  const auto loaded = load_file("more");
  ASSERT_TRUE(loaded) << loaded.error().describe();
  ASSERT_EQ(loaded->size(), 2U);
  EXPECT_EQ((*loaded)[0].steps.size(), 5U);
  EXPECT_EQ((*loaded)[0].world.clusters.front().nodes, 5);
  EXPECT_EQ((*loaded)[1].full_id(), "more[v35]");
  EXPECT_EQ((*loaded)[1].profile, "seed");
  ASSERT_EQ((*loaded)[1].steps.size(), 4U);
  EXPECT_EQ((*loaded)[1].steps[2].verb, "advance");
  EXPECT_EQ((*loaded)[1].steps[3].verb, "assert");
}

TEST_F(ExtendsTest, CirclesAndMissingOnesAreRefused) {
  write("a", "spec: {extends: b, steps: [{assert: {aws: {kind: Subnet, match: {$len: 6}}}}]}\n");
  write("b", "spec: {extends: a, steps: [{assert: {aws: {kind: Subnet, match: {$len: 6}}}}]}\n");
  EXPECT_THAT(load_file("a").error().describe(), HasSubstr("extends itself"));
  write("c", "spec: {extends: nowhere, steps: [{assert: {aws: {kind: Subnet, match: {$len: 6}}}}]}\n");
  EXPECT_THAT(load_file("c").error().describe(), HasSubstr("there is no scenario nowhere"));
}

TEST(ManifestTest, ListsAreUnpackedAndTheFirstExampleVersionsKept) {
  const auto manifests = load_manifests_text(
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n---\n"
      "apiVersion: v1\nkind: Service\nmetadata: {name: \"${x}\"}\n",
      "m.yaml");
  ASSERT_TRUE(manifests) << manifests.error().describe();
  ASSERT_EQ(manifests->size(), 2U);
  EXPECT_FALSE((*manifests)[0].has_references);
  EXPECT_TRUE((*manifests)[1].has_references);
  EXPECT_EQ((*manifests)[1].source.line, 6);
  EXPECT_THAT(load_manifests_text("", "m.yaml").error().describe(), HasSubstr("m.yaml:1: the file is empty"));
}

}  // namespace
}  // namespace nlbsim::scenarios
