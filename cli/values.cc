#include "cli/values.h"

#include <algorithm>
#include <charconv>

#include "scenarios/control/clients.h"

namespace nlbsim::cli {

std::optional<scenarios::Seeding> seeding_of(const std::string& text) {
  const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  constexpr std::uint64_t kMost = 1'000'000;  // at a time
  const auto dots = text.find("..");
  const auto first = number(std::string_view(text).substr(0, dots));
  const auto last = dots == std::string::npos ? first : number(std::string_view(text).substr(dots + 2));
  if (!first || !last || *last < *first || *last - *first >= kMost) return std::nullopt;
  return scenarios::Seeding{*first, *last};
}

std::string check_seeds(const std::string& text) {
  return seeding_of(text) ? std::string() : text + " is not a range of seeds such as 1..70";
}

std::optional<sim::Duration> period_of(const std::string& rate) {
  const auto slash = rate.find('/');
  const std::string unit = slash == std::string::npos ? "s" : rate.substr(slash + 1);
  std::int64_t count = 0;
  const char* const end = rate.data() + std::min(slash, rate.size());
  const auto parsed = std::from_chars(rate.data(), end, count);
  if (parsed.ec != std::errc() || parsed.ptr != end || count < 0) return std::nullopt;
  if (unit != "s" && unit != "m" && unit != "h") return std::nullopt;
  if (count == 0) return sim::Duration::zero();
  const sim::Duration whole = unit == "s"   ? sim::Duration(std::chrono::seconds{1})
                              : unit == "m" ? sim::Duration(std::chrono::minutes{1})
                                            : sim::Duration(std::chrono::hours{1});
  const sim::Duration period = whole / count;
  if (period == sim::Duration::zero()) return std::nullopt;
  return period;
}

std::string check_client(const std::string& text) {
  const auto client = scenarios::parse_client(text);
  return client ? std::string() : client.error().message;
}

std::string check_user(const std::string& text) {
  const auto user = scenarios::parse_user(text);
  return user ? std::string() : user.error().message;
}

}  // namespace nlbsim::cli
