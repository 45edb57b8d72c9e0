#include "fake_apiserver/strategy/custom_resource.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using kube::Json;

bool belongs_to_every_object(std::string_view name) {
  return name == "apiVersion" || name == "kind" || name == "metadata";
}

class CustomResource final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    const Schema* schema = candidate.target.schema();
    if (!schema) return;
    document.erase_if([&](const api::Member& entry) {
      return !belongs_to_every_object(entry.first) && !schema->property(entry.first);
    });
    document.update_each([&](const api::Key& name, Json& value) {
      if (const Schema* part = schema->property(name)) part->prune(value);
    });
    schema->fill_defaults(document);
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Schema* schema = candidate.target.schema();
    if (!schema) return;
    if (candidate.status) {
      const Schema* part = schema->property("status");
      const FieldPath path{nullptr, "status", 0, true};
      const Json& value = member(document, "status");
      if (part && !value.is_null()) part->validate(value, member(candidate.old, "status"), path, findings);
    } else {
      schema->validate(document, candidate.old, FieldPath{}, findings);
    }
    if (!findings.blocking || !schema->has_rules()) return;
    findings.causes.push_back(
        {"FieldValueInvalid",
         "Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the "
         "existing errors to complete validation",
         "<nil>"});
  }
};

}  // namespace

const Strategy& custom_resource_strategy() {
  static const CustomResource strategy;
  return strategy;
}

}  // namespace nlbsim::fake_apiserver
