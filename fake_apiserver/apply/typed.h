// What server-side apply does with documents, as structured-merge-diff does it: which fields a document sets, what two
// documents differ in, one merged into the other, fields taken out. Pure functions over values.
#pragma once

#include <string>
#include <vector>

#include "fake_apiserver/apply/field_tree.h"
#include "fake_apiserver/apply/shape.h"

namespace nlbsim::fake_apiserver {

// What keeps the document from being taken apart: fields that are not declared, wrong types, items without or with
// repeated keys; each as ".spec.x: why".
std::vector<std::string> shape_errors(const Json& document, const Shape& shape);

// Every field that the document sets.
FieldTree field_set(const Json& document, const Shape& shape);

struct Difference {
  FieldTree added, modified, removed;
};
Difference difference(const Json& before, const Json& after, const Shape& shape);

// `live` with what `applied` sets; items of lists in the order of `applied`, others where they were.
Json merged_typed(const Json& live, const Json& applied, const Shape& shape);

// Without the fields and items that are members of `gone`.
Json without(const Json& document, const FieldTree& gone, const Shape& shape);

// Also fields that only lead to members are members: so an object goes with the last of its fields.
FieldTree with_parents(const FieldTree& tree);

}  // namespace nlbsim::fake_apiserver
