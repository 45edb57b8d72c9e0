// The patch types of the Kubernetes API, as pure functions over documents.
#pragma once

#include <string_view>

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

// The member by which a strategic merge knows the items of a list of that name; empty: the list is replaced whole.
// `holder` is the list that the object with this list is an item of, empty for others.
std::string_view strategic_merge_key(std::string_view list, std::string_view holder);

// RFC 7386: `base` with `patch` merged in, without copying what the patch replaces.
Json merged(const Json& base, const Json& patch);

}  // namespace nlbsim::fake_apiserver
