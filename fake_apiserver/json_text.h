// What a server written in Go says about the text of a JSON body: where it breaks off, and which members it has twice.
// Both read the text itself, because a parsed document has forgotten them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nlbsim::fake_apiserver {

// As encoding/json words it: "invalid character 'o' in literal null (expecting 'u')"; empty if the text is JSON.
std::string json_syntax_error(std::string_view text);

// "metadata.name", "spec.ports[0].port", in the order of the text, each once, at most a hundred. The text is JSON.
std::vector<std::string> duplicate_fields(std::string_view text);

// Appends an object without its own apiVersion and kind, as an item of a list that says them once. `text` is compact.
void append_bare_item(std::string_view text, std::string& out);

// A body in an error message: its first bytes, as hexadecimal digits unless it begins an object.
std::string summarized(std::string_view text);

}  // namespace nlbsim::fake_apiserver
