// How objects of an end state are read and named: small functions that several readers of it share.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/json/json.h"

namespace nlbsim::scenarios {

// The text of a member, or empty.
std::string text_member(const api::Json& object, std::string_view key);
// "example-ns/my-tcp-gateway", or the name alone.
std::string key_text(const api::Json& object);
// "Gateway example-ns/my-tcp-gateway".
std::string subject_text(const api::Json& object);
// "parent my-tcp-gateway/tcp-app" of a parentRef.
std::string parent_text(const api::Json& parent_ref);
// The kind that a parentRef names: "Gateway" where it says none.
std::string parent_kind(const api::Json& parent_ref);
// Whether an apiVersion is of what controllers of Gateways read: the Gateway API's groups, and those of k8s.aws.
bool of_gateways(std::string_view api_version);
// "a, b, c and 4 more": the first three names.
std::string first_names(std::span<const std::string> names);
// Whether an apiVersion is one of a group.
bool in_group(std::string_view api_version, std::string_view group);
// A route of the Gateway API, of whatever kind.
bool is_route(const api::Json& object);
// {"3 healthy, 1 initial"} of a target group's targets; "none".
std::string health_text(const api::Json& targets);

}  // namespace nlbsim::scenarios
