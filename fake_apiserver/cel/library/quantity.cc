// Kubernetes' quantity library. A quantity is exact to the billionth, as the server keeps it.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>

#include "fake_apiserver/cel/functions.h"
#include "fake_apiserver/cel/numbers.h"

namespace nlbsim::fake_apiserver::cel {
namespace {

using Arguments = std::span<const Value>;
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): only so it is no warning

constexpr Wide kOne = 1'000'000'000;
constexpr Wide kLargest = Wide{INT64_MAX} * kOne;  // what is larger is cut down to this

struct Quantity final : Opaque {
  Quantity(Wide amount, std::string spelled) : Opaque(Kind::quantity), billionths(amount), text(std::move(spelled)) {}
  bool equals(const Opaque& other) const override {
    return billionths == static_cast<const Quantity&>(other).billionths;
  }
  std::string shown() const override { return "quantity(\"" + text + "\")"; }

  Wide billionths;
  std::string text;
};

struct Suffix {
  std::string_view name;
  int base;
  int exponent;
};
constexpr std::array<Suffix, 16> kSuffixes{{{"n", 10, -9},
                                            {"u", 10, -6},
                                            {"m", 10, -3},
                                            {"", 10, 0},
                                            {"k", 10, 3},
                                            {"M", 10, 6},
                                            {"G", 10, 9},
                                            {"T", 10, 12},
                                            {"P", 10, 15},
                                            {"E", 10, 18},
                                            {"Ki", 2, 10},
                                            {"Mi", 2, 20},
                                            {"Gi", 2, 30},
                                            {"Ti", 2, 40},
                                            {"Pi", 2, 50},
                                            {"Ei", 2, 60}}};

std::optional<Suffix> suffix_of(std::string_view text) {
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.name == text) return suffix;
  }
  if (!text.starts_with('e') && !text.starts_with('E')) return std::nullopt;
  const auto exponent = parse_integer(text.substr(1));
  if (!exponent || *exponent > 1'000 || *exponent < -1'000) return std::nullopt;
  return Suffix{"", 10, static_cast<int>(*exponent)};
}

// digits * base^exponent, rounded away from zero to a whole number and cut at the largest.
Wide scaled(Wide digits, int base, int exponent) {
  for (; exponent > 0 && digits < kLargest; --exponent) digits *= base;
  bool rest = false;
  for (; exponent < 0 && digits > 0; ++exponent) {
    rest = rest || digits % base != 0;
    digits /= base;
  }
  return std::min(digits + (rest ? 1 : 0), kLargest);
}

std::optional<Wide> parse_amount(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto suffix = suffix_of(text.substr(end));
  Wide digits = 0;
  int fraction = 0, count = 0;
  bool point = false;
  for (const char c : text.substr(0, end)) {
    if (c == '.') {
      if (point) return std::nullopt;
      point = true;
      continue;
    }
    ++count;
    if (digits > kLargest * 1'000) {  // the digits behind can't be seen any more
      fraction -= point ? 0 : 1;
      continue;
    }
    digits = digits * 10 + (c - '0');
    fraction += point ? 1 : 0;
  }
  if (!suffix || count == 0) return std::nullopt;
  const bool binary = suffix->base == 2;
  // Room for a power of two, which is multiplied in first; so many digits behind the point can't be seen any more.
  while (binary && fraction > 0 && digits > kLargest / kOne) {
    digits /= 10;
    --fraction;
  }
  const Wide whole = binary ? scaled(digits, 2, suffix->exponent) : digits;
  const Wide amount = scaled(whole, 10, 9 - fraction + (binary ? 0 : suffix->exponent));
  return negative ? -amount : amount;
}

Wide amount_of(const Value& value) { return static_cast<const Quantity&>(*value.as_opaque()).billionths; }

// As many digits as it needs.
std::string show_amount(Wide amount) {
  const bool negative = amount < 0;
  if (negative) amount = -amount;
  std::string digits;
  for (int i = 0; i < 9 || amount > 0 || i == 9; ++i) {
    if (i == 9) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(amount % 10));
    amount /= 10;
  }
  std::string out(digits.rbegin(), digits.rend());
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return (negative ? "-" : "") + out;
}

// A sum may leave the range of what can be written; it stays exact.
Value make(Wide amount) { return Value::opaque(std::make_shared<const Quantity>(amount, show_amount(amount))); }

Value quantity(Arguments a) {
  const auto amount = parse_amount(*a[0].as_string());
  if (!amount) {
    return Value::error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  return Value::opaque(std::make_shared<const Quantity>(*amount, std::string(*a[0].as_string())));
}

Value as_integer(Arguments a) {
  const Wide amount = amount_of(a[0]);
  if (amount % kOne != 0 || amount > kLargest || amount < -kLargest)
    return Value::error("cannot convert value to integer");
  return Value::integer(static_cast<std::int64_t>(amount / kOne));
}

int compared(Arguments a) {
  const Wide left = amount_of(a[0]);
  const Wide right = amount_of(a[1]);
  return left < right ? -1 : left > right ? 1 : 0;
}

int sign_of(Wide amount) { return amount < 0 ? -1 : amount > 0 ? 1 : 0; }

}  // namespace

void add_quantity_functions(Functions& f) {
  const TypeRef& string = Type::string();
  const TypeRef& boolean = Type::boolean();
  const TypeRef& integer = Type::integer();
  const TypeRef& type = Type::quantity();
  f.global("quantity", {.parameters = {string}, .result = type, .apply = quantity, .cost = costs::traverse});
  f.global("isQuantity",
           {.parameters = {string},
            .result = boolean,
            .apply = [](Arguments a) { return Value::boolean(parse_amount(*a[0].as_string()).has_value()); },
            .cost = costs::traverse});
  f.member("sign", {.parameters = {type}, .result = integer, .apply = [](Arguments a) {
                      return Value::integer(sign_of(amount_of(a[0])));
                    }});
  f.member("isInteger", {.parameters = {type}, .result = boolean, .apply = [](Arguments a) {
                           return Value::boolean(amount_of(a[0]) % kOne == 0);
                         }});
  f.member("asInteger", {.parameters = {type}, .result = integer, .apply = as_integer});
  f.member("asApproximateFloat", {.parameters = {type}, .result = Type::number(), .apply = [](Arguments a) {
                                    return Value::number(static_cast<double>(amount_of(a[0])) / 1e9);
                                  }});
  f.member("isGreaterThan", {.parameters = {type, type}, .result = boolean, .apply = [](Arguments a) {
                               return Value::boolean(compared(a) > 0);
                             }});
  f.member("isLessThan", {.parameters = {type, type}, .result = boolean, .apply = [](Arguments a) {
                            return Value::boolean(compared(a) < 0);
                          }});
  f.member("compareTo", {.parameters = {type, type}, .result = integer, .apply = [](Arguments a) {
                           return Value::integer(compared(a));
                         }});
  f.member("add", {.parameters = {type, type}, .result = type, .apply = [](Arguments a) {
                     return make(amount_of(a[0]) + amount_of(a[1]));
                   }});
  f.member("add", {.parameters = {type, integer}, .result = type, .apply = [](Arguments a) {
                     return make(amount_of(a[0]) + *a[1].as_integer() * kOne);
                   }});
  f.member("sub", {.parameters = {type, type}, .result = type, .apply = [](Arguments a) {
                     return make(amount_of(a[0]) - amount_of(a[1]));
                   }});
  f.member("sub", {.parameters = {type, integer}, .result = type, .apply = [](Arguments a) {
                     return make(amount_of(a[0]) - *a[1].as_integer() * kOne);
                   }});
}

}  // namespace nlbsim::fake_apiserver::cel
