#include "fake_apiserver/strategy/built_in.h"

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
  std::string type_error(const Target& target, const Json& document) const override {
    return parts_type_error(target, document);
  }

  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    if (candidate.creating()) document["status"] = Json{{"phase", "Pending"}, {"qosClass", "BestEffort"}};
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    if (candidate.creating()) return;
    if (fixed_part(member(document, "spec")) == fixed_part(member(candidate.old, "spec"))) return;
    findings.causes.push_back(
        {"FieldValueForbidden",
         "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
         "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
         "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
         "spec"});
  }
};

}  // namespace

const Strategy& pod_strategy() {
  static const Pod strategy;
  return strategy;
}

}  // namespace nlbsim::fake_apiserver
