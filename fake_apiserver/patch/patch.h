// The patch types of the Kubernetes API, as pure functions over documents.
#pragma once

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

using api::Json;

// RFC 6902, at most 10000 operations. Error code "Invalid" when an operation can't be applied, "RequestEntityTooLarge"
// when there are too many, "BadRequest" when the patch is no array.
sim::Result<Json> apply_json_patch(const Json& document, const Json& patch);

// Strategic merge for built-in kinds: lists whose items have a merge key (ports, conditions, ...) merge item by item,
// new items first; finalizers are a set; every other list is replaced. Directives: $patch delete, replace, merge,
// $setElementOrder, $retainKeys and $deleteFromPrimitiveList. Error code "InternalError" for an unknown directive or a
// missing merge key.
sim::Result<Json> apply_strategic_merge(const Json& document, const Json& patch);

// RFC 7386: `base` with `patch` merged in, without copying what the patch replaces.
Json merged(const Json& base, const Json& patch);

}  // namespace nlbsim::fake_apiserver
