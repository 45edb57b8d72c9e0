// Equality and order of JSON values, and the fingerprint that agrees with them: equal values have equal fingerprints,
// whatever types their numbers have.
#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>

#include "api/json/json.h"

namespace nlbsim::api {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

// A whole number: its sign, and what it is in two's complement.
struct Whole {
  bool negative;
  std::uint64_t bits;
  std::strong_ordering operator<=>(const Whole& other) const {
    if (negative != other.negative) return negative ? std::strong_ordering::less : std::strong_ordering::greater;
    return bits <=> other.bits;
  }
  bool operator==(const Whole&) const = default;
};

Whole whole_of(const Json& value) {
  if (value.type() == Json::Type::number_unsigned) return {false, value.get<std::uint64_t>()};
  const auto number = value.get<std::int64_t>();
  return {number < 0, static_cast<std::uint64_t>(number)};
}

bool is_whole(double number) { return number >= -kTwoTo63 && number < kTwoTo64 && std::trunc(number) == number; }

Whole whole_of(double number) {
  if (number < 0) return {true, static_cast<std::uint64_t>(static_cast<std::int64_t>(number))};
  return {false, static_cast<std::uint64_t>(number)};
}

std::partial_ordering compare(double a, const Whole& b) {
  if (std::isnan(a)) return std::partial_ordering::unordered;
  if (a < -kTwoTo63) return std::partial_ordering::less;
  if (a >= kTwoTo64) return std::partial_ordering::greater;
  const double below = std::floor(a);
  const std::strong_ordering order = whole_of(below) <=> b;
  return order == 0 && below != a ? std::partial_ordering::greater : std::partial_ordering(order);
}

std::partial_ordering compare_numbers(const Json& a, const Json& b) {
  if (a.is_number_float() && b.is_number_float()) return a.get<double>() <=> b.get<double>();
  if (a.is_number_float()) return compare(a.get<double>(), whole_of(b));
  if (b.is_number_float()) return 0 <=> compare(b.get<double>(), whole_of(a));
  return whole_of(a) <=> whole_of(b);
}

int rank(Json::Type type) {
  switch (type) {
    case Json::Type::null: return 0;
    case Json::Type::boolean: return 1;
    case Json::Type::number_integer:
    case Json::Type::number_unsigned:
    case Json::Type::number_float: return 2;
    case Json::Type::object: return 3;
    case Json::Type::array: return 4;
    case Json::Type::string: return 5;
  }
  return 6;
}

bool known_to_differ(const Json& a, const Json& b) {
  const std::uint64_t one = a.remembered_fingerprint();
  const std::uint64_t other = b.remembered_fingerprint();
  return one != 0 && other != 0 && one != other;
}

std::uint64_t node_fingerprint(const Json& value) {
  if (const std::uint64_t known = value.remembered_fingerprint()) return known;
  sim::Hasher hasher;
  hasher.add(value.size());
  if (value.is_object()) {
    for (const auto& [name, entry] : value.items()) {
      hasher.add(name.fingerprint());
      hash_json(hasher, entry);
    }
  } else {
    for (const Json& entry : value) hash_json(hasher, entry);
  }
  value.remember_fingerprint(hasher.digest());
  return hasher.digest();
}

void hash_number(sim::Hasher& hasher, const Json& value) {
  const bool fraction = value.is_number_float() && !is_whole(value.get<double>());
  if (fraction) {
    hasher.add(static_cast<std::uint64_t>(Json::Type::number_float));
    hasher.add(std::bit_cast<std::uint64_t>(value.get<double>()));
    return;
  }
  const Whole whole = value.is_number_float() ? whole_of(value.get<double>()) : whole_of(value);
  hasher.add(static_cast<std::uint64_t>(whole.negative ? Json::Type::number_integer : Json::Type::number_unsigned));
  hasher.add(whole.bits);
}

}  // namespace

bool Json::equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::object: {
      if (a.size() != b.size() || known_to_differ(a, b)) return false;
      const auto same_member = [](const Member& x, const Member& y) {
        return x.first == y.first && x.second == y.second;
      };
      return std::ranges::equal(a.items(), b.items(), same_member);
    }
    case Type::array:
      return a.size() == b.size() && !known_to_differ(a, b) && std::equal(a.begin(), a.end(), b.begin());
    case Type::string: return a.text() == b.text();
    case Type::boolean: return a.get<bool>() == b.get<bool>();
    default: return true;
  }
}

bool Json::less(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) < 0;
  if (a.type() != b.type()) return rank(a.type()) < rank(b.type());
  switch (a.type()) {
    case Type::object: {
      const auto before = [](const Member& x, const Member& y) {
        return x.first < y.first || (x.first == y.first && x.second < y.second);
      };
      return std::ranges::lexicographical_compare(a.items(), b.items(), before);
    }
    case Type::array: return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    case Type::string: return a.text() < b.text();
    case Type::boolean: return a.get<bool>() < b.get<bool>();
    default: return false;
  }
}

void hash_json(sim::Hasher& hasher, const Json& value) {
  if (value.is_number()) return hash_number(hasher, value);
  hasher.add(static_cast<std::uint64_t>(value.type()));
  if (value.is_structured()) hasher.add(node_fingerprint(value));
  else if (value.is_string()) hasher.add(value.text());
  else if (value.is_boolean()) hasher.add(std::uint64_t{value.get<bool>()});
}

std::uint64_t fingerprint(const Json& value) {
  sim::Hasher hasher;
  hash_json(hasher, value);
  return hasher.digest();
}

}  // namespace nlbsim::api
