#include "engine/status/gateway_class_status.h"

#include <fmt/format.h>

#include "engine/status/patch.h"

namespace nlbsim::engine {

kube::Condition gateway_class_accepted(const kube::ObjectRef& gateway_class) {
  const auto& parameters = gateway_class->view<kube::GatewayClass>().spec.parametersRef;
  if (!parameters) return make_condition("Accepted", true, "Accepted", "Accepted");
  // No kind of parameters is served, so none can be found.
  return make_condition(
      "Accepted", false, "InvalidParameters",
      fmt::format("{} ({},{}) not found", parameters->kind, parameters->name, parameters->namespace_.value_or("")));
}

std::optional<api::Json> gateway_class_status_patch(const kube::ObjectRef& gateway_class,
                                                    const kube::Condition& accepted, const Stamp& stamp,
                                                    const Profile& profile) {
  const auto& conditions = gateway_class->view<kube::GatewayClass>().status.conditions;
  const std::span<const kube::Condition> desired(&accepted, 1);
  if (up_to_date(conditions, desired, stamp.generation)) return std::nullopt;
  api::Json changes = api::Json::object();
  changes["conditions"] = conditions_json(merge_conditions(conditions, desired, stamp));
  return status_patch(gateway_class, std::move(changes), profile);
}

}  // namespace nlbsim::engine
