// A kind of object as the server knows it: its names, the versions at which it is served, and the strategy by which its
// objects live.
//
// Immutable and shared: the registry, streams and requests under way each hold the Kind that they began with, so an
// update or the end of a kind disturbs none of them. A Kind owns its strings but for the names in `resource` and of its
// versions, which last (registry/names.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/resource.h"
#include "fake_apiserver/registry/json_path.h"
#include "fake_apiserver/schema/lazy_schema.h"

namespace nlbsim::fake_apiserver {

class Strategy;

// What a name of that kind must look like.
enum class NameRule : std::uint8_t { dns1123_subdomain, dns1123_label, dns1035_label, path_segment };

// A column of `kubectl get`, after the name.
struct Column {
  std::string name;
  std::string type = "string";  // or "integer", "number", "boolean", "date"
  JsonPath path;
  int priority = 0;  // 1: only in wide output
  std::string format{};
  std::string description{};
};
// The column of a built-in kind.
Column column(std::string name, std::string type, std::string_view path, int priority = 0);

// One version of a kind. Without schema, objects are stored as they come.
struct KindVersion {
  std::string_view name;
  std::shared_ptr<const LazySchema> schema;
  std::vector<Column> columns;
  bool served = true;                                     // else it is there because objects are stored at it
  std::string deprecation{};                              // a warning to everyone who uses it; may be empty
  std::optional<JsonPath> replicas{}, status_replicas{};  // of the scale subresource
};

struct Kind {
  kube::Resource resource;            // at the storage version
  std::vector<KindVersion> versions;  // served ones first, and of these the preferred one; the
                                      // storage version is among them
  const Strategy* strategy = nullptr;
  std::string singular;
  std::string list_kind;
  std::vector<std::string> short_names;
  std::vector<std::string> categories;
  std::vector<std::string> verbs;
  std::vector<std::string> fields;  // of field selectors, besides metadata.name and metadata.namespace
  NameRule name_rule = NameRule::dns1123_subdomain;
  bool custom = false;  // a CRD's kind: strict status split, merge patches only
  bool has_status = false;
  bool has_generation = false;
  bool create_on_update = false;       // PUT on an absent name creates
  bool unconditional_update = false;   // PUT without resourceVersion overwrites
  bool delete_answers_object = false;  // also when it has gone; others answer a Status
  std::string api_version;             // of the storage version: "gateway.networking.k8s.io/v1"

  // The same resource as seen through one of its served versions.
  kube::Resource at(std::string_view version) const;
  bool serves(std::string_view version) const {
    const KindVersion* known = find(version);
    return known && known->served;
  }
  // Whether the schema of the storage version fills a status that create has dropped.
  bool defaults_status() const;
  // The version of that name, or null.
  const KindVersion* find(std::string_view version) const;
  // The schema and columns of a version; of the storage version if that one is not served.
  const KindVersion& version(std::string_view name) const;
  bool has_verb(std::string_view verb) const;
};

using KindRef = std::shared_ptr<const Kind>;

}  // namespace nlbsim::fake_apiserver
