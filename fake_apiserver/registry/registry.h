// Which kinds the server has, at which versions it serves them, and by which rules each lives.
//
// The registry is immutable and shared; a Kind's index is its place in it. Resources that it hands out are views of its
// own strings, so it outlives every call. A kind without schema is stored as it comes.
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

// What is special about a built-in kind; `generic` kinds are stored without defaults of their own.
enum class Nature : std::uint8_t { generic, namespace_, node, service, event, lease, pod };
// What a name of that kind must look like.
enum class NameRule : std::uint8_t { dns1123_subdomain, dns1123_label, dns1035_label };

// A column of `kubectl get`, after the name. `path` is dotted; of a list of conditions, "[Type]" picks one.
struct Column {
  std::string_view name;
  std::string_view type = "string";  // or "integer", "date"
  std::string_view path;
  int priority = 0;  // 1: only in wide output
};

struct Kind {
  kube::Resource resource;                 // at the storage version
  std::vector<std::string_view> versions;  // served, the preferred one first, the storage version among them
  std::string_view singular;
  std::vector<std::string_view> short_names;
  std::vector<std::string_view> categories;
  std::vector<std::string_view> verbs;
  std::vector<Column> columns;
  std::vector<std::string_view> fields;  // of field selectors, besides metadata.name and metadata.namespace
  Nature nature = Nature::generic;
  NameRule name_rule = NameRule::dns1123_subdomain;
  bool custom = false;  // a CRD's kind: strict status split, merge patches only
  bool has_status = false;
  bool has_generation = false;
  bool create_on_update = false;      // PUT on an absent name creates
  bool unconditional_update = false;  // PUT without resourceVersion overwrites
  const Schema* schema = nullptr;     // null: no schema
  bool status_defaulted = false;      // the schema fills a status that create has dropped
  std::string api_version;            // of the storage version: "gateway.networking.k8s.io/v1"

  // The same resource as seen through one of its served versions.
  kube::Resource at(std::string_view version) const;
  bool serves(std::string_view version) const;
};

class Registry {
 public:
  static std::shared_ptr<const Registry> make(ServedVersions served);

  std::size_t size() const { return kinds_.size(); }
  const Kind& operator[](KindIndex index) const { return kinds_[index]; }
  const std::vector<Kind>& kinds() const { return kinds_; }
  // By group and plural; the version of the resource is not looked at.
  std::optional<KindIndex> find(const kube::Resource& resource) const;
  // As a client names it: the kind must be served at that version.
  std::optional<kube::Resource> served(std::string_view group, std::string_view version, std::string_view plural) const;
  std::optional<kube::Resource> served_kind(std::string_view api_version, std::string_view kind) const;
  // The index of the kind that owner references name; any version of the group will do.
  std::optional<KindIndex> find_kind(std::string_view api_version, std::string_view kind) const;

 private:
  std::vector<Kind> kinds_;
};

}  // namespace nlbsim::fake_apiserver
