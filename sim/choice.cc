#include "sim/choice.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "sim/hasher.h"

namespace nlbsim::sim {

std::string ChoiceLabel::text() const {
  std::string out;
  out.append(plane).append("/").append(operation).append("/").append(point);
  return out;
}

std::string to_text(const ChoiceLog& log) {
  std::string out;
  for (const auto& [key, value] : log) out += key.text() + "=" + std::to_string(value) + "\n";
  return out;
}

namespace {

bool parse_number(std::string_view text, std::uint32_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Result<ChoiceLog> parse_choice_log(std::string_view text) {
  ChoiceLog log;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty()) continue;
    const auto equals = line.rfind('=');
    const auto hash = line.rfind('#', equals);
    std::uint32_t occurrence = 0;
    std::uint32_t value = 0;
    if (equals == line.npos || hash == line.npos || hash == 0 || !parse_number(line.substr(equals + 1), value) ||
        !parse_number(line.substr(hash + 1, equals - hash - 1), occurrence) || occurrence == 0 || value == 0)
      return fail("InvalidChoiceLog", "\"" + std::string(line) +
                                          "\" is not of the form plane/operation/point#occurrence=option, both from 1");
    log[{std::string(line.substr(0, hash)), occurrence}] = value;
  }
  return log;
}

std::uint32_t LoggingChooser::choose(std::uint32_t n, const ChoiceLabel& label) {
  assert(n >= 1);
  label_.clear();
  label_.append(label.plane).append("/").append(label.operation).append("/").append(label.point);
  auto asked = asked_.find(label_);
  if (asked == asked_.end()) asked = asked_.emplace(label_, 0).first;
  const std::uint32_t occurrence = ++asked->second;
  const std::uint32_t option = decide(n, label_, occurrence);
  assert(option < n);
  if (option != 0) log_[{label_, occurrence}] = option;
  return option;
}

std::uint32_t SeededChooser::decide(std::uint32_t n, const std::string& label, std::uint32_t) {
  const auto wanted = [&](const std::string& prefix) { return label.starts_with(prefix); };
  if (n == 1 || (!labels_.empty() && std::ranges::none_of(labels_, wanted))) return 0;
  state_ = Hasher().add(state_).digest();
  return static_cast<std::uint32_t>((state_ >> 32) * n >> 32);  // the usual multiply-shift: no modulo bias worth naming
}

std::uint32_t ReplayChooser::decide(std::uint32_t n, const std::string& label, std::uint32_t occurrence) {
  const auto found = wanted_.find({label, occurrence});
  return found == wanted_.end() ? 0 : std::min(found->second, n - 1);
}

Duration pick(Chooser& chooser, std::span<const Duration> quantiles, const ChoiceLabel& label) {
  assert(!quantiles.empty());
  return quantiles[chooser.choose(static_cast<std::uint32_t>(quantiles.size()), label)];
}

}  // namespace nlbsim::sim
