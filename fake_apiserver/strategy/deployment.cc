#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/pod_spec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using kube::Json;

class Deployment final : public Strategy {
 public:
  std::string type_error(const Target& target, const Json& document) const override {
    return parts_type_error(target, document);
  }

  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    default_member(document, "spec", Json::object());
    if (candidate.creating()) document["status"] = Json::object();
    change_member(document, "spec", default_spec);
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Json& selector = at(document, "spec", "selector");
    const Json& wanted = member(selector, "matchLabels");
    if (selector.is_null()) {
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.selector"});
    } else if (wanted.is_object()) {
      const Json& labels = at(document, "spec", "template", "metadata", "labels");
      for (const auto& [key, value] : wanted.items())
        if (member(labels, key) != value) {
          findings.causes.push_back(invalid_value(
              "spec.template.metadata.labels",
              fmt::format("Invalid value: {}: `selector` does not match template `labels`", api::dump_json(labels))));
          break;
        }
    }
    if (!candidate.creating() && selector != at(candidate.old, "spec", "selector"))
      findings.causes.push_back(invalid_value(
          "spec.selector", fmt::format("Invalid value: {}: field is immutable", api::dump_json(selector))));
    if (at(document, "spec", "template", "spec", "containers").empty())
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.template.spec.containers"});
    const Json& replicas = at(document, "spec", "replicas");
    if (replicas.is_number_integer() && replicas.get<std::int64_t>() < 0)
      findings.causes.push_back(invalid_value(
          "spec.replicas",
          fmt::format("Invalid value: {}: must be greater than or equal to 0", replicas.get<std::int64_t>())));
  }

 private:
  static void default_spec(Json& spec) {
    default_member(spec, "replicas", 1);
    default_member(spec, "revisionHistoryLimit", 10);
    default_member(spec, "progressDeadlineSeconds", 600);
    default_member(spec, "strategy", Json::object());
    change_member(spec, "strategy", [](Json& strategy) {
      default_member(strategy, "type", "RollingUpdate");
      if (api::text(member(strategy, "type")) != "RollingUpdate") return;
      default_member(strategy, "rollingUpdate", Json::object());
      change_member(strategy, "rollingUpdate", [](Json& update) {
        default_member(update, "maxUnavailable", "25%");
        default_member(update, "maxSurge", "25%");
      });
    });
    change_member(spec, "template", [](Json& pod) {
      default_member(pod, "metadata", Json::object());
      change_member(pod, "metadata", [](Json& metadata) {
        if (!metadata.contains("creationTimestamp")) metadata["creationTimestamp"] = nullptr;
      });
      change_member(pod, "spec", default_pod_spec);
    });
  }
};

}  // namespace

const Strategy& deployment_strategy() {
  static const Deployment strategy;
  return strategy;
}

}  // namespace nlbsim::fake_apiserver
