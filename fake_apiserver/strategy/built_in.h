// The strategies of the built-in kinds that have rules of their own, one file each, and what they share.
#pragma once

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

const Strategy& namespace_strategy();
const Strategy& node_strategy();
const Strategy& service_strategy();
const Strategy& event_strategy();
const Strategy& lease_strategy();
const Strategy& pod_strategy();

// A value of the wrong JSON type in the words of the decoder that refuses it.
std::string cannot_unmarshal(const kube::Json& value, std::string_view field, std::string_view type);
// The same for a spec or status that is no object; or empty.
std::string parts_type_error(const Target& target, const kube::Json& document);
// Sets a member that is absent or null.
void default_member(kube::Json::Place object, std::string_view key, kube::Json value);

}  // namespace nlbsim::fake_apiserver
