// Which kinds one server has at the moment: the built-in ones and those of its CustomResourceDefinitions.
//
// A registry is a value that is shared until it changes: a server starts with the one that all servers of its bundle
// start with, and gets one of its own when a kind comes, changes or goes. A kind keeps its index for good: one that has
// gone leaves its place, and takes it again when a definition of the same name comes back.
#pragma once

#include <memory>
#include <optional>
#include <ranges>
#include <string_view>
#include <vector>

#include "api/kube/resource.h"
#include "fake_apiserver/registry/kind.h"
#include "fake_apiserver/store/store.h"

namespace nlbsim::fake_apiserver {

// Which bundle of versions is served. seed_compat serves Gateway and GatewayClass at v1alpha2 too, and the L4 routes at
// v1 and v1alpha2, so that older manifests apply as written.
enum class ServedVersions : std::uint8_t { seed_compat, gateway_api_v1_3, gateway_api_v1_6 };
std::optional<ServedVersions> parse_served_versions(std::string_view name);

class Registry {
 public:
  // What a server with that bundle has from the start; built once per program.
  static std::shared_ptr<const Registry> make(ServedVersions served);

  // Places, those of kinds that have gone included.
  std::size_t size() const { return places_.size(); }
  const Kind& operator[](KindIndex index) const { return *places_[index].kind; }
  const KindRef& shared(KindIndex index) const { return places_[index].kind; }
  bool present(KindIndex index) const { return places_[index].present; }
  // The kinds that are served now.
  auto kinds() const {
    return places_ | std::views::filter(&Place::present) |
           std::views::transform([](const Place& place) -> const Kind& { return *place.kind; });
  }
  // By group and plural; the version of the resource is not looked at.
  std::optional<KindIndex> find(const kube::Resource& resource) const;
  // Also of a kind that has gone.
  std::optional<KindIndex> place_of(const kube::Resource& resource) const;
  // As a client names it: the kind must be served at that version.
  std::optional<kube::Resource> served(std::string_view group, std::string_view version, std::string_view plural) const;
  std::optional<kube::Resource> served_kind(std::string_view api_version, std::string_view kind) const;
  // The index of the kind that owner references name; any version of the group will do.
  std::optional<KindIndex> find_kind(std::string_view api_version, std::string_view kind) const;

  // Adds the kind, or puts it in the place of the one with its group and plural.
  KindIndex put(KindRef kind);
  void remove(KindIndex index) { places_[index].present = false; }

 private:
  struct Place {
    KindRef kind;
    bool present = true;
  };
  template <class Matches>
  std::optional<KindIndex> index_of(Matches matches) const;
  std::vector<Place> places_;
};

}  // namespace nlbsim::fake_apiserver
