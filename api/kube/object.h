// A Kubernetes object, immutable once made: the JSON document as stored, its metadata decoded once, and typed views
// that are decoded on first use and then shared by everyone who holds the object. Change means: copy the document, edit
// it, make a new Object. Objects travel as ObjectRef and belong to one world (views are cached without a lock).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "api/json/json.h"
#include "api/kube/resource.h"
#include "sim/time.h"

namespace nlbsim::kube {

using api::Json;

struct OwnerReference {
  std::string apiVersion, kind, name, uid;
  bool operator==(const OwnerReference&) const = default;
};

struct ObjectMeta {
  std::string name;
  std::string namespace_;
  std::string uid;
  std::uint64_t resource_version = 0;  // 0: not stored yet
  std::int64_t generation = 0;
  sim::Instant creation_timestamp;
  std::optional<sim::Instant> deletion_timestamp;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::vector<std::string> finalizers;
  std::vector<OwnerReference> owner_references;

  ObjectKey key() const { return {namespace_, name}; }
  bool deleting() const { return deletion_timestamp.has_value(); }
  bool has_finalizer(std::string_view finalizer) const;
};

class Object;
using ObjectRef = std::shared_ptr<const Object>;

class Object {
 public:
  explicit Object(Json document);
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  static ObjectRef make(Json document) { return std::make_shared<const Object>(std::move(document)); }

  const Json& document() const { return document_; }
  const ObjectMeta& meta() const { return meta_; }
  std::string_view api_version() const { return api::text(api::member(document_, "apiVersion")); }
  std::string_view kind() const { return api::text(api::member(document_, "kind")); }
  // Of the whole document; computed once.
  std::uint64_t fingerprint() const;
  // The document as compact JSON, encoded on first use and then shared by every answer and watcher.
  const std::shared_ptr<const std::string>& encoded() const;

  // The typed view, decoded on first use by `void read_view(const Json&, T&)`, which api/kube/views.h declares for each
  // kind. One object has one kind, so only one view type is ever asked of it.
  template <class T>
  const T& view() const {
    if (!view_ || *view_type_ != typeid(T)) {
      auto fresh = std::make_shared<T>();
      read_view(document_, *fresh);
      view_ = std::move(fresh);
      view_type_ = &typeid(T);
    }
    return *static_cast<const T*>(view_.get());
  }

 private:
  const Json document_;
  const ObjectMeta meta_;
  mutable std::optional<std::uint64_t> fingerprint_;
  mutable std::shared_ptr<const std::string> encoded_;
  mutable std::shared_ptr<const void> view_;
  mutable const std::type_info* view_type_ = nullptr;
};

void hash_into(sim::Hasher& hasher, const ObjectRef& object);
Json to_json(const ObjectRef& object);

}  // namespace nlbsim::kube
