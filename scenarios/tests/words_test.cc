// What a scenario cannot say in vain: each word that nobody knows is refused at its line, with the nearest spelling.
#include <gmock/gmock.h>

#include "scenarios/language/load.h"
#include "scenarios/oracles/watchdog.h"

namespace nlbsim::scenarios {
namespace {

using testing::HasSubstr;

constexpr std::string_view kHeader =
    "apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: x, title: t}\nspec:\n  steps:\n";

// Of one step: what is said of it; empty if it is taken.
std::string said_of(const std::string& step) {
  LoadOptions options;
  options.must_expect = false;
  const auto loaded = load_scenario_text(std::string(kHeader) + "  - " + step + "\n", "x.yaml", options);
  if (loaded) return {};
  EXPECT_THAT(loaded.error().origin, "x.yaml:6") << step;
  return loaded.error().message;
}

struct Misuse {
  std::string step;
  std::string said;
};

class Refused : public testing::TestWithParam<Misuse> {};

TEST_P(Refused, WithTheNearestSpelling) { EXPECT_THAT(said_of(GetParam().step), HasSubstr(GetParam().said)); }

INSTANTIATE_TEST_SUITE_P(
    Words, Refused,
    testing::Values(
        // Members.
        Misuse{"never: {aws: {kind: Listener, match: {Prot: 8080}}}",
               "Listener has no member \"Prot\"; did you mean \"Port\"?"},
        Misuse{"assert: {aws: {kind: TargetGroup, match: {targets: [{Stat: healthy}]}}}", "did you mean \"State\"?"},
        Misuse{"assert: {aws: {kind: TargetGroup, match: {targets: {$none: {Stat: initial}}}}}",
               "did you mean \"State\"?"},
        Misuse{"assert: {aws: {kind: LoadBalancer, match: {$any: {State: {Cod: active}}}}}", "did you mean \"Code\"?"},
        Misuse{"never: {k8s: {ref: {kind: Gateway}, match: {statsu: {conditions: []}}}}", "did you mean \"status\"?"},
        Misuse{"never: {k8s: {ref: {kind: Gateway}, match: {status: {conditons: [{type: Programmed}]}}}}",
               "Gateway.status has no member \"conditons\"; did you mean \"conditions\"?"},
        Misuse{"assert: {k8s: {ref: {kind: TCPRoute}, match: {spec: {rules: [{backendRef: []}]}}}}",
               "did you mean \"backendRefs\"?"},
        Misuse{"assert: {k8s: {ref: {kind: Gateway, name: g}, match: {metadata: {lables: {a: b}}}}}",
               "did you mean \"labels\"?"},
        Misuse{"assert: {k8s: {ref: {kind: Gateway, name: g}, match: {$exact: {sepc: {}}}}}", "did you mean \"spec\"?"},
        Misuse{"apply: {objects: [], refused: {reson: Invalid}}", "did you mean \"reason\"?"},
        // Types that a member never has.
        Misuse{"assert: {aws: {kind: Listener, match: {Port: \"8080\"}}}",
               "Listener.Port is a number and can never match"},
        Misuse{"assert: {aws: {kind: Listener, match: {DefaultActions: {Type: forward}}}}",
               "Listener.DefaultActions is a list"},
        Misuse{"assert: {k8s: {ref: {kind: Gateway}, match: {metadata: {generation: [1]}}}}", "can never match"},
        // Conditions.
        Misuse{"never: {k8s: {ref: {kind: Gateway}, match: {status: {conditions: [{type: Programed}]}}}}",
               "did you mean \"Programmed\"?"},
        Misuse{"never: {k8s: {ref: {kind: TCPRoute}, match: {status: {parents: [{conditions: [{reason: "
               "BackendNotFond}]}]}}}}",
               "did you mean \"BackendNotFound\"?"},
        Misuse{"never: {k8s: {ref: {kind: Gateway}, match: {status: {conditions: [{status: true}]}}}}",
               "is text and can never match"},
        Misuse{"never: {k8s: {ref: {kind: Gateway}, match: {status: {conditions: [{reason: {$re: ^Programed}}]}}}}",
               "is never found"},
        // Operations.
        Misuse{"assert: {calls: {none: [{op: CreateLoadBalncer}]}}", "did you mean \"CreateLoadBalancer\"?"},
        Misuse{"assert: {calls: {none: [CreateLoadBalncer]}}", "did you mean \"CreateLoadBalancer\"?"},
        Misuse{"assert: {calls: {count: {DeleteListner: 0}}}", "did you mean \"DeleteListener\"?"},
        Misuse{"assert: {calls: {order: [CreateTargetGroup, CreateListner]}}", "did you mean \"CreateListener\"?"},
        Misuse{"assert: {calls: {none: [{op: {$any: [CreateListener, CretaeTags]}}]}}", "did you mean \"CreateTags\"?"},
        Misuse{"assert: {calls: {none: [{op: {$re: ^Destroy}}]}}", "is never found by /^Destroy/"},
        Misuse{"assert: {calls: {none: [{plane: k8s, op: CreateListener}]}}", "calls.op is never \"CreateListener\""},
        Misuse{"assert: {calls: {none: [{op: CreateListener, caller: controller-9}]}}",
               "did you mean \"controller-1\"?"},
        // Journal records.
        Misuse{"assert: {journal: {kind: reconcile_finished, match: {outcom: error}, count: 0}}",
               "did you mean \"outcome\"?"},
        Misuse{"assert: {journal: {kind: step, match: {outcome: error}, count: 0}}",
               "journal has no member \"outcome\""},
        // Events.
        Misuse{"assert: {events: {reason: FaildBuildModel, count: 0}}", "did you mean \"FailedBuildModel\"?"},
        Misuse{"never: {events: {type: Warnig}}", "did you mean \"Warning\"?"},
        Misuse{"never: {events: {regarding: {kind: Gatway}}}", "did you mean \"Gateway\"?"},
        Misuse{"never: {events: {regarding: {nme: g}}}", "did you mean \"name\"?"},
        // Kinds and controllers.
        Misuse{"assert: {k8s: {ref: {kind: Gatway}, match: {$len: 0}}}", "did you mean \"Gateway\"?"},
        Misuse{"delete: {kind: TCPRoutes, namespace: a, name: b}", "did you mean \"TCPRoute\"?"},
        Misuse{"hold: {controller: controller-1, kind: TCPRoutes}", "did you mean \"TCPRoute\"?"},
        Misuse{"release: {controller: controller-9}", "did you mean \"controller-1\"?"},
        Misuse{"crash: {controller: contoller-1}", "did you mean \"controller-1\"?"},
        Misuse{"partition: {controller: controller-2, for: 1m}", "did you mean \"controller-1\"?"},
        Misuse{"assert: {queue: {controller: gateways, depth: 0}}", "did you mean \"gateway\"?"},
        // Faults.
        Misuse{"fault: {id: f, on: {plane: aws, op: CreateLB}, do: {latency: 1s}}",
               "fault.on.op is never \"CreateLB\""},
        Misuse{"fault: {id: f, on: {plane: k8s, verb: pacth}, do: {latency: 1s}}", "did you mean \"patch\"?"},
        Misuse{"fault: {id: f, on: {plane: watch, op: ADED}, do: {delay: 1s}}", "did you mean \"ADDED\"?"},
        Misuse{"fault: {id: f, on: {plane: watch, object: {kind: Gatway}}, do: {delay: 1s}}",
               "did you mean \"Gateway\"?"},
        Misuse{"fault: {id: f, on: {plane: aws, caller: controler-1}, do: {latency: 1s}}",
               "did you mean \"controller-1\"?"},
        Misuse{"fault: {id: f, on: {plane: aws}, do: {crash: controller-7}}", "did you mean \"controller-1\"?"}));

class Taken : public testing::TestWithParam<std::string> {};

TEST_P(Taken, AsWritten) { EXPECT_EQ(said_of(GetParam()), ""); }

INSTANTIATE_TEST_SUITE_P(
    Words, Taken,
    testing::Values(
        "assert: {aws: {kind: Listener, match: {Port: 8080, Tags: {anything: goes}}}}",
        "assert: {aws: {kind: TargetGroup, match: [{Attributes: {a.b: \"1\"}, targets: {$len: 3}}]}}",
        "assert: {aws: {kind: LoadBalancer, match: {$any: [{State: {Code: active}}]}}}",
        "assert: {k8s: {ref: {kind: Gateway, name: g}, match: {$absent: true}}}",
        "assert: {k8s: {ref: {kind: Gateway}, match: {metadata: {annotations: {x: {$absent: true}}}}}}",
        "assert: {k8s: {ref: {kind: Gateway}, match: {spec: {listeners: {$any: {port: {$gte: 80}}}}}}}",
        "assert: {k8s: {ref: {kind: Gateway}, match: {status: {conditions: [{type: Programmed, status: \"True\"}]}}}}",
        "assert: {calls: {none: [{op: {$re: ^Delete}}, {plane: k8s, op: patch}, {op: RegisterTargets, caller: user}]}}",
        "never: {events: {regarding: {kind: Gateway, name: g}, reason: {$any: [FailedBuildModel, FailedDeployModel]}}}",
        "crash: {controller: controller}",
        "assert: {journal: {kind: reconcile_finished, match: {controller: gateway, outcome: error}, count: 0}}",
        "assert: {journal: {match: {key: a/b}, count: 0}}",
        // What is meant all the same.
        "assert: {aws: {kind: Listener, match: {$open: true, Prot: 8080}}}",
        "assert: {aws: {kind: Listener, match: {$none: {$open: true, Prot: 8080}}}}",
        "assert: {calls: {none: [{op: CreateListner, $open: true}]}}",
        "never: {events: {reason: OfSomebodyElse, $open: true}}",
        "assert: {k8s: {ref: {kind: Widget, $open: true}, match: {$len: 0}}}",
        "fault: {id: f, on: {plane: aws, op: NotYetKnown, $open: true}, do: {latency: 1s}}"));

TEST(WordsTest, AnExcuseNamesAnInvariantThatThereIs) {
  LoadOptions options;
  for (oracles::InvariantName& invariant : oracles::list_invariants()) options.invariants.push_back(invariant.id);
  const auto text = [](std::string_view id) {
    return "apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: x, title: t}\nspec:\n  excuse: [{id: " +
           std::string(id) + ", because: b}]\n  steps: [{assert: {aws: {kind: Listener, match: {$len: 0}}}}]\n";
  };
  EXPECT_TRUE(load_scenario_text(text("I-12"), "x.yaml", options));
  EXPECT_TRUE(load_scenario_text(text("I-27"), "x.yaml", options));
  const auto refused = load_scenario_text(text("I-99"), "x.yaml", options);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().describe(), HasSubstr("x.yaml:5: unknown invariant \"I-99\""));
}

TEST(WordsTest, TheKindOfAScenariosOwnDefinitionIsKnown) {
  const std::string text = std::string(kHeader) + R"(  - apply:
      objects:
      - apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.org}
        spec: {group: example.org, names: {kind: Widget}}
  - assert: {k8s: {ref: {kind: Widget}, match: {$len: 0}}}
)";
  const auto loaded = load_scenario_text(text, "x.yaml", {});
  EXPECT_TRUE(loaded) << loaded.error().describe();
}

TEST(WordsTest, SeveralControllersAreKnownByTheirNames) {
  const std::string text =
      "apiVersion: nlbsim/v1\nkind: Scenario\nmetadata: {id: x, title: t}\nspec:\n  world: {clusters: [{name: blue}, "
      "{name: green, controllers: 2}]}\n  steps:\n  - crash: {controller: green/controller-2}\n  - crash: {controller: "
      "controller-1}\n  - assert: {aws: {kind: Listener, match: {$len: 0}}}\n";
  const auto loaded = load_scenario_text(text, "x.yaml", {});
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().describe(), HasSubstr("x.yaml:8: unknown controller \"controller-1\""));
}

}  // namespace
}  // namespace nlbsim::scenarios
