// Whether a pattern can tell one document from another: a value that it matches, and one that it does not. What neither
// finds says of an expectation that nothing could break it, or that nothing could ever be like it.
#pragma once

#include <optional>
#include <span>

#include "scenarios/language/pattern.h"

namespace nlbsim::scenarios {

// Made from the samples, documents such as the pattern will see, by changing what the pattern asks about; or from
// nothing where there are none. References stand for themselves.
std::optional<Json> value_that_matches(const Pattern& pattern, std::span<const Json> samples);
// One of the candidates, which are all that the pattern could see; or one made from them, of what the pattern forbids.
std::optional<Json> value_that_differs(const Pattern& pattern, std::span<const Json> candidates);

}  // namespace nlbsim::scenarios
