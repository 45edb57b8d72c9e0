// The rules of metadata that hold for every kind: names, labels, annotations, finalizers, owner references.
//
// Messages as in k8s.io/apimachinery/pkg/util/validation and api/validation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"
#include "sim/ids.h"

namespace nlbsim::fake_apiserver {

// What is wrong with a name, or empty.
std::string name_error(std::string_view name, NameRule rule);
// What is wrong with the key of a label or annotation, or with a label's value; or empty.
std::string qualified_name_error(std::string_view key);
std::string label_value_error(std::string_view value);

// Types that the decoder of a real server insists on, in its words; or empty.
std::string metadata_type_error(const api::Json& metadata);
// Fields that metadata and its owner references do not have: their paths.
void collect_unknown_metadata(const api::Json& metadata, std::vector<std::string>& paths);
// As it comes out of the decoder: without unknown fields, without empty collections, null values of maps empty.
void normalize_metadata(api::Json& metadata);
// What a client should be warned of, though it is taken: finalizers without a domain that are new, of a custom kind,
// and owners that are named twice.
void collect_warnings(const api::Json& metadata, const api::Json& old_metadata, const Kind& kind,
                      std::vector<std::string>& warnings);
// Appends what is wrong. Parts equal to `old_metadata` (null on create) are not looked at again.
void validate_metadata(const api::Json& metadata, const api::Json& old_metadata, const Kind& kind, Findings& findings);

// generateName cut to 58 characters, and five that belong to how often it was used.
std::string generated_name(sim::IdMint& mint, std::string_view namespace_, std::string_view prefix);

}  // namespace nlbsim::fake_apiserver
