#include "engine/configuration/load_balancer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/configuration/merge.h"

namespace nlbsim::engine {
namespace {

constexpr const kube::Resource& kConfigurations = kube::kLoadBalancerConfigurations;

bool names_a_configuration(const kube::ParametersReference& parameters) {
  return parameters.group == kConfigurations.group && parameters.kind == kConfigurations.kind;
}

const std::optional<kube::ParametersReference>& parameters_of_class(const kube::Object& gateway_class) {
  return gateway_class.view<kube::GatewayClass>().spec.parametersRef;
}

const kube::ParametersReference* parameters_of_gateway(const kube::Object& gateway) {
  const auto& infrastructure = gateway.view<kube::Gateway>().spec.infrastructure;
  return infrastructure && infrastructure->parametersRef ? &*infrastructure->parametersRef : nullptr;
}

std::vector<kube::ObjectKey> at_most_one(std::optional<kube::ObjectKey> key) {
  std::vector<kube::ObjectKey> out;
  if (key) out.push_back(std::move(*key));
  return out;
}

std::string not_found(std::string_view kind, std::string_view name, std::string_view namespace_) {
  return fmt::format("{} ({},{}) not found", kind, name, namespace_);
}

const kube::LoadBalancerConfigurationSpec& configuration_spec(const kube::ObjectRef& object) {
  return object->view<kube::LoadBalancerConfiguration>().spec;
}

// Whose word counts where both speak names the defaults for target groups, too.
kube::ObjectRef find_default(const Listers& listers, const EffectiveConfiguration& effective, std::string& missing) {
  const bool second_wins = effective.objects.size() == 2 && gateway_wins(configuration_spec(effective.objects.front()));
  std::vector<kube::ObjectRef> by_rank = effective.objects;
  if (second_wins) std::ranges::reverse(by_rank);
  for (const kube::ObjectRef& object : by_rank) {
    for (const kube::ObjectKey& key : default_target_groups(*object)) {
      kube::ObjectRef found = listers.get(kube::kTargetGroupConfigurations, key);
      if (!found) missing = not_found(kube::kTargetGroupConfigurations.kind, key.name, key.namespace_);
      return found;
    }
  }
  return nullptr;
}

// "TLS:443" against one listener: 0 does not fit, 1 fits with a part left out, 2 names both.
int fit(std::string_view protocol_port, std::string_view protocol, std::int32_t port) {
  const std::size_t colon = protocol_port.find(':');
  const std::string_view named = protocol_port.substr(0, colon);
  const std::string_view number = colon == protocol_port.npos ? std::string_view() : protocol_port.substr(colon + 1);
  std::int32_t value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  if ((!named.empty() && named != protocol) || (!number.empty() && value != port)) return 0;
  return named.empty() || number.empty() ? 1 : 2;
}

}  // namespace

std::optional<kube::ObjectKey> class_configuration(const kube::Object& gateway_class) {
  const auto& parameters = parameters_of_class(gateway_class);
  if (!parameters || !parameters->namespace_ || !names_a_configuration(*parameters)) return std::nullopt;
  return kube::ObjectKey{*parameters->namespace_, parameters->name};
}

std::optional<kube::ObjectKey> gateway_configuration(const kube::Object& gateway) {
  const kube::ParametersReference* parameters = parameters_of_gateway(gateway);
  if (!parameters || !names_a_configuration(*parameters)) return std::nullopt;
  return kube::ObjectKey{gateway.meta().namespace_, parameters->name};
}

std::vector<kube::ObjectKey> gateway_configurations(const kube::Object& gateway) {
  return at_most_one(gateway_configuration(gateway));
}

std::vector<kube::ObjectKey> class_configurations(const kube::Object& gateway_class) {
  return at_most_one(class_configuration(gateway_class));
}

std::vector<kube::ObjectKey> default_target_groups(const kube::Object& configuration) {
  const std::string_view name =
      api::text(api::at(configuration.document(), "spec", "defaultTargetGroupConfiguration", "name"));
  if (name.empty()) return {};
  return {{configuration.meta().namespace_, std::string(name)}};
}

ResolvedConfiguration resolve_configuration(const Listers& listers, const kube::ObjectRef& gateway_class,
                                            const kube::ObjectRef& gateway) {
  const auto& of_class = parameters_of_class(*gateway_class);
  const kube::ParametersReference* of_gateway = parameters_of_gateway(*gateway);
  ResolvedConfiguration out;
  if (!of_class && !of_gateway) return out;
  auto effective = std::make_shared<EffectiveConfiguration>();
  const auto add = [&](const std::optional<kube::ObjectKey>& key, const kube::ParametersReference& parameters,
                       std::string_view namespace_) {
    kube::ObjectRef object = key ? listers.get(kConfigurations, *key) : nullptr;
    if (object) effective->objects.push_back(std::move(object));
    else if (out.missing.empty()) out.missing = not_found(parameters.kind, parameters.name, namespace_);
  };
  if (of_class) add(class_configuration(*gateway_class), *of_class, of_class->namespace_.value_or(""));
  if (of_gateway) add(gateway_configuration(*gateway), *of_gateway, gateway->meta().namespace_);
  if (!out.missing.empty()) return out;
  effective->spec = configuration_spec(effective->objects.front());
  if (effective->objects.size() == 2)
    effective->spec = merge_configurations(effective->spec, configuration_spec(effective->objects.back()));
  effective->default_target_group = find_default(listers, *effective, out.missing);
  if (out.missing.empty()) out.configuration = std::move(effective);
  return out;
}

std::optional<std::string> processed_configuration(const Listers& listers, const kube::ObjectRef& gateway_class,
                                                   std::string& missing) {
  const auto& parameters = parameters_of_class(*gateway_class);
  if (!parameters) return std::string();
  const auto key = class_configuration(*gateway_class);
  const kube::ObjectRef object = key ? listers.get(kConfigurations, *key) : nullptr;
  if (!object) {
    missing = not_found(parameters->kind, parameters->name, parameters->namespace_.value_or(""));
    return std::nullopt;
  }
  std::string versions = std::to_string(object->meta().resource_version);
  for (const kube::ObjectKey& name : default_target_groups(*object)) {
    const kube::ObjectRef group = listers.get(kube::kTargetGroupConfigurations, name);
    if (group) versions += "-" + std::to_string(group->meta().resource_version);
  }
  return versions;
}

const kube::ListenerConfiguration* listener_configuration(const EffectiveConfiguration* configuration,
                                                          std::string_view protocol, std::int32_t port) {
  const kube::ListenerConfiguration* best = nullptr;
  int best_fit = 1;
  if (!configuration) return nullptr;
  for (const kube::ListenerConfiguration& one : configuration->spec.listenerConfigurations) {
    const int fits = fit(one.protocolPort, protocol, port);
    if (fits < best_fit) continue;
    best = &one;
    best_fit = fits;
  }
  return best;
}

std::string_view load_balancer_attribute(const EffectiveConfiguration* configuration, std::string_view key) {
  if (!configuration) return {};
  const auto& attributes = configuration->spec.loadBalancerAttributes;
  const auto found = std::ranges::find(attributes, key, &kube::ConfiguredAttribute::key);
  return found == attributes.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace nlbsim::engine
