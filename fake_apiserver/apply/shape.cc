#include "fake_apiserver/apply/shape.h"

#include <algorithm>
#include <array>

#include "fake_apiserver/schema/parts.h"

namespace nlbsim::fake_apiserver {
namespace {

using Form = Shape::Form;

// A list of a built-in kind whose items have keys; `holder` is the list that holds the object with this list, empty for
// others. Source: x-kubernetes-list-map-keys of the Kubernetes API's OpenAPI document.
struct NamedKeys {
  std::string_view list;
  std::string_view holder;
  std::array<std::string_view, 2> keys;
  std::string_view second_default;
};
constexpr std::array<NamedKeys, 12> kKeyed{{{"ports", "containers", {"containerPort", "protocol"}, "TCP"},
                                            {"ports", "initContainers", {"containerPort", "protocol"}, "TCP"},
                                            {"ports", "", {"port", "protocol"}, "TCP"},
                                            {"conditions", "", {"type", ""}, ""},
                                            {"containers", "", {"name", ""}, ""},
                                            {"initContainers", "", {"name", ""}, ""},
                                            {"volumes", "", {"name", ""}, ""},
                                            {"env", "containers", {"name", ""}, ""},
                                            {"volumeMounts", "containers", {"mountPath", ""}, ""},
                                            {"imagePullSecrets", "", {"name", ""}, ""},
                                            {"ownerReferences", "", {"uid", ""}, ""},
                                            {"addresses", "", {"type", ""}, ""}}};
constexpr std::array<std::string_view, 1> kSets{"finalizers"};
// Objects with entries of any name.
constexpr std::array<std::string_view, 9> kMaps{"labels", "annotations", "data",     "binaryData", "stringData",
                                                "limits", "requests",    "capacity", "allocatable"};
// Objects that are owned as one.
constexpr std::array<std::string_view, 5> kWhole{"selector", "matchLabels", "nodeSelector", "secretRef", "fieldRef"};

constexpr std::array<std::string_view, 15> kMetadata{"name",
                                                     "generateName",
                                                     "namespace",
                                                     "selfLink",
                                                     "uid",
                                                     "labels",
                                                     "deletionTimestamp",
                                                     "annotations",
                                                     "deletionGracePeriodSeconds",
                                                     "resourceVersion",
                                                     "finalizers",
                                                     "ownerReferences",
                                                     "managedFields",
                                                     "generation",
                                                     "creationTimestamp"};

bool listed(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

const NamedKeys* keys_named(std::string_view list, std::string_view holder) {
  const auto found = std::ranges::find_if(kKeyed, [&](const NamedKeys& entry) {
    return entry.list == list && (entry.holder.empty() || entry.holder == holder);
  });
  return found == kKeyed.end() ? nullptr : &*found;
}

}  // namespace

Shape Shape::object(const Schema* schema) {
  Shape out;
  out.root_ = true;
  out.schema_ = schema;
  if (schema) out.source_ = Source::schema;
  return out;
}

Shape Shape::of(const Schema& schema) {
  Shape out;
  out.source_ = Source::schema;
  out.schema_ = &schema;
  return out;
}

Shape Shape::named(std::string_view name, std::string_view holder) {
  Shape out;
  out.name_ = name;
  out.holder_ = holder;
  return out;
}

Form Shape::form(const Json& value) const {
  if (root_ || metadata_) return Form::fields;
  if (source_ == Source::schema) {
    const SchemaParts parts = parts_of(*schema_);
    if (parts.type == Schema::Type::array) {
      if (parts.list_type == Schema::ListType::map) return Form::keyed;
      return parts.list_type == Schema::ListType::set ? Form::set : Form::whole;
    }
    if (parts.type == Schema::Type::object) {
      if (parts.atomic_map) return Form::whole;
      return parts.has_properties ? Form::fields : Form::map;
    }
    return value.is_object() && parts.keeps_unknown ? Form::map : Form::whole;
  }
  if (value.is_array()) {
    if (listed(kSets, name_)) return Form::set;
    return keys_named(name_, holder_) ? Form::keyed : Form::whole;
  }
  if (!value.is_object() || listed(kWhole, name_)) return Form::whole;
  return listed(kMaps, name_) ? Form::map : Form::fields;
}

bool Shape::declares(std::string_view name) const {
  if (metadata_) return listed(kMetadata, name);
  if (root_ && (name == "apiVersion" || name == "kind" || name == "metadata")) return true;
  return source_ == Source::named || member_schema(*schema_, name) || parts_of(*schema_).keeps_unknown;
}

Shape Shape::field(std::string_view name) const {
  if (root_ && name == "metadata") {
    Shape out;
    out.metadata_ = true;
    return out;
  }
  if (metadata_ || source_ == Source::named) return named(name, holder_);
  const Schema* below = member_schema(*schema_, name);
  return below ? of(*below) : named("", "");
}

Shape Shape::item() const {
  if (source_ == Source::named) return named("", name_);
  const Schema* items = parts_of(*schema_).items;
  return items ? of(*items) : named("", "");
}

std::vector<ListKey> Shape::keys() const {
  std::vector<ListKey> out;
  if (source_ == Source::schema) {
    const SchemaParts parts = parts_of(*schema_);
    for (const std::string& key : parts.list_keys) {
      const Schema* property = parts.items ? parts.items->property(key) : nullptr;
      out.push_back({key, property ? parts_of(*property).default_value : Json()});
    }
    return out;
  }
  if (const NamedKeys* known = keys_named(name_, holder_)) {
    out.push_back({std::string(known->keys[0]), Json()});
    if (!known->keys[1].empty()) out.push_back({std::string(known->keys[1]), Json(std::string(known->second_default))});
  }
  return out;
}

std::string_view Shape::expected() const {
  if (source_ != Source::schema || root_) return {};
  const Schema::Type type = parts_of(*schema_).type;
  if (type == Schema::Type::array) return "list";
  return type == Schema::Type::object ? "map" : std::string_view();
}

}  // namespace nlbsim::fake_apiserver
