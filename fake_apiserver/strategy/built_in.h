// The strategies of the built-in kinds that have rules of their own, one file each, and what they share.
#pragma once

#include <functional>

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

const Strategy& namespace_strategy();
const Strategy& node_strategy();
const Strategy& service_strategy();
const Strategy& event_strategy();
const Strategy& lease_strategy();
const Strategy& pod_strategy();
const Strategy& endpoint_slice_strategy();
const Strategy& endpoints_strategy();
const Strategy& config_map_strategy();
const Strategy& secret_strategy();
const Strategy& ingress_strategy();
const Strategy& ingress_class_strategy();
const Strategy& deployment_strategy();
const Strategy& replica_set_strategy();
const Strategy& daemon_set_strategy();
const Strategy& stateful_set_strategy();
const Strategy& job_strategy();
const Strategy& role_strategy();
const Strategy& role_binding_strategy();
const Strategy& priority_class_strategy();
const Strategy& webhooks_strategy();
const Strategy& admission_policy_strategy();
const Strategy& admission_binding_strategy();

// A spec or status that is no object, of a kind whose fields are in no table (types/), in the decoder's words; or
// empty.
std::string parts_type_error(const Target& target, const kube::Json& document);
// Sets a member that is absent or null.
void default_member(kube::Json::Place object, std::string_view key, kube::Json value);
// Changes every item of a list that is a member; nothing happens if it is none.
void change_items(kube::Json& object, std::string_view list, const std::function<void(kube::Json&)>& change);
// The same for a member that is an object.
void change_member(kube::Json& object, std::string_view key, const std::function<void(kube::Json&)>& change);
// Appends that a number of the spec is below zero.
void check_not_negative(const kube::Json& spec, std::string_view field, Findings& findings);
// Whether the text is an address of that family.
bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);

}  // namespace nlbsim::fake_apiserver
