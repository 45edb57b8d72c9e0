// JSON documents: text in and out, and what is asked of values (value.h). Text is parsed once at the border and typed
// after that (api/describe.h, api/kube/object.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/json/value.h"
#include "sim/hasher.h"
#include "sim/result.h"

namespace nlbsim::api {

using JsonRef = std::shared_ptr<const Json>;  // an immutable document, shared instead of copied

// Strict RFC 8259, valid UTF-8, at most 64 levels deep; of members with one name the last counts. Error code
// "InvalidJson", message with offset.
sim::Result<Json> parse_json(std::string_view text);
// Compact, keys sorted; invalid UTF-8 is replaced, so it never throws.
std::string dump_json(const Json& value);
std::string dump_json_pretty(const Json& value);

// Equal values have equal fingerprints. Objects and lists remember theirs.
void hash_json(sim::Hasher& hasher, const Json& value);
std::uint64_t fingerprint(const Json& value);

// A document that any number of threads may hold and copy at once, for what is prepared once and then played many
// times: templates of worlds, manifests of scenarios. It stays until the process ends (equal ones once), so what a user
// sends while the program serves is never frozen. A change of a copy makes nodes of the changer's own, as ever.
Json freeze(Json value);

// A member of an object, or null: never throws, never inserts.
inline const Json& member(const Json& object, std::string_view key) { return object[key]; }
// member() of member() ...: at(doc, "status", "conditions").
template <class... Keys>
const Json& at(const Json& object, std::string_view key, Keys... keys) {
  if constexpr (sizeof...(keys) == 0) return member(object, key);
  else return at(member(object, key), keys...);
}
// The text of a string value, or empty.
inline std::string_view text(const Json& value) { return value.text(); }

// RFC 7386: null deletes, objects merge, everything else replaces.
void merge_patch(Json& target, const Json& patch);
// RFC 6902; nothing if an operation can't be carried out.
std::optional<Json> json_patched(const Json& document, const Json& operations);

}  // namespace nlbsim::api
