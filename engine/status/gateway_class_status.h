// What a GatewayClass says once its controller has looked at it.
#pragma once

#include <optional>

#include "engine/conditions/conditions.h"
#include "engine/profile.h"

namespace nlbsim::engine {

// Accepted=True, or False/InvalidParameters when its parametersRef names something that is not there: `missing`.
kube::Condition gateway_class_accepted(std::string_view missing);
std::optional<api::Json> gateway_class_status_patch(const kube::ObjectRef& gateway_class,
                                                    const kube::Condition& accepted, const Stamp& stamp,
                                                    const Profile& profile);

}  // namespace nlbsim::engine
