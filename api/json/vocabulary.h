// The names that members of documents have all the time. Keys of them (key.h) are the same pointer everywhere.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "api/json/key.h"

namespace nlbsim::api {

std::span<const std::string_view> vocabulary();

}  // namespace nlbsim::api
