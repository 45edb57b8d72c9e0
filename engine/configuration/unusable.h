// What configurations ask for and an NLB of ours cannot be: each with the field and the reason. Pure.
//
// A wish about the whole load balancer that would leave it in another place or another state than its owner believes is
// refused: the Gateway is not accepted. Any other is left out, and told on the object that holds it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/views.h"

namespace nlbsim::engine {

// Of the effective configuration; `default_scheme` is what counts where none is asked for. None: nothing is refused.
std::optional<std::string> refused_wish(const kube::LoadBalancerConfigurationSpec& spec,
                                        std::string_view default_scheme);

// "wafV2: an NLB takes no web ACL", in the order of the fields; of one object as it is written.
std::vector<std::string> unusable_fields(const kube::LoadBalancerConfigurationSpec& spec);
std::vector<std::string> unusable_fields(const kube::TargetGroupConfigurationSpec& spec);

}  // namespace nlbsim::engine
