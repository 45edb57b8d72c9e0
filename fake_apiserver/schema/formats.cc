#include "fake_apiserver/schema/formats.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>

#include "fake_apiserver/schema/pattern.h"

namespace nlbsim::fake_apiserver {
namespace {

// A pattern that has to match all of a value.
struct Whole : Pattern {
  explicit Whole(std::string_view text) : Pattern(std::string("^(?:").append(text).append(")$")) {}
};

// Compiled on first use.
const Whole kDate("[0-9]{4}-[0-9]{2}-[0-9]{2}");
const Whole kTime("([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[-+]([01][0-9]|2[0-3]):[0-5][0-9])");
const Whole kDuration(
    "0|[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(ns|us|µs|ms|s|m|h|d|w)"
    "(([0-9]+[.]?[0-9]*|[.][0-9]+)(ns|us|µs|ms|s|m|h|d|w))*");
const Whole kWordedDuration(
    "[0-9]+ *(ns|nano|us|µs|micro|ms|milli|s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|"
    "hour|hours|d|day|days|w|wk|week|weeks)");
const Whole kBase64("[A-Za-z0-9+/]*={0,2}");
const Whole kHostName("[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*");
const Whole kMailbox("[^\\s@<>\"(),:;]+|\"[^\"]*\"");
const Whole kUri("(/|[A-Za-z][-+.A-Za-z0-9]*:)[^\\s<>\"{}|\\\\^`]*");
const Whole kMac(
    "([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{2}[:-]){7}[0-9A-Fa-f]{2}|"
    "([0-9A-Fa-f]{4}[.]){2}[0-9A-Fa-f]{4}");
const Whole kUuid("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");
const Whole kIsbn10("[0-9]{9}[0-9X]");
const Whole kIsbn13("[0-9]{13}");
const Whole kObjectId("[0-9a-fA-F]{24}");
const Whole kSocialSecurity("[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}");
const Whole kHexColor("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
const Whole kRgbColor("rgb\\( *[0-9]{1,3} *, *[0-9]{1,3} *, *[0-9]{1,3} *\\)");

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  if (!is_digits(text) || std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

template <int Family>
bool is_address(std::string_view value) {
  std::array<unsigned char, 16> scratch{};
  return value.find('\0') == value.npos && inet_pton(Family, std::string(value).c_str(), scratch.data()) == 1;
}

bool is_ipv4(std::string_view value) { return is_address<AF_INET>(value); }
bool is_ipv6(std::string_view value) { return value.find(':') != value.npos && is_address<AF_INET6>(value); }

bool is_cidr(std::string_view value) {
  const std::size_t slash = value.find('/');
  if (slash == value.npos) return false;
  const std::string_view bits = value.substr(slash + 1);
  const auto length = number(bits);
  if (!length || (bits.size() > 1 && bits.front() == '0')) return false;
  const std::string_view address = value.substr(0, slash);
  return is_ipv4(address) ? *length <= 32 : is_ipv6(address) && *length <= 128;
}

bool is_date(std::string_view value) {
  if (!kDate.found_in(value)) return false;
  const std::chrono::year_month_day date{std::chrono::year{*number(value.substr(0, 4))},
                                         std::chrono::month{static_cast<unsigned>(*number(value.substr(5, 2)))},
                                         std::chrono::day{static_cast<unsigned>(*number(value.substr(8, 2)))}};
  return date.ok();
}

// RFC 3339, any offset.
bool is_date_time(std::string_view value) {
  if (value.size() < 20 || (value[10] != 'T' && value[10] != 't') || !is_date(value.substr(0, 10))) return false;
  return kTime.found_in(value.substr(11));
}

bool is_duration(std::string_view value) { return kDuration.found_in(value) || kWordedDuration.found_in(value); }

bool is_byte(std::string_view value) { return value.size() % 4 == 0 && kBase64.found_in(value); }

bool is_host_name(std::string_view value) { return value.size() <= 253 && kHostName.found_in(value); }

bool is_email(std::string_view value) {
  const std::size_t at = value.rfind('@');
  return at != value.npos && at <= 64 && kMailbox.found_in(value.substr(0, at)) && is_host_name(value.substr(at + 1));
}

bool is_uri(std::string_view value) { return kUri.found_in(value); }
bool is_mac(std::string_view value) { return kMac.found_in(value); }

template <char Version>
bool is_uuid(std::string_view value) {
  const bool shaped = kUuid.found_in(value);
  if (!shaped || Version == 'x') return shaped;
  const std::size_t at = value[8] == '-' ? 14 : 12;
  return value[at] == Version;
}

// The digits of a number that may be grouped by dashes or blanks.
std::string digits_of(std::string_view value) {
  std::string out;
  std::ranges::copy_if(value, std::back_inserter(out), [](char c) { return c != '-' && c != ' '; });
  return out;
}

bool is_isbn10(std::string_view value) {
  const std::string digits = digits_of(value);
  if (!kIsbn10.found_in(digits)) return false;
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
    const char c = digits[static_cast<std::size_t>(i)];
    sum += (10 - i) * (c == 'X' ? 10 : c - '0');
  }
  return sum % 11 == 0;
}

bool is_isbn13(std::string_view value) {
  const std::string digits = digits_of(value);
  if (!kIsbn13.found_in(digits)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 13; ++i) sum += (i % 2 == 0 ? 1 : 3) * (digits[i] - '0');
  return sum % 10 == 0;
}

bool is_isbn(std::string_view value) { return is_isbn10(value) || is_isbn13(value); }

bool is_credit_card(std::string_view value) {
  const std::string digits = digits_of(value);
  if (digits.size() < 13 || digits.size() > 19 || !is_digits(digits)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

constexpr std::array<Format, 25> kFormats{{
    {"bsonobjectid", [](std::string_view v) { return kObjectId.found_in(v); }},
    {"uri", is_uri},
    {"email", is_email},
    {"hostname", is_host_name},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"cidr", is_cidr},
    {"mac", is_mac},
    {"uuid", is_uuid<'x'>},
    {"uuid3", is_uuid<'3'>},
    {"uuid4", is_uuid<'4'>},
    {"uuid5", is_uuid<'5'>},
    {"isbn", is_isbn},
    {"isbn10", is_isbn10},
    {"isbn13", is_isbn13},
    {"creditcard", is_credit_card},
    {"ssn", [](std::string_view v) { return kSocialSecurity.found_in(v); }},
    {"hexcolor", [](std::string_view v) { return kHexColor.found_in(v); }},
    {"rgbcolor", [](std::string_view v) { return kRgbColor.found_in(v); }},
    {"byte", is_byte},
    {"password", [](std::string_view) { return true; }},
    {"date", is_date},
    {"duration", is_duration},
    {"datetime", is_date_time},
    {"date-time", is_date_time},
}};

}  // namespace

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace nlbsim::fake_apiserver
