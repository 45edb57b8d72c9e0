// Merge patch bodies for statuses and finalizers, as the controller sends them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "api/json/json.h"
#include "api/kube/views.h"
#include "engine/profile.h"

namespace nlbsim::engine {

api::Json conditions_json(std::span<const kube::Condition> conditions);

// {"status": changes}; with the resourceVersion that `object` has where the profile locks status writes, so that what
// somebody else wrote in between is never overwritten unseen.
api::Json status_patch(const kube::ObjectRef& object, api::Json changes, const Profile& profile);

// The whole list of finalizers with one more or one less, locked by resourceVersion; none: nothing to change.
std::optional<api::Json> add_finalizer_patch(const kube::ObjectRef& object, std::string_view finalizer);
std::optional<api::Json> remove_finalizer_patch(const kube::ObjectRef& object, std::string_view finalizer);

}  // namespace nlbsim::engine
