// How much memory a document holds on to, for whoever keeps documents within bounds.
#pragma once

#include <cstddef>

#include "api/json/value.h"

namespace nlbsim::api {

// About the bytes behind the value, as if it shared nothing with others. Walks all of it.
std::size_t footprint(const Json& value);

}  // namespace nlbsim::api
