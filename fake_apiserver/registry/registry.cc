#include "fake_apiserver/registry/registry.h"

#include <algorithm>
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

}  // namespace

std::optional<ServedVersions> parse_served_versions(std::string_view name) {
  if (name == "seed-compat") return ServedVersions::seed_compat;
  if (name == "gateway-api-v1.3") return ServedVersions::gateway_api_v1_3;
  if (name == "gateway-api-v1.6") return ServedVersions::gateway_api_v1_6;
  return std::nullopt;
}

namespace {

// A world starts by the thousand; what it begins with is built once per program, when it is first asked for.
template <ServedVersions Served>
std::shared_ptr<const Registry> built() {
  static const std::shared_ptr<const Registry> registry = [] {
    auto fresh = std::make_shared<Registry>();
    for (KindRef& kind : known_kinds(Served)) fresh->put(std::move(kind));
    return fresh;
  }();
  return registry;
}

}  // namespace

std::shared_ptr<const Registry> Registry::make(ServedVersions served) {
  switch (served) {
    case ServedVersions::seed_compat: return built<ServedVersions::seed_compat>();
    case ServedVersions::gateway_api_v1_3: return built<ServedVersions::gateway_api_v1_3>();
    case ServedVersions::gateway_api_v1_6: break;
  }
  return built<ServedVersions::gateway_api_v1_6>();
}

template <class Matches>
std::optional<KindIndex> Registry::index_of(Matches matches) const {
  for (KindIndex index = 0; index < places_.size(); ++index)
    if (matches(places_[index])) return index;
  return std::nullopt;
}

std::optional<KindIndex> Registry::find(const kube::Resource& resource) const {
  return index_of([&](const Place& place) { return place.kind->resource == resource && place.present; });
}

std::optional<KindIndex> Registry::place_of(const kube::Resource& resource) const {
  return index_of([&](const Place& place) { return place.kind->resource == resource; });
}

std::optional<KindIndex> Registry::find_kind(std::string_view api_version, std::string_view kind) const {
  const std::string_view group = group_of(api_version);
  return index_of([&](const Place& place) {
    return place.present && place.kind->resource.kind == kind && place.kind->resource.group == group;
  });
}

std::optional<kube::Resource> Registry::served(std::string_view group, std::string_view version,
                                               std::string_view plural) const {
  const auto index = index_of([&](const Place& place) {
    const Kind& kind = *place.kind;
    return place.present && kind.resource.plural == plural && kind.resource.group == group && kind.serves(version);
  });
  if (!index) return std::nullopt;
  return places_[*index].kind->at(version);
}

std::optional<kube::Resource> Registry::served_kind(std::string_view api_version, std::string_view kind) const {
  const auto index = find_kind(api_version, kind);
  const std::string_view version = version_of(api_version);
  if (!index || !places_[*index].kind->serves(version)) return std::nullopt;
  return places_[*index].kind->at(version);
}

KindIndex Registry::put(KindRef kind) {
  const auto place = place_of(kind->resource);
  if (!place) {
    places_.push_back({std::move(kind), true});
    return places_.size() - 1;
  }
  places_[*place] = {std::move(kind), true};
  return *place;
}

}  // namespace nlbsim::fake_apiserver
