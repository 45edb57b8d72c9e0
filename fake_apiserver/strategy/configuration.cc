// ConfigMaps and Secrets.
#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;
using kube::Json;

constexpr std::size_t kMaxBytes = 1'048'576;  // of all values of an object

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = (word << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kAlphabet[(word >> (18 - 6 * k)) & 63U];
  }
  return out;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 253 && key != "." && !key.starts_with("..") &&
         std::ranges::all_of(key, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
                  c == '.';
         });
}

// Keys of data are file names, and all of it has a bound.
void check_data(const Json& document, std::string_view part, std::size_t& bytes, Findings& findings) {
  const Json& data = member(document, part);
  if (!data.is_object()) return;
  for (const auto& [key, value] : data.items()) {
    bytes += text(value).size();
    if (is_key(key)) continue;
    findings.causes.push_back(invalid_value(
        fmt::format("{}[{}]", part, key),
        fmt::format(
            "Invalid value: \"{}\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
            "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
            key)));
  }
}

void check_size(std::size_t bytes, std::string_view field, Findings& findings) {
  if (bytes <= kMaxBytes) return;
  findings.causes.push_back(
      {"FieldValueTooLong", fmt::format("Too long: may not be more than {} bytes", kMaxBytes), std::string(field)});
}

// What is immutable stays so, with all that it holds.
void check_immutable(const Candidate& candidate, const Json& document, Findings& findings) {
  if (candidate.creating() || member(candidate.old, "immutable") != true) return;
  const auto forbid = [&](std::string_view field) {
    findings.causes.push_back(
        {"FieldValueForbidden", "Forbidden: field is immutable when `immutable` is set", std::string(field)});
  };
  if (member(document, "immutable") != true) forbid("immutable");
  for (const std::string_view part : {"data", "binaryData"})
    if (member(document, part) != member(candidate.old, part)) forbid(part);
}

class ConfigMap final : public Strategy {
 public:
  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    std::size_t bytes = 0;
    check_data(document, "data", bytes, findings);
    check_data(document, "binaryData", bytes, findings);
    check_size(bytes, "", findings);
    check_immutable(candidate, document, findings);
  }
};

class Secret final : public Strategy {
 public:
  // Text that a client writes becomes data, and is not kept.
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    default_member(document, "type", "Opaque");
    const Json plain = member(document, "stringData");
    document.erase("stringData");
    if (!plain.is_object() || plain.empty()) return;
    default_member(document, "data", Json::object());
    change_member(document, "data", [&](Json& data) {
      for (const auto& [key, value] : plain.items()) data[key] = base64(text(value));
    });
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    std::size_t bytes = 0;
    check_data(document, "data", bytes, findings);
    check_size(bytes, "data", findings);
    check_immutable(candidate, document, findings);
    const std::string_view type = text(member(document, "type"));
    if (!candidate.creating() && type != text(member(candidate.old, "type")))
      findings.causes.push_back(invalid_value("type", fmt::format("Invalid value: \"{}\": field is immutable", type)));
    if (type != "kubernetes.io/tls") return;
    for (const std::string_view key : {"tls.crt", "tls.key"})
      if (member(member(document, "data"), key).is_null())
        findings.causes.push_back({"FieldValueRequired", "Required value", fmt::format("data[{}]", key)});
  }
};

}  // namespace

const Strategy& config_map_strategy() { return only<ConfigMap>(); }
const Strategy& secret_strategy() { return only<Secret>(); }

}  // namespace nlbsim::fake_apiserver
