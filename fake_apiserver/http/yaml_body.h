// Bodies in YAML, as the JSON documents that they stand for.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver {

// One document: scalars typed as YAML 1.1 types them, keys as text, aliases followed up to 200,000 nodes, at most 64
// levels. Error code "InvalidYaml", the message as a Go server words it: "yaml: line 1: ...".
sim::Result<api::Json> parse_yaml_body(std::string_view text);
// Keys sorted, lists level with the key that holds them.
std::string to_yaml(const api::Json& value);

}  // namespace nlbsim::fake_apiserver
