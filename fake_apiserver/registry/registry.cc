#include "fake_apiserver/registry/registry.h"

#include <algorithm>
#include <utility>

#include "fake_apiserver/schema/kinds/kinds.h"

namespace nlbsim::fake_apiserver {
namespace {

Kind built_in(kube::Resource resource, std::string_view singular, std::vector<std::string_view> short_names) {
  Kind kind;
  kind.resource = resource;
  kind.versions = {resource.version};
  kind.singular = singular;
  kind.short_names = std::move(short_names);
  return kind;
}

Kind custom(kube::Resource resource, std::vector<std::string_view> versions, std::string_view singular,
            std::vector<std::string_view> short_names, const std::shared_ptr<const Schema>& schema) {
  Kind kind = built_in(resource, singular, std::move(short_names));
  kind.versions = std::move(versions);
  kind.custom = true;
  kind.has_generation = true;
  kind.schema = schema.get();  // compiled schemas live for the whole program
  kind.has_status = schema->property("status") != nullptr;
  return kind;
}

struct Versions {
  std::vector<std::string_view> gateway;
  std::vector<std::string_view> route;
  std::vector<std::string_view> grant;
};

// Which version each bundle serves; the first entry of Gateway API 1.6 routes is what its standard channel stores.
Versions versions_of(ServedVersions served) {
  switch (served) {
    case ServedVersions::seed_compat: return {{"v1", "v1beta1", "v1alpha2"}, {"v1alpha2", "v1"}, {"v1beta1"}};
    case ServedVersions::gateway_api_v1_3: return {{"v1", "v1beta1"}, {"v1alpha2"}, {"v1beta1"}};
    case ServedVersions::gateway_api_v1_6: return {{"v1", "v1beta1"}, {"v1", "v1alpha2"}, {"v1beta1", "v1"}};
  }
  return {};
}

}  // namespace

std::optional<ServedVersions> parse_served_versions(std::string_view name) {
  if (name == "seed-compat") return ServedVersions::seed_compat;
  if (name == "gateway-api-v1.3") return ServedVersions::gateway_api_v1_3;
  if (name == "gateway-api-v1.6") return ServedVersions::gateway_api_v1_6;
  return std::nullopt;
}

kube::Resource Kind::at(std::string_view version) const {
  const auto known = std::ranges::find(versions, version);
  kube::Resource out = resource;
  if (known != versions.end()) out.version = *known;
  return out;
}

std::shared_ptr<const Registry> Registry::make(ServedVersions served) {
  const Versions versions = versions_of(served);
  auto registry = std::make_shared<Registry>();
  std::vector<Kind>& kinds = registry->kinds_;
  kinds.push_back(built_in(kube::kNamespaces, "namespace", {"ns"}));
  kinds.push_back(built_in(kube::kNodes, "node", {"no"}));
  kinds.push_back(built_in(kube::kServices, "service", {"svc"}));
  kinds.push_back(built_in(kube::kEvents, "event", {"ev"}));
  kinds.push_back(built_in(kube::kLeases, "lease", {}));
  for (Kind& kind : kinds) kind.has_status = kind.resource != kube::kEvents && kind.resource != kube::kLeases;
  for (Kind& kind : kinds) kind.create_on_update = !kind.has_status || kind.resource == kube::kServices;
  kinds.push_back(custom(kube::kGatewayClasses, versions.gateway, "gatewayclass", {"gc"}, kinds::gateway_class()));
  kinds.push_back(custom(kube::kGateways, versions.gateway, "gateway", {"gtw"}, kinds::gateway()));
  kinds.push_back(custom(kube::kTcpRoutes, versions.route, "tcproute", {}, kinds::tcp_route()));
  kinds.push_back(
      custom(kube::kReferenceGrants, versions.grant, "referencegrant", {"refgrant"}, kinds::reference_grant()));
  kinds.push_back(
      custom(kube::kTargetGroupBindings, {"v1beta1"}, "targetgroupbinding", {}, kinds::target_group_binding()));
  return registry;
}

std::optional<KindIndex> Registry::find(const kube::Resource& resource) const {
  const auto same = [&](const Kind& kind) { return kind.resource == resource; };
  const auto found = std::ranges::find_if(kinds_, same);
  if (found == kinds_.end()) return std::nullopt;
  return static_cast<KindIndex>(found - kinds_.begin());
}

std::optional<kube::Resource> Registry::served(std::string_view group, std::string_view version,
                                               std::string_view plural) const {
  for (const Kind& kind : kinds_)
    if (kind.resource.plural == plural && kind.resource.group == group &&
        std::ranges::find(kind.versions, version) != kind.versions.end())
      return kind.at(version);
  return std::nullopt;
}

std::optional<kube::Resource> Registry::served_kind(std::string_view api_version, std::string_view kind) const {
  const auto slash = api_version.find('/');
  const std::string_view group = slash == api_version.npos ? std::string_view() : api_version.substr(0, slash);
  const std::string_view version = slash == api_version.npos ? api_version : api_version.substr(slash + 1);
  for (const Kind& entry : kinds_)
    if (entry.resource.kind == kind && entry.resource.group == group &&
        std::ranges::find(entry.versions, version) != entry.versions.end())
      return entry.at(version);
  return std::nullopt;
}

}  // namespace nlbsim::fake_apiserver
