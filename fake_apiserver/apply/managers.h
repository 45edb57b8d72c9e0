// metadata.managedFields: who owns which fields of an object, and what an update or an apply makes of that.
//
// As k8s.io/apimachinery's managedfields and structured-merge-diff have it: an update takes what it changes from
// everybody; an apply takes what it says, refuses to take what others own and have otherwise unless it is forced, and
// lets go of what it no longer says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/apply/field_tree.h"
#include "fake_apiserver/apply/shape.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

// One entry. Two are the same manager's if all but their time and fields are equal; of those who apply, whatever their
// version.
struct Manager {
  std::string name;
  bool apply = false;
  std::string api_version;
  std::string subresource;
  std::string time;  // RFC 3339; empty: it has never changed anything
  FieldTree fields;

  bool same_as(const Manager& other) const;
};
using Managers = std::vector<Manager>;

Managers read_managers(const Json& managed_fields);
// In the order in which the server writes them.
Json managers_json(Managers managers);
// A list of one empty entry: the client wants to forget all owners.
bool forgets_managers(const Json& managed_fields);

// Who writes, through what, and what of the object that path can't write.
struct FieldWriter {
  Manager who;  // without fields
  FieldTree ignored;
  Shape shape;
};
// Fields that nobody owns, and what the path of a subresource (empty: the main one) does not write.
FieldTree ignored_fields(const Json& document, std::string_view subresource, bool has_status);

// After `before` (null: it was created) has become `after`.
Managers updated_managers(Managers managers, const Json& before, const Json& after, const FieldWriter& writer);

struct Applied {
  Json document;
  Managers managers;
  bool changed = false;  // the document differs from the live one
};
// `live` is null if there is no object yet. Error code "Conflict" with a cause per field, unless forced.
sim::Result<Applied> apply_configuration(const Json& live, Managers managers, const Json& configuration,
                                         const FieldWriter& writer, bool force);

}  // namespace nlbsim::fake_apiserver
