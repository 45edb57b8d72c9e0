#include "fake_apiserver/strategy/custom_resource.h"

#include <utility>

#include "fake_apiserver/lifecycle/definitions.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using kube::Json;

class CustomResource final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    const Schema* schema = candidate.target.schema();
    if (!schema) return;
    if (auto complete = schema->defaulted(document)) document = *std::move(complete);
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Schema* schema = candidate.target.schema();
    if (!schema) return;
    const Json* old = candidate.creating() ? nullptr : &candidate.old;
    check_values(candidate, *schema, document, old, findings);
    if (!schema->has_rules()) return;
    if (!findings.blocking()) return schema->check_rules(document, old, FieldPath{}, findings);
    findings.causes.push_back(
        {"FieldValueInvalid",
         "Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the "
         "existing errors to complete validation",
         "<nil>"});
  }

  sim::Result<void> check_create(const Cluster& cluster, const Target& target) const override {
    const auto index = cluster.registry->find(kDefinitions);
    const kube::ObjectRef definition = cluster.store.find(*index, {"", target.kind.resource.qualified_plural()});
    if (!definition || !definition->meta().deleting()) return {};
    return sim::forward(status_error("MethodNotAllowed", 405,
                                     "create not allowed while custom resource definition is terminating",
                                     {{"Subject", target.kind.resource.qualified_plural(), ""}}));
  }

  void removed(Write& write, const kube::Object& last) const override { definition_object_removed(write, last); }

 private:
  // All but the rules. The status path writes the status alone, and its messages leave "status." out.
  static void check_values(const Candidate& candidate, const Schema& schema, const Json& document, const Json* old,
                           Findings& findings) {
    if (!candidate.status) return check_values(schema, document, old, FieldPath{}, FieldPath{}, findings);
    const Schema* part = schema.property("status");
    const Json& value = member(document, "status");
    if (!part || value.is_null()) return;
    const Json& before = member(candidate.old, "status");
    check_values(*part, value, before.is_null() ? nullptr : &before, FieldPath{nullptr, "status", 0, true},
                 FieldPath{nullptr, "status", 0, false}, findings);
  }

  static void check_values(const Schema& schema, const Json& value, const Json* old, const FieldPath& short_path,
                           const FieldPath& path, Findings& findings) {
    schema.check_structure(value, old, short_path, findings);
    schema.check_embedded(value, path, findings);
    Findings repeated;
    schema.check_lists(value, path, repeated);
    if (repeated.causes.empty()) return;
    Findings before;  // lists that repeated themselves may go on
    if (old) schema.check_lists(*old, path, before);
    if (!before.causes.empty()) return;
    for (sim::ErrorCause& cause : repeated.causes) findings.causes.push_back(std::move(cause));
  }
};

}  // namespace

const Strategy& custom_resource_strategy() { return only<CustomResource>(); }

}  // namespace nlbsim::fake_apiserver
