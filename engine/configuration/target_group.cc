#include "engine/configuration/target_group.h"

#include <algorithm>

namespace nlbsim::engine {
namespace {

constexpr std::string_view kService = "Service";

const kube::TargetGroupConfigurationSpec& configured_groups(const kube::ObjectRef& object) {
  return object->view<kube::TargetGroupConfiguration>().spec;
}

bool older(const kube::ObjectRef& a, const kube::ObjectRef& b) {
  if (a->meta().creation_timestamp != b->meta().creation_timestamp)
    return a->meta().creation_timestamp < b->meta().creation_timestamp;
  return a->meta().name < b->meta().name;
}

// How particularly an entry means the route; 0: not at all.
int rank_of_entry(const kube::RouteIdentifier& identifier, const ConfiguredRoute& route) {
  if (!identifier.kind.empty() && identifier.kind != route.kind) return 0;
  if (!identifier.namespace_.empty() && identifier.namespace_ != route.key.namespace_) return 0;
  if (!identifier.name.empty()) {
    const bool whole = !identifier.kind.empty() && !identifier.namespace_.empty();
    return identifier.name != route.key.name ? 0 : whole ? 4 : 3;
  }
  return identifier.namespace_.empty() ? 1 : 2;
}

template <class Value>
void fill(std::optional<Value>& value, const std::optional<Value>& below) {
  if (!value) value = below;
}

// A configuration's own words for the route.
std::optional<kube::TargetGroupProps> props_of(const kube::ObjectRef& configuration, const ConfiguredRoute& route) {
  if (!configuration) return std::nullopt;
  const kube::TargetGroupConfigurationSpec& spec = configured_groups(configuration);
  const kube::TargetGroupProps* own = props_for_route(spec, route);
  if (own && spec.defaultConfiguration) return overlaid(*own, *spec.defaultConfiguration);
  if (own) return *own;
  return spec.defaultConfiguration;
}

}  // namespace

std::vector<kube::ObjectKey> configured_services(const kube::Object& configuration) {
  const kube::TargetGroupReference& target = configuration.view<kube::TargetGroupConfiguration>().spec.targetReference;
  if (target.name.empty() || !target.group.empty() || target.kind != kService) return {};
  return {{configuration.meta().namespace_, target.name}};
}

kube::ObjectRef configuration_of_service(const Listers& listers, const kube::ObjectKey& service) {
  const Lister& configurations = listers.of(kube::kTargetGroupConfigurations);
  if (configurations.all().empty()) return nullptr;
  kube::ObjectRef oldest;
  for (const kube::ObjectKey& key : configurations.indexed(kConfigurationsByService, service)) {
    kube::ObjectRef one = configurations.get(key);
    if (!oldest || older(one, oldest)) oldest = std::move(one);
  }
  return oldest;
}

const kube::TargetGroupProps* props_for_route(const kube::TargetGroupConfigurationSpec& configuration,
                                              const ConfiguredRoute& route) {
  const kube::TargetGroupProps* best = nullptr;
  int best_rank = 0;
  for (const kube::RouteTargetGroupConfiguration& entry : configuration.routeConfigurations) {
    const int its = rank_of_entry(entry.routeIdentifier, route);
    if (its <= best_rank) continue;
    best = &entry.targetGroupProps;
    best_rank = its;
  }
  return best;
}

kube::TargetGroupProps overlaid(kube::TargetGroupProps props, const kube::TargetGroupProps& below) {
  fill(props.targetGroupName, below.targetGroupName);
  fill(props.ipAddressType, below.ipAddressType);
  fill(props.targetType, below.targetType);
  fill(props.protocol, below.protocol);
  fill(props.protocolVersion, below.protocolVersion);
  fill(props.healthCheckConfig, below.healthCheckConfig);
  fill(props.nodeSelector, below.nodeSelector);
  fill(props.enableMultiCluster, below.enableMultiCluster);
  for (const kube::ConfiguredAttribute& attribute : below.targetGroupAttributes) {
    const auto& own = props.targetGroupAttributes;
    if (std::ranges::find(own, attribute.key, &kube::ConfiguredAttribute::key) == own.end())
      props.targetGroupAttributes.push_back(attribute);
  }
  props.tags.insert(below.tags.begin(), below.tags.end());
  return props;
}

TargetGroupPropsRef target_group_props(const Listers& listers, const kube::ObjectKey& service,
                                       const ConfiguredRoute& route, const EffectiveConfiguration* configuration) {
  auto props = props_of(configuration_of_service(listers, service), route);
  auto below = props_of(configuration ? configuration->default_target_group : nullptr, route);
  if (!props) props = std::move(below);
  else if (below) props = overlaid(std::move(*props), *below);
  return props ? std::make_shared<const kube::TargetGroupProps>(std::move(*props)) : nullptr;
}

}  // namespace nlbsim::engine
