// Regular expressions. A pattern that is a literal is compiled when its program is, into a value that stands where the
// string was; any other is compiled when it is used.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fake_apiserver/cel/value.h"
#include "sim/result.h"

namespace re2 {
class RE2;
}

namespace nlbsim::fake_apiserver::cel {

using PatternRef = std::shared_ptr<const re2::RE2>;

// Error message as Go words it: "error parsing regexp: missing closing ): `(a`".
sim::Result<PatternRef> compile_pattern(std::string_view text);
// A value that is a string to everybody but pattern_of().
Value pattern_value(std::string_view text, PatternRef pattern);
// Of a string, or of such a value.
sim::Result<PatternRef> pattern_of(const Value& value);

}  // namespace nlbsim::fake_apiserver::cel
