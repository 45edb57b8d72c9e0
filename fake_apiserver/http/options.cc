#include "fake_apiserver/http/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nlbsim::fake_apiserver {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

// A text as Go's %q writes it.
std::string go_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out.append("\\").push_back(c);
    else if (c == '\a') out += "\\a";
    else if (c == '\b') out += "\\b";
    else if (c == '\f') out += "\\f";
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else if (c == '\v') out += "\\v";
    else if (byte < 0x20 || byte == 0x7f) out += fmt::format("\\x{:02x}", byte);
    else out.push_back(c);
  }
  return out + "\"";
}

std::string go_strings(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + go_quoted(value);
  return "[]string{" + out + "}";
}

}  // namespace

std::optional<bool> flag(const http::Target& target, std::string_view name) {
  if (!target.has_parameter(name)) return std::nullopt;
  const std::string value = lower(target.parameter(name));
  return value != "false" && value != "0";
}

sim::Result<std::optional<std::int64_t>> integer(const http::Target& target, std::string_view name) {
  const std::string_view text = target.parameter(name);
  if (text.empty()) return std::optional<std::int64_t>();
  std::int64_t value = 0;
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range)
    return sim::forward(bad_request(fmt::format("strconv.ParseInt: parsing \"{}\": value out of range", text)));
  if (error != std::errc() || end != digits.data() + digits.size())
    return sim::forward(bad_request(fmt::format("strconv.ParseInt: parsing \"{}\": invalid syntax", text)));
  return std::optional(value);
}

std::optional<std::uint64_t> revision_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

kube::FieldValidation field_validation(const http::Target& target) {
  const std::string_view mode = target.parameter("fieldValidation");
  if (mode == "Ignore") return kube::FieldValidation::ignore;
  return mode == "Strict" ? kube::FieldValidation::strict : kube::FieldValidation::warn;
}

std::vector<std::string> values_of(const http::Target& target, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& [key, value] : target.query)
    if (key == name) out.push_back(value);
  return out;
}

void check_dry_run(const std::vector<std::string>& values, Causes& causes) {
  if (values.empty() || (values.size() == 1 && values.front() == "All")) return;
  causes.push_back({"FieldValueNotSupported",
                    fmt::format("Unsupported value: {}: supported values: \"All\"", go_strings(values)), "dryRun"});
}

void check_field_validation(std::string_view mode, Causes& causes) {
  if (mode.empty() || mode == "Ignore" || mode == "Warn" || mode == "Strict") return;
  causes.push_back(
      {"FieldValueNotSupported",
       fmt::format(R"(Unsupported value: {}: supported values: "", "Ignore", "Strict", "Warn")", go_quoted(mode)),
       "fieldValidation"});
}

void check_field_manager(std::string_view manager, Causes& causes) {
  constexpr std::size_t kMaxLength = 128;
  if (manager.size() > kMaxLength)
    causes.push_back(
        {"FieldValueTooLong", fmt::format("Too long: may not be more than {} bytes", kMaxLength), "fieldManager"});
  for (std::size_t i = 0; i < manager.size(); ++i) {
    const auto byte = static_cast<unsigned char>(manager[i]);
    if (byte >= 0x20 && byte != 0x7f) continue;
    causes.push_back(
        {"FieldValueInvalid",
         fmt::format("Invalid value: {}: invalid character U+{:04X} (at position {})", go_quoted(manager), byte, i),
         "fieldManager"});
  }
}

sim::ErrorCause forbidden_option(std::string_view option, std::string_view why) {
  return {"FieldValueForbidden", fmt::format("Forbidden: {}", why), std::string(option)};
}

std::optional<sim::Error> invalid_options(std::string_view options, Causes causes) {
  if (causes.empty()) return std::nullopt;
  return invalid(fmt::format("{}.meta.k8s.io", options), "", std::move(causes));
}

}  // namespace nlbsim::fake_apiserver
