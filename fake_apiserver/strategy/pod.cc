#include <fmt/format.h>

#include <optional>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/pod_spec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using kube::Json;

// A pod's spec but for what may change (Kubernetes API reference, pod update).
Json fixed_part(Json spec) {
  if (!spec.is_object()) return spec;
  for (const std::string_view list : {"containers", "initContainers"})
    if (member(spec, list).is_array()) spec[list].update_each([](Json& container) { container.erase("image"); });
  for (const std::string_view setting : {"activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"})
    spec.erase(setting);
  return spec;
}

class Pod final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    change_member(document, "spec", [&](Json& spec) {
      default_pod_spec(spec);
      if (candidate.creating()) admit_pod_spec(spec);
    });
    if (!candidate.creating()) return;
    document["status"] = Json{{"phase", "Pending"}, {"qosClass", quality_of_service(member(document, "spec"))}};
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    if (candidate.creating()) return check_pod_spec(member(document, "spec"), "spec", findings);
    if (fixed_part(member(document, "spec")) == fixed_part(member(candidate.old, "spec"))) return;
    findings.causes.push_back(
        {"FieldValueForbidden",
         "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
         "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
         "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
         "spec"});
  }

  // A Pod that may be running is given time to end; one that nothing has been scheduled to, or that is over, is not.
  std::int64_t grace_seconds(const kube::Object& object, std::optional<std::int64_t> asked) const override {
    const Json& spec = member(object.document(), "spec");
    const std::string_view phase = api::text(api::at(object.document(), "status", "phase"));
    if (api::text(member(spec, "nodeName")).empty() || phase == "Succeeded" || phase == "Failed") return 0;
    const Json& own = member(spec, "terminationGracePeriodSeconds");
    const std::int64_t grace = asked ? *asked : own.is_number_integer() ? own.get<std::int64_t>() : 30;
    return grace < 0 ? 1 : grace;
  }
};

}  // namespace

const Strategy& pod_strategy() { return only<Pod>(); }

}  // namespace nlbsim::fake_apiserver
