// Equality and order of values, as `==`, `<` and the keys of maps have them.
#pragma once

#include <compare>

#include "fake_apiserver/cel/value.h"

namespace nlbsim::fake_apiserver::cel {

bool is_numeric(const Value& value);
// Of int, uint and double in any mixture, exactly; unordered with NaN.
std::partial_ordering compare_numbers(const Value& a, const Value& b);

// Numbers compare across their types; what is of different kinds is unequal; a list of a set or map type ignores order.
// Neither may be an error.
bool are_equal(const Value& a, const Value& b);

// Of two values of one kind that has an order (numbers, strings, bytes, bools, timestamps, durations); unordered else.
std::partial_ordering compare(const Value& a, const Value& b);

// The order of keys: bools, numbers, strings. 1, 1u and 1.0 are one key.
bool is_key(const Value& value);
bool key_before(const Value& a, const Value& b);

}  // namespace nlbsim::fake_apiserver::cel
