// What becomes of a document that is decoded into a struct and written again: the wrong types that a decoder refuses,
// the fields that it does not know, and the form in which the rest is stored and shown. Pure functions; the type and
// the document may be of any kind. apiVersion, kind and metadata are looked at elsewhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/types/struct_type.h"

namespace nlbsim::fake_apiserver {

// The first value of a wrong type in the decoder's words, as `json: cannot unmarshal string into Go struct field
// ServicePort.spec.ports.port of type int32`; or empty.
std::string decode_error(const StructType& type, const api::Json& document);
// The same of one value that has the wrong type.
std::string cannot_unmarshal(const api::Json& value, std::string_view field, std::string_view type);

// Without unknown fields, without null and empty values that are not written, with those that are written though they
// are empty; nothing if the document is like that already. It has been found to have the right types.
std::optional<api::Json> as_decoded(const StructType& type, const api::Json& document);

// The value of a struct of which nothing is set.
api::Json empty_value(const StructType& type);

// Appends the paths of fields that the struct does not have: "spec.ports[0].bogus".
void collect_unknown(const StructType& type, const api::Json& document, std::vector<std::string>& paths);

}  // namespace nlbsim::fake_apiserver
