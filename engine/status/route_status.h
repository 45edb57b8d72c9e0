// status.parents of a route: the entries that carry our controllerName, and only those.
//
// Entries of other controllers are passed on as they stand, byte for byte. An entry of ours belongs to one parentRef;
// it goes when the parentRef does, or when the Gateway it names is not ours any more.
#pragma once

#include <functional>
#include <optional>

#include "api/json/json.h"
#include "engine/conditions/conditions.h"
#include "engine/profile.h"

namespace nlbsim::engine {

// What one parentRef of the route should show.
struct DesiredParent {
  const kube::ParentReference* parent = nullptr;
  std::span<const kube::Condition> conditions;
};

struct DesiredParents {
  std::vector<DesiredParent> entries;
  // Whether an entry of ours that is not among them stays: its parentRef is still there, and its Gateway has yet to
  // speak.
  std::function<bool(const kube::ParentReference&)> keeps;
};

// The entry for the parentRef is there and says this.
bool route_parent_up_to_date(const kube::ObjectRef& route, const DesiredParent& desired);
// A merge patch for the status subresource; none: nothing differs.
std::optional<api::Json> route_status_patch(const kube::ObjectRef& route, const DesiredParents& desired,
                                            const Stamp& stamp, const Profile& profile);

}  // namespace nlbsim::engine
