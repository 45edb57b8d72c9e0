// Which kinds the server has, at which versions it serves them, and by which rules each lives.
//
// The registry is immutable and shared; a Kind's index is its place in it. Resources that it hands out are views of its
// own strings, so it outlives every call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/resource.h"
#include "fake_apiserver/schema/schema.h"
#include "fake_apiserver/store/store.h"

namespace nlbsim::fake_apiserver {

// Which bundle of versions is served. seed_compat serves Gateway and GatewayClass at v1alpha2 too, and the L4 routes at
// v1 and v1alpha2, so that older manifests apply as written.
enum class ServedVersions : std::uint8_t { seed_compat, gateway_api_v1_3, gateway_api_v1_6 };
std::optional<ServedVersions> parse_served_versions(std::string_view name);

struct Kind {
  kube::Resource resource;                 // at the storage version
  std::vector<std::string_view> versions;  // served, the storage version among them
  std::string_view singular;
  std::vector<std::string_view> short_names;
  bool custom = false;  // a CRD's kind: generation, strict status split, merge patches only
  bool has_status = false;
  bool has_generation = false;
  bool create_on_update = false;   // PUT on an absent name creates
  const Schema* schema = nullptr;  // null: a built-in kind, with native defaults

  // The same resource as seen through one of its served versions.
  kube::Resource at(std::string_view version) const;
};

class Registry {
 public:
  static std::shared_ptr<const Registry> make(ServedVersions served);

  std::size_t size() const { return kinds_.size(); }
  const Kind& operator[](KindIndex index) const { return kinds_[index]; }
  // By group and plural; the version of the resource is not looked at.
  std::optional<KindIndex> find(const kube::Resource& resource) const;
  // As a client names it: the kind must be served at that version.
  std::optional<kube::Resource> served(std::string_view group, std::string_view version, std::string_view plural) const;
  std::optional<kube::Resource> served_kind(std::string_view api_version, std::string_view kind) const;

 private:
  std::vector<Kind> kinds_;
};

}  // namespace nlbsim::fake_apiserver
