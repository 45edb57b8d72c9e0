// TargetGroupConfigurations: how the target group of a Service is to be on behalf of a route. Pure functions of the
// caches.
//
// For each field the most particular word counts: an entry of the Service's configuration for the route (by kind,
// namespace and name; then kind and namespace; then kind alone), that configuration's defaults, and the defaults that
// the Gateway's LoadBalancerConfiguration names. Tags and attributes are joined key by key.
#pragma once

#include <memory>

#include "engine/configuration/load_balancer.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The Service that a configuration is about; none: it names none, or something else.
std::vector<kube::ObjectKey> configured_services(const kube::Object& configuration);
inline constexpr Indexer kConfigurationsByService{"service", configured_services};

// Of several configurations of one Service the oldest counts, then the first by name. Null: there is none.
kube::ObjectRef configuration_of_service(const Listers& listers, const kube::ObjectKey& service);

struct ConfiguredRoute {
  std::string_view kind;
  const kube::ObjectKey& key;
};
// Null: the best entry has no name for it. An entry with another name never stands in.
const kube::TargetGroupProps* props_for_route(const kube::TargetGroupConfigurationSpec& configuration,
                                              const ConfiguredRoute& route);
// What `props` says, and where it is silent what `below` says.
kube::TargetGroupProps overlaid(kube::TargetGroupProps props, const kube::TargetGroupProps& below);

using TargetGroupPropsRef = std::shared_ptr<const kube::TargetGroupProps>;
// Null: nothing is asked for.
TargetGroupPropsRef target_group_props(const Listers& listers, const kube::ObjectKey& service,
                                       const ConfiguredRoute& route, const EffectiveConfiguration* configuration);

}  // namespace nlbsim::engine
