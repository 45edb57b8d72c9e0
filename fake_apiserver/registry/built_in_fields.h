// The fields of built-in kinds, as schemas: which there are, and which of their lists have keys. What the fields may
// hold is their strategies' business.
#pragma once

#include <memory>
#include <string_view>

#include "fake_apiserver/schema/lazy_schema.h"

namespace nlbsim::fake_apiserver {

// Null for a kind whose fields are not written down here: it keeps every field that it is given.
std::shared_ptr<const LazySchema> built_in_fields(std::string_view group, std::string_view kind);

// From the short form in which they are written: "spec{replicas:i ports[port,protocol=TCP]{port:i protocol}}". After a
// name: ":i" an integer, ":b" a flag, ":x" an integer or a text, ":m" a map of texts, ":*" anything; nothing, a text;
// "{...}" an object; "[]" before one of these a list of it that is owned as one, "[a,b=d]" a list of items that are
// told apart by the keys a and b, of which b is d where it is absent. The text is known to be well-formed.
api::Json schema_of_fields(std::string_view text);

}  // namespace nlbsim::fake_apiserver
