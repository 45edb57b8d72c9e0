#include "fake_apiserver/registry/registry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fake_apiserver/registry/known_kinds.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string_view group_of(std::string_view api_version) {
  const auto slash = api_version.find('/');
  return slash == api_version.npos ? std::string_view() : api_version.substr(0, slash);
}

std::string_view version_of(std::string_view api_version) {
  const auto slash = api_version.find('/');
  return slash == api_version.npos ? api_version : api_version.substr(slash + 1);
}

template <class Matches>
std::optional<KindIndex> index_of(const std::vector<Kind>& kinds, Matches matches) {
  const auto found = std::ranges::find_if(kinds, matches);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<KindIndex>(found - kinds.begin());
}

}  // namespace

std::optional<ServedVersions> parse_served_versions(std::string_view name) {
  if (name == "seed-compat") return ServedVersions::seed_compat;
  if (name == "gateway-api-v1.3") return ServedVersions::gateway_api_v1_3;
  if (name == "gateway-api-v1.6") return ServedVersions::gateway_api_v1_6;
  return std::nullopt;
}

bool Kind::serves(std::string_view version) const { return std::ranges::find(versions, version) != versions.end(); }

kube::Resource Kind::at(std::string_view version) const {
  const auto known = std::ranges::find(versions, version);
  kube::Resource out = resource;
  if (known != versions.end()) out.version = *known;
  return out;
}

std::shared_ptr<const Registry> Registry::make(ServedVersions served) {
  // A world starts by the thousand; what it cannot change is built once per program.
  const auto build = [](ServedVersions which) {
    auto registry = std::make_shared<Registry>();
    registry->kinds_ = known_kinds(which);
    return std::shared_ptr<const Registry>(std::move(registry));
  };
  static const std::array<std::shared_ptr<const Registry>, 3> kBuilt{build(ServedVersions::seed_compat),
                                                                     build(ServedVersions::gateway_api_v1_3),
                                                                     build(ServedVersions::gateway_api_v1_6)};
  return kBuilt[static_cast<std::size_t>(served)];
}

std::optional<KindIndex> Registry::find(const kube::Resource& resource) const {
  return index_of(kinds_, [&](const Kind& kind) { return kind.resource == resource; });
}

std::optional<KindIndex> Registry::find_kind(std::string_view api_version, std::string_view kind) const {
  const std::string_view group = group_of(api_version);
  return index_of(kinds_,
                  [&](const Kind& entry) { return entry.resource.kind == kind && entry.resource.group == group; });
}

std::optional<kube::Resource> Registry::served(std::string_view group, std::string_view version,
                                               std::string_view plural) const {
  for (const Kind& kind : kinds_)
    if (kind.resource.plural == plural && kind.resource.group == group && kind.serves(version)) return kind.at(version);
  return std::nullopt;
}

std::optional<kube::Resource> Registry::served_kind(std::string_view api_version, std::string_view kind) const {
  const auto index = find_kind(api_version, kind);
  const std::string_view version = version_of(api_version);
  if (!index || !kinds_[*index].serves(version)) return std::nullopt;
  return kinds_[*index].at(version);
}

}  // namespace nlbsim::fake_apiserver
