// Deployments, ReplicaSets, DaemonSets and StatefulSets: a selector and the template of the Pods that it picks.
#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/pod_spec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

// As Go prints a map of texts.
std::string go_map(const Json& map) {
  if (!map.is_object()) return "map[string]string(nil)";
  std::string out;
  for (const auto& [key, value] : map.items())
    out += fmt::format("{}\"{}\":\"{}\"", out.empty() ? "" : ", ", key, text(value));
  return "map[string]string{" + out + "}";
}

std::string go_selector(const Json& selector) {
  const Json& expressions = member(selector, "matchExpressions");
  std::string out;
  for (const Json& expression : expressions) {
    std::string values;
    for (const Json& value : member(expression, "values"))
      values += fmt::format("{}\"{}\"", values.empty() ? "" : ", ", text(value));
    out += fmt::format("{}v1.LabelSelectorRequirement{{Key:\"{}\", Operator:\"{}\", Values:[]string{}}}",
                       out.empty() ? "" : ", ", text(member(expression, "key")), text(member(expression, "operator")),
                       member(expression, "values").empty() ? "(nil)" : "{" + values + "}");
  }
  return fmt::format("v1.LabelSelector{{MatchLabels:{}, MatchExpressions:[]v1.LabelSelectorRequirement{}}}",
                     go_map(member(selector, "matchLabels")), out.empty() ? "(nil)" : "{" + out + "}");
}

class Workload : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "spec", [&](Json& spec) {
      default_spec(spec);
      change_member(spec, "template", [](Json& pod) { change_member(pod, "spec", default_pod_spec); });
    });
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Json& spec = member(document, "spec");
    check_not_negative(spec, "replicas", findings);
    check_not_negative(spec, "minReadySeconds", findings);
    check_not_negative(spec, "revisionHistoryLimit", findings);
    check_selector(candidate.target.kind.singular, spec, findings);
    const Json& pod = member(spec, "template");
    check_pod_spec(member(pod, "spec"), "spec.template.spec", findings);
    const std::string_view restart = text(at(pod, "spec", "restartPolicy"));
    if (restart != "Always")
      findings.causes.push_back({"FieldValueNotSupported",
                                 fmt::format(R"(Unsupported value: "{}": supported values: "Always")", restart),
                                 "spec.template.spec.restartPolicy"});
    const Json& selector = member(spec, "selector");
    if (!candidate.creating() && selector != at(candidate.old, "spec", "selector"))
      findings.causes.push_back(
          invalid_value("spec.selector", fmt::format("Invalid value: {}: field is immutable", go_selector(selector))));
  }

 protected:
  virtual void default_spec(Json& spec) const = 0;

 private:
  static void check_selector(std::string_view kind, const Json& spec, Findings& findings) {
    const Json& selector = member(spec, "selector");
    if (selector.is_null()) {
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.selector"});
      return;
    }
    if (member(selector, "matchLabels").empty() && member(selector, "matchExpressions").empty())
      findings.causes.push_back(invalid_value(
          "spec.selector",
          fmt::format("Invalid value: {}: empty selector is invalid for {}", go_selector(selector), kind)));
    const Json& labels = at(spec, "template", "metadata", "labels");
    for (const auto& [key, value] : member(selector, "matchLabels").items())
      if (member(labels, key) != value) {
        findings.causes.push_back(invalid_value(
            "spec.template.metadata.labels",
            fmt::format("Invalid value: {}: `selector` does not match template `labels`", go_map(labels))));
        break;
      }
  }
};

class Deployment final : public Workload {
 protected:
  void default_spec(Json& spec) const override {
    default_member(spec, "replicas", 1);
    default_member(spec, "revisionHistoryLimit", 10);
    default_member(spec, "progressDeadlineSeconds", 600);
    default_member(spec, "strategy", Json::object());
    change_member(spec, "strategy", [](Json& strategy) {
      default_member(strategy, "type", "RollingUpdate");
      if (text(member(strategy, "type")) != "RollingUpdate") return;
      default_member(strategy, "rollingUpdate", Json::object());
      change_member(strategy, "rollingUpdate", [](Json& update) {
        default_member(update, "maxUnavailable", "25%");
        default_member(update, "maxSurge", "25%");
      });
    });
  }
};

class ReplicaSet final : public Workload {
 protected:
  void default_spec(Json& spec) const override { default_member(spec, "replicas", 1); }
};

class DaemonSet final : public Workload {
 protected:
  void default_spec(Json& spec) const override {
    default_member(spec, "revisionHistoryLimit", 10);
    default_member(spec, "updateStrategy", Json::object());
    change_member(spec, "updateStrategy", [](Json& strategy) {
      default_member(strategy, "type", "RollingUpdate");
      if (text(member(strategy, "type")) != "RollingUpdate") return;
      default_member(strategy, "rollingUpdate", Json::object());
      change_member(strategy, "rollingUpdate", [](Json& update) {
        default_member(update, "maxUnavailable", 1);
        default_member(update, "maxSurge", 0);
      });
    });
  }
};

class StatefulSet final : public Workload {
 protected:
  void default_spec(Json& spec) const override {
    default_member(spec, "replicas", 1);
    default_member(spec, "revisionHistoryLimit", 10);
    default_member(spec, "podManagementPolicy", "OrderedReady");
    default_member(spec, "updateStrategy", Json::object());
    change_member(spec, "updateStrategy", [](Json& strategy) {
      default_member(strategy, "type", "RollingUpdate");
      if (text(member(strategy, "type")) != "RollingUpdate") return;
      default_member(strategy, "rollingUpdate", Json::object());
      change_member(strategy, "rollingUpdate", [](Json& update) { default_member(update, "partition", 0); });
    });
    default_member(spec, "persistentVolumeClaimRetentionPolicy",
                   Json{{"whenDeleted", "Retain"}, {"whenScaled", "Retain"}});
  }
};

}  // namespace

const Strategy& deployment_strategy() { return only<Deployment>(); }
const Strategy& replica_set_strategy() { return only<ReplicaSet>(); }
const Strategy& daemon_set_strategy() { return only<DaemonSet>(); }
const Strategy& stateful_set_strategy() { return only<StatefulSet>(); }

}  // namespace nlbsim::fake_apiserver
