// JSON text in and out, in one translation unit. The value type is nlohmann::json, keys sorted; text is parsed once at
// the border and typed after that (api/describe.h, api/kube/object.h).
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sim/hasher.h"
#include "sim/result.h"

namespace nlbsim::api {

using Json = nlohmann::json;
using JsonRef = std::shared_ptr<const Json>;  // an immutable document, shared instead of copied

// Strict RFC 8259, valid UTF-8, at most 64 levels deep, no duplicate check. Error code "InvalidJson", message with
// offset.
sim::Result<Json> parse_json(std::string_view text);
// Compact, keys sorted; invalid UTF-8 is replaced, so it never throws.
std::string dump_json(const Json& value);
std::string dump_json_pretty(const Json& value);

void hash_json(sim::Hasher& hasher, const Json& value);
std::uint64_t fingerprint(const Json& value);

// A member of an object, or null: never throws, never inserts.
const Json& member(const Json& object, std::string_view key);
// member() of member() ...: at(doc, "status", "conditions").
template <class... Keys>
const Json& at(const Json& object, std::string_view key, Keys... keys) {
  if constexpr (sizeof...(keys) == 0) return member(object, key);
  else return at(member(object, key), keys...);
}
// The text of a string value, or empty.
std::string_view text(const Json& value);

// RFC 7386: null deletes, objects merge, everything else replaces.
void merge_patch(Json& target, const Json& patch);

}  // namespace nlbsim::api
