// Fields of a body that the schema of its kind does not know: dropped silently, with a warning, or refused, as the
// client's fieldValidation asks (Ignore, Warn, Strict). A kind without schema knows every field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

// Dotted paths, "spec.listeners[0].bogus", in the order of the document. Metadata has the same fields in every kind.
std::vector<std::string> unknown_fields(const Kind& kind, std::string_view version, const api::Json& body);

}  // namespace nlbsim::fake_apiserver
