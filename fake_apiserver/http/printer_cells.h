// What cells of tables are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "sim/time.h"

namespace nlbsim::fake_apiserver::printing {

inline constexpr std::string_view kNone = "<none>";
inline constexpr std::string_view kUnknown = "<unknown>";

api::Json or_else(std::string_view value, std::string_view otherwise);
// With commas between them.
std::string joined(const std::vector<std::string>& parts, std::string_view otherwise);
// The first three of a list, and how many more there are.
std::string shortened(const std::vector<std::string>& parts, std::string_view otherwise);
// "app=web,tier=front"
std::string labels_text(const api::Json& labels);
// A label selector as kubectl writes it: "app=web,env in (a,b)".
std::string selector_text(const api::Json& selector);
std::int64_t number(const api::Json& value);
std::string lower(std::string_view word);
api::Json name_cell(const api::Json& object, sim::Instant now);
api::Json age_cell(const api::Json& object, sim::Instant now);

}  // namespace nlbsim::fake_apiserver::printing
