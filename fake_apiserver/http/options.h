// The options of requests as the API has them: parameters of the query, read the way the real server reads them, and
// what makes them invalid.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/target.h"
#include "api/kube/kube.h"
#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {

// "", "false" and "0" written as a flag: only the last two are false, and a parameter without a value is true.
std::optional<bool> flag(const http::Target& target, std::string_view name);
// The integer, nothing if the parameter is absent, or a BadRequest in Go's words.
sim::Result<std::optional<std::int64_t>> integer(const http::Target& target, std::string_view name);

// The revision that a text is, if it is one.
std::optional<std::uint64_t> revision_of(std::string_view text);

kube::FieldValidation field_validation(const http::Target& target);
// Every value of a repeated parameter.
std::vector<std::string> values_of(const http::Target& target, std::string_view name);

// What is wrong, as causes: each of these looks at its own part.
void check_dry_run(const std::vector<std::string>& values, Causes& causes);
void check_field_validation(std::string_view mode, Causes& causes);
void check_field_manager(std::string_view manager, Causes& causes);

// An option that is forbidden beside the others.
sim::ErrorCause forbidden_option(std::string_view option, std::string_view why);

// 422 of "CreateOptions", "ListOptions" and so on; nothing if there are no causes.
std::optional<sim::Error> invalid_options(std::string_view options, Causes causes);

}  // namespace nlbsim::fake_apiserver
