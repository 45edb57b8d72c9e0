// The NLB of a Gateway: default settings, and over them what its configuration asks for.
#pragma once

#include "engine/model/build.h"

namespace nlbsim::engine {

// Behind it stand two security groups, in this order: the managed one, which lets clients in, and the shared backend
// one, which targets know it by. Given ones stand in place of the managed one.
DesiredLoadBalancer build_load_balancer(const ModelInput& input);

std::string_view scheme_of(const EffectiveConfiguration* configuration, std::string_view default_scheme);
bool is_dualstack(const ModelInput& input);
// Attributes as AWS takes them, by key.
std::vector<aws::Attribute> to_attributes(const std::vector<kube::ConfiguredAttribute>& configured);
// Tracking tags, and those of the configuration that leave these alone.
aws::TagMap resource_tags(const ModelInput& input, std::string_view resource_id);

}  // namespace nlbsim::engine
