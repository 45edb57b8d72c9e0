// The two LoadBalancerConfigurations that a Gateway may have, its own and its class's, merged into the one that counts.
//
// The class says by mergingMode whose word counts where both speak: its own (the default) or the Gateway's. Maps and
// lists of entries with a key are joined, and the winner's entry stands where both have the key; any other field is the
// winner's if it says anything, an empty list included.
#pragma once

#include "api/kube/views.h"

namespace nlbsim::engine {

// Whether the Gateway's word counts where both speak.
bool gateway_wins(const kube::LoadBalancerConfigurationSpec& of_class);

kube::LoadBalancerConfigurationSpec merge_configurations(const kube::LoadBalancerConfigurationSpec& of_class,
                                                         const kube::LoadBalancerConfigurationSpec& of_gateway);

}  // namespace nlbsim::engine
