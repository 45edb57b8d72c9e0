#include "engine/status/gateway_class_status.h"

#include "engine/status/patch.h"

namespace nlbsim::engine {

kube::Condition gateway_class_accepted(std::string_view missing) {
  if (missing.empty()) return make_condition("Accepted", true, "Accepted", "Accepted");
  return make_condition("Accepted", false, "InvalidParameters", missing);
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
