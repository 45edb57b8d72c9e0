// Jobs. They are stored, and make no Pods. Source of defaults and rules: k8s.io/kubernetes pkg/apis/batch and
// pkg/registry/batch/job, 1.33.
#include <array>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/pod_spec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

constexpr std::string_view kControllerUid = "batch.kubernetes.io/controller-uid";
constexpr std::string_view kJobName = "batch.kubernetes.io/job-name";

bool selects_by_hand(const Json& spec) { return member(spec, "manualSelector") == true; }

class Job final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "spec", [](Json& spec) {
      // Neither number: one Pod that succeeds. Completions alone: one at a time. Parallelism alone: a queue of work.
      if (member(spec, "parallelism").is_null()) default_member(spec, "completions", 1);
      default_member(spec, "parallelism", 1);
      constexpr int kUnlimited = 2'147'483'647;
      default_member(spec, "backoffLimit", member(spec, "backoffLimitPerIndex").is_null() ? 6 : kUnlimited);
      default_member(spec, "completionMode", "NonIndexed");
      default_member(spec, "suspend", false);
      default_member(spec, "manualSelector", false);
      default_member(spec, "podReplacementPolicy",
                     member(spec, "podFailurePolicy").is_null() ? "TerminatingOrFailed" : "Failed");
      change_member(spec, "template", [](Json& pod) { change_member(pod, "spec", default_pod_spec); });
    });
    const Json& labels = at(document, "spec", "template", "metadata", "labels");
    if (at(document, "metadata", "labels").empty() && !labels.empty()) document["metadata"]["labels"] = Json(labels);
  }

  void identified(Json& document) const override {
    if (selects_by_hand(member(document, "spec"))) return;
    const Json uid = at(document, "metadata", "uid");
    const Json name = at(document, "metadata", "name");
    Json::Place spec = document["spec"];
    if (at(document, "spec", "template", "metadata").is_null()) spec["template"]["metadata"] = Json::object();
    if (at(document, "spec", "template", "metadata", "labels").is_null())
      spec["template"]["metadata"]["labels"] = Json::object();
    for (const std::string_view key : {kControllerUid, std::string_view("controller-uid")})
      spec["template"]["metadata"]["labels"][key] = uid;
    for (const std::string_view key : {kJobName, std::string_view("job-name")})
      spec["template"]["metadata"]["labels"][key] = name;
    spec["selector"] = Json::object({{"matchLabels", Json::object({{kControllerUid, uid}})}});
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Json& spec = member(document, "spec");
    for (const std::string_view field :
         {"parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"})
      check_not_negative(spec, field, findings);
    const Json& pod = at(spec, "template", "spec");
    check_pod_spec(pod, "spec.template.spec", findings);
    if (const std::string_view restart = text(member(pod, "restartPolicy"));
        restart != "OnFailure" && restart != "Never")
      findings.causes.push_back({"FieldValueRequired", R"(Required value: valid values: "OnFailure", "Never")",
                                 "spec.template.spec.restartPolicy"});
    if (candidate.creating()) {
      if (!selects_by_hand(spec) && !member(spec, "selector").is_null())
        findings.causes.push_back({"FieldValueForbidden", "Forbidden: `selector` not auto-generated", "spec.selector"});
      return;
    }
    const Json& old = member(candidate.old, "spec");
    for (const std::string_view field : {"completions", "selector", "completionMode"})
      if (member(spec, field) != member(old, field))
        findings.causes.push_back(
            invalid_value(std::string("spec.").append(field),
                          "Invalid value: " + api::dump_json(member(spec, field)) + ": field is immutable"));
    if (member(spec, "template") != member(old, "template") && member(old, "suspend") != true)
      findings.causes.push_back(invalid_value(
          "spec.template", "Invalid value: " + api::dump_json(member(spec, "template")) + ": field is immutable"));
  }
};

}  // namespace

const Strategy& job_strategy() { return only<Job>(); }

}  // namespace nlbsim::fake_apiserver
