// The schemas of the kinds that this server knows from the start, one file per kind, in the form of a CRD's
// openAPIV3Schema (apiVersion, kind and metadata are implied). Field rules as in Gateway API v1.3.0, experimental
// channel.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver::kinds {

// Compiled on first use, shared by all worlds.
const std::shared_ptr<const Schema>& gateway_class();
const std::shared_ptr<const Schema>& gateway();
const std::shared_ptr<const Schema>& tcp_route();
const std::shared_ptr<const Schema>& reference_grant();
const std::shared_ptr<const Schema>& target_group_binding();

// Parses and compiles a schema source of ours.
std::shared_ptr<const Schema> compile_source(std::string_view source);
// Replaces the names of shared parts ("$group", "$conditions", ...) by their schemas.
std::string expand(std::string_view source);

}  // namespace nlbsim::fake_apiserver::kinds
