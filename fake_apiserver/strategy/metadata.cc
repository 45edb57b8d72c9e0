#include "fake_apiserver/strategy/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using api::member;
using api::text;

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxSubdomain = 253;
constexpr std::size_t kMaxAnnotations = 262144;  // keys and values together

constexpr std::string_view kSubdomain =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view kLabel =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view kDns1035 =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
    "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view kNamePart =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr std::string_view kQualifiedName =
    "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. "
    "'example.com/MyName')";
constexpr std::string_view kLabelValue =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower_alphanumeric(char c) { return is_lower(c) || is_digit(c); }
bool is_alphanumeric(char c) { return is_lower_alphanumeric(c) || (c >= 'A' && c <= 'Z'); }

bool is_dns_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return c == '-' || is_lower_alphanumeric(c); });
}

bool is_dns_subdomain(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_dns_label(name.substr(0, dot))) return false;
    if (dot == name.npos) return true;
    name.remove_prefix(dot + 1);
  }
}

// ([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]
bool is_name_part(std::string_view name) {
  return !name.empty() && is_alphanumeric(name.front()) && is_alphanumeric(name.back()) &&
         std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

std::string too_long(std::size_t limit) { return fmt::format("must be no more than {} characters", limit); }

void add_invalid(Findings& findings, std::string_view field, std::string_view value, const std::string& why) {
  findings.causes.push_back({"FieldValueInvalid",
                             fmt::format("Invalid value: {}: {}", api::dump_json(Json(value)), why),
                             std::string(field)});
}

void validate_labels(const Json& labels, Findings& findings) {
  if (!labels.is_object()) return;
  for (const auto& [key, value] : labels.get_ref<const Json::object_t&>()) {
    if (const std::string error = qualified_name_error(key); !error.empty())
      add_invalid(findings, "metadata.labels", key, error);
    if (const std::string error = label_value_error(text(value)); !error.empty())
      add_invalid(findings, "metadata.labels", text(value), error);
  }
}

void validate_annotations(const Json& annotations, Findings& findings) {
  if (!annotations.is_object()) return;
  std::size_t bytes = 0;
  for (const auto& [key, value] : annotations.get_ref<const Json::object_t&>()) {
    std::string lower = key.str();  // keys may have capitals in their prefix
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (const std::string error = qualified_name_error(lower); !error.empty())
      add_invalid(findings, "metadata.annotations", key, error);
    bytes += key.size() + text(value).size();
  }
  if (bytes <= kMaxAnnotations) return;
  findings.causes.push_back({"FieldValueTooLong",
                             fmt::format("Too long: may not be more than {} bytes", kMaxAnnotations),
                             "metadata.annotations"});
  findings.blocking = true;
}

void validate_owners(const Json& owners, Findings& findings) {
  if (!owners.is_array()) return;
  constexpr std::string_view kField = "metadata.ownerReferences";
  const Json* controller = nullptr;
  for (const Json& owner : owners) {
    const auto required = [&](std::string_view key, std::string_view what, bool good) {
      if (!good)
        add_invalid(findings, fmt::format("{}.{}", kField, key), text(member(owner, key)),
                    fmt::format("{} must not be empty", what));
    };
    const std::string_view api_version = text(member(owner, "apiVersion"));
    required("apiVersion", "version", !api_version.empty() && std::ranges::count(api_version, '/') <= 1);
    for (const std::string_view key : {"kind", "name", "uid"}) required(key, key, !text(member(owner, key)).empty());
    if (member(owner, "controller") != true) continue;
    if (controller)
      add_invalid(findings, kField, api::dump_json(owners),
                  fmt::format("Only one reference can have Controller set to true. Found \"true\" in references for "
                              "{}/{} and {}/{}",
                              text(member(*controller, "kind")), text(member(*controller, "name")),
                              text(member(owner, "kind")), text(member(owner, "name"))));
    controller = &owner;
  }
}

std::string_view go_type(const Json& value) {
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "bool";
  if (value.is_number()) return "number";
  return value.is_array() ? "array" : "object";
}

std::string cannot_unmarshal(const Json& value, std::string_view field, std::string_view type) {
  return fmt::format("json: cannot unmarshal {} into Go struct field ObjectMeta.{} of type {}", go_type(value), field,
                     type);
}

}  // namespace

std::string name_error(std::string_view name, NameRule rule) {
  if (rule == NameRule::dns1123_subdomain) {
    if (name.size() > kMaxSubdomain) return too_long(kMaxSubdomain);
    return is_dns_subdomain(name) ? "" : std::string(kSubdomain);
  }
  if (name.size() > kMaxLabel) return too_long(kMaxLabel);
  if (rule == NameRule::dns1123_label) return is_dns_label(name) ? "" : std::string(kLabel);
  return is_dns_label(name) && is_lower(name.front()) ? "" : std::string(kDns1035);
}

std::string qualified_name_error(std::string_view key) {
  const std::size_t slash = key.find('/');
  std::string_view name = key;
  if (slash != key.npos) {
    const std::string_view prefix = key.substr(0, slash);
    name = key.substr(slash + 1);
    if (name.find('/') != name.npos) return std::string(kQualifiedName);
    if (prefix.empty()) return "prefix part must be non-empty";
    if (const std::string error = name_error(prefix, NameRule::dns1123_subdomain); !error.empty())
      return "prefix part " + error;
  }
  if (name.empty()) return "name part must be non-empty";
  if (name.size() > kMaxLabel) return "name part " + too_long(kMaxLabel);
  return is_name_part(name) ? "" : std::string(kNamePart);
}

std::string label_value_error(std::string_view value) {
  if (value.size() > kMaxLabel) return too_long(kMaxLabel);
  return value.empty() || is_name_part(value) ? "" : std::string(kLabelValue);
}

std::string metadata_type_error(const Json& metadata) {
  if (!metadata.is_null() && !metadata.is_object()) return cannot_unmarshal(metadata, "metadata", "v1.ObjectMeta");
  for (const std::string_view key : {"name", "namespace", "generateName", "uid", "resourceVersion"})
    if (const Json& value = member(metadata, key); !value.is_null() && !value.is_string())
      return cannot_unmarshal(value, key, "string");
  for (const std::string_view key : {"labels", "annotations"}) {
    const Json& map = member(metadata, key);
    if (map.is_null()) continue;
    if (!map.is_object()) return cannot_unmarshal(map, key, "map[string]string");
    for (const auto& [name, value] : map.get_ref<const Json::object_t&>())
      if (!value.is_string() && !value.is_null()) return cannot_unmarshal(value, key, "string");
  }
  const Json& finalizers = member(metadata, "finalizers");
  if (!finalizers.is_null() && !finalizers.is_array()) return cannot_unmarshal(finalizers, "finalizers", "[]string");
  for (const Json& finalizer : finalizers)
    if (!finalizer.is_string()) return cannot_unmarshal(finalizer, "finalizers", "string");
  const Json& owners = member(metadata, "ownerReferences");
  if (!owners.is_null() && !owners.is_array())
    return cannot_unmarshal(owners, "ownerReferences", "[]v1.OwnerReference");
  return "";
}

void validate_metadata(const Json& metadata, const Json& old_metadata, const Kind& kind, Findings& findings) {
  const auto changed = [&](std::string_view key) {
    const Json& value = member(metadata, key);
    return !value.is_null() && (old_metadata.is_null() || value != member(old_metadata, key));
  };
  if (old_metadata.is_null()) {
    const std::string_view name = text(member(metadata, "name"));
    if (name.empty()) {
      findings.causes.push_back(
          {"FieldValueRequired", "Required value: name or generateName is required", "metadata.name"});
      findings.blocking = true;
    } else if (const std::string error = name_error(name, kind.name_rule); !error.empty()) {
      add_invalid(findings, "metadata.name", name, error);
    }
  }
  if (changed("labels")) validate_labels(member(metadata, "labels"), findings);
  if (changed("annotations")) validate_annotations(member(metadata, "annotations"), findings);
  if (changed("finalizers"))
    for (const Json& finalizer : member(metadata, "finalizers"))
      if (const std::string error = qualified_name_error(text(finalizer)); !error.empty())
        add_invalid(findings, "metadata.finalizers", text(finalizer), error);
  if (changed("ownerReferences")) validate_owners(member(metadata, "ownerReferences"), findings);
}

std::string generated_name(sim::IdMint& mint, std::string_view namespace_, std::string_view prefix) {
  constexpr std::size_t kMaxPrefix = 58;
  constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";  // no vowels, so no words
  std::string name(prefix.substr(0, kMaxPrefix));
  std::uint64_t id = mint.next("generateName", fmt::format("{}/{}", namespace_, prefix));
  for (int i = 0; i < 5; ++i, id /= kAlphabet.size()) name += kAlphabet[id % kAlphabet.size()];
  return name;
}

}  // namespace nlbsim::fake_apiserver
