// The patch of `kubectl apply` for an object that is there: what the manifest says now, and the removal of what the
// manifest applied before said and this one does not. What others have set stays. Pure functions over documents;
// `before` is null where nothing was applied.
#pragma once

#include "api/json/json.h"

namespace nlbsim::scenarios {

// For custom kinds, an RFC 7386 merge patch: lists are replaced whole.
api::Json merge_apply_patch(const api::Json& before, const api::Json& now);

// For built-in kinds, a strategic merge patch: lists with a merge key are merged item by item and come in the order of
// the manifest.
api::Json strategic_apply_patch(const api::Json& before, const api::Json& now);

// What of a patch would change anything: kubectl sends no more. It matters where items of a list cannot be told apart
// by their key (two ports of one number).
api::Json differing(const api::Json& patch, const api::Json& current);

}  // namespace nlbsim::scenarios
