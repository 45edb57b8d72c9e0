// A set of field paths: who owns what of an object.
//
// Path elements have the spelling of metadata.managedFields (fieldsV1): "f:name" is a field, "k:{...}" an item by its
// keys, "v:..." an item by its value. A path may be in the set itself, or only lead to others. A plain value.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"

namespace nlbsim::fake_apiserver {

using FieldPathElements = std::vector<std::string>;

struct FieldTree {
  bool member = false;
  std::map<std::string, FieldTree, std::less<>> children;

  bool empty() const { return !member && children.empty(); }
  void insert(std::span<const std::string> path);
  // Null if nothing at or below the element is in the set.
  const FieldTree* find(std::string_view element) const;
  bool operator==(const FieldTree&) const = default;
};

FieldTree unite(const FieldTree& a, const FieldTree& b);
FieldTree intersect(const FieldTree& a, const FieldTree& b);
// Without the members of `b`.
FieldTree subtract(const FieldTree& a, const FieldTree& b);
// Without the members of `b` and everything below them.
FieldTree subtract_subtrees(const FieldTree& a, const FieldTree& b);
// Calls f(path) for every member: a path before those below it, elements in order.
void for_each_member(const FieldTree& tree, const std::function<void(const FieldPathElements&)>& f);

// fieldsV1 and back; what is no element of a path is left out.
api::Json to_fields_v1(const FieldTree& tree);
FieldTree from_fields_v1(const api::Json& fields);

// As messages name it: .spec.listeners[name="a"].port
std::string path_text(const FieldPathElements& path);

}  // namespace nlbsim::fake_apiserver
