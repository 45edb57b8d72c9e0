// The LoadBalancerConfigurations of a Gateway: which ones its class and its own parametersRef name, merged into the one
// effective value that everything else reads. Pure functions of the caches.
//
// A Gateway without any has a null reference, which costs nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The LoadBalancerConfiguration that parameters name; none: they name something else, or say no namespace.
std::optional<kube::ObjectKey> class_configuration(const kube::Object& gateway_class);
std::optional<kube::ObjectKey> gateway_configuration(const kube::Object& gateway);

// Gateways by the configuration that their own parametersRef names.
std::vector<kube::ObjectKey> gateway_configurations(const kube::Object& gateway);
inline constexpr Indexer kGatewaysByConfiguration{"configuration", gateway_configurations};
// GatewayClasses by that of theirs.
std::vector<kube::ObjectKey> class_configurations(const kube::Object& gateway_class);
inline constexpr Indexer kClassesByConfiguration{"configuration", class_configurations};
// The TargetGroupConfiguration that a LoadBalancerConfiguration names for all Services, in its own namespace.
std::vector<kube::ObjectKey> default_target_groups(const kube::Object& configuration);
inline constexpr Indexer kConfigurationsByDefault{"default", default_target_groups};

struct EffectiveConfiguration {
  kube::LoadBalancerConfigurationSpec spec;
  kube::ObjectRef default_target_group;  // a TargetGroupConfiguration for all Services; may be null
  std::vector<kube::ObjectRef> objects;  // the LoadBalancerConfigurations that it was made from
};
using ConfigurationRef = std::shared_ptr<const EffectiveConfiguration>;

struct ResolvedConfiguration {
  ConfigurationRef configuration;  // null: none is asked for
  std::string missing;             // what is named and not there; empty: nothing
};
ResolvedConfiguration resolve_configuration(const Listers& listers, const kube::ObjectRef& gateway_class,
                                            const kube::ObjectRef& gateway);

// What a class remembers of the configuration that it was last processed with: resource versions, "" without one.
// None: its parameters name something that is not there, which `missing` then says.
std::optional<std::string> processed_configuration(const Listers& listers, const kube::ObjectRef& gateway_class,
                                                   std::string& missing);

// The entry for a listener of the NLB. An entry that leaves protocol or port out fits any; the one that names both
// wins, then the last. Null: none.
const kube::ListenerConfiguration* listener_configuration(const EffectiveConfiguration* configuration,
                                                          std::string_view protocol, std::int32_t port);
// The value of an attribute of the load balancer; empty: not asked for.
std::string_view load_balancer_attribute(const EffectiveConfiguration* configuration, std::string_view key);

}  // namespace nlbsim::engine
