#include "fake_apiserver/strategy/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "fake_apiserver/cause_limit.h"
#include "fake_apiserver/types/codec.h"

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
  if (findings.causes.size() >= kMaxCauses) return;
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
}

// The list as Go prints it; what a pointer points to is not shown there.
std::string go_owners(const Json& owners) {
  const auto flag = [](const Json& value) { return value.is_null() ? "(nil)" : "(0xc000a1b2c8)"; };
  std::string out;
  for (const Json& owner : owners)
    out += fmt::format(
        "{}v1.OwnerReference{{APIVersion:\"{}\", Kind:\"{}\", Name:\"{}\", UID:\"{}\", Controller:(*bool){}, "
        "BlockOwnerDeletion:(*bool){}}}",
        out.empty() ? "" : ", ", text(member(owner, "apiVersion")), text(member(owner, "kind")),
        text(member(owner, "name")), text(member(owner, "uid")), flag(member(owner, "controller")),
        flag(member(owner, "blockOwnerDeletion")));
  return "[]v1.OwnerReference{" + out + "}";
}

void validate_owners(const Json& owners, Findings& findings) {
  if (!owners.is_array()) return;
  constexpr std::string_view kField = "metadata.ownerReferences";
  constexpr int kMostControllers = 10;  // each complaint shows the whole list
  int controllers = 0;
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
    if (member(owner, "controller") != true || controllers > kMostControllers) continue;
    if (controllers++ > 0)
      findings.causes.push_back(
          {"FieldValueInvalid",
           fmt::format("Invalid value: {}: Only one reference can have Controller set to true. Found \"true\" in "
                       "references for {}/{} and {}/{}",
                       go_owners(owners), text(member(*controller, "kind")), text(member(*controller, "name")),
                       text(member(owner, "kind")), text(member(owner, "name"))),
           std::string(kField)});
    controller = &owner;
  }
}

constexpr std::array<std::string_view, 15> kFields{
    "name",       "generateName",      "namespace",    "selfLink",          "uid",         "resourceVersion",
    "generation", "creationTimestamp", "labels",       "deletionTimestamp", "annotations", "deletionGracePeriodSeconds",
    "finalizers", "ownerReferences",   "managedFields"};
constexpr std::array<std::string_view, 6> kOwnerFields{"apiVersion", "kind",       "name",
                                                       "uid",        "controller", "blockOwnerDeletion"};

bool listed(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> keys_not_in(const Json& object, std::span<const std::string_view> names) {
  std::vector<std::string> out;
  if (!object.is_object()) return out;
  for (const auto& [name, value] : object.items())
    if (!listed(names, name.view())) out.push_back(name.str());
  return out;
}

void drop_unknown(Json& object, std::span<const std::string_view> names) {
  if (object.is_object()) object.erase_if([&](const api::Member& entry) { return !listed(names, entry.first.view()); });
}

std::string wrong_type(const Json& value, std::string_view field, std::string_view type) {
  return cannot_unmarshal(value, fmt::format("ObjectMeta.{}", field), type);
}

}  // namespace

std::string name_error(std::string_view name, NameRule rule) {
  if (rule == NameRule::path_segment) {
    if (name == "." || name == "..") return fmt::format("may not be '{}'", name);
    for (const char c : {'/', '%'})
      if (name.find(c) != name.npos) return fmt::format("may not contain '{}'", c);
    return "";
  }
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
  if (!metadata.is_null() && !metadata.is_object()) return wrong_type(metadata, "metadata", "v1.ObjectMeta");
  for (const std::string_view key : {"name", "namespace", "generateName", "uid", "resourceVersion"})
    if (const Json& value = member(metadata, key); !value.is_null() && !value.is_string())
      return wrong_type(value, key, "string");
  for (const std::string_view key : {"labels", "annotations"}) {
    const Json& map = member(metadata, key);
    if (map.is_null()) continue;
    if (!map.is_object()) return wrong_type(map, key, "map[string]string");
    for (const auto& [name, value] : map.get_ref<const Json::object_t&>())
      if (!value.is_string() && !value.is_null()) return wrong_type(value, key, "string");
  }
  const Json& finalizers = member(metadata, "finalizers");
  if (!finalizers.is_null() && !finalizers.is_array()) return wrong_type(finalizers, "finalizers", "[]string");
  for (const Json& finalizer : finalizers)
    if (!finalizer.is_string()) return wrong_type(finalizer, "finalizers", "string");
  const Json& owners = member(metadata, "ownerReferences");
  if (!owners.is_null() && !owners.is_array()) return wrong_type(owners, "ownerReferences", "[]v1.OwnerReference");
  return "";
}

void collect_unknown_metadata(const Json& metadata, std::vector<std::string>& paths) {
  for (const std::string& name : keys_not_in(metadata, kFields)) paths.push_back("metadata." + name);
  std::size_t index = 0;
  for (const Json& owner : member(metadata, "ownerReferences")) {
    for (const std::string& name : keys_not_in(owner, kOwnerFields))
      paths.push_back(fmt::format("metadata.ownerReferences[{}].{}", index, name));
    ++index;
  }
}

void normalize_metadata(Json& metadata) {
  drop_unknown(metadata, kFields);
  for (const std::string_view key : {"labels", "annotations", "finalizers", "ownerReferences"})
    if (metadata.contains(key) && member(metadata, key).empty()) metadata.erase(key);
  for (const char* map : {"labels", "annotations"}) {
    std::vector<std::string> nulls;
    for (const auto& [name, value] : member(metadata, map).items())
      if (value.is_null()) nulls.push_back(name.str());
    for (const std::string& name : nulls) metadata[map][name] = "";
  }
  if (!member(metadata, "ownerReferences").is_array()) return;
  Json owners = Json::array();
  std::set<Json> seen;
  for (Json owner : member(metadata, "ownerReferences")) {
    drop_unknown(owner, kOwnerFields);
    if (seen.insert(owner).second) owners.push_back(std::move(owner));
  }
  if (owners != member(metadata, "ownerReferences")) metadata["ownerReferences"] = std::move(owners);
}

void collect_warnings(const Json& metadata, const Json& old_metadata, const Kind& kind,
                      std::vector<std::string>& warnings) {
  const Json& old_finalizers = member(old_metadata, "finalizers");
  const auto is_old = [&](const Json& finalizer) {
    return std::ranges::any_of(old_finalizers, [&](const Json& old) { return old == finalizer; });
  };
  if (kind.custom)
    for (const Json& finalizer : member(metadata, "finalizers"))
      if (text(finalizer).find('/') == std::string_view::npos && !is_old(finalizer))
        warnings.push_back(
            fmt::format("metadata.finalizers: \"{}\": prefer a domain-qualified finalizer name to avoid "
                        "accidental conflicts with other finalizer writers",
                        text(finalizer)));
  std::string repeated;
  std::set<Json> owners;
  std::set<std::string_view> uids;
  for (const Json& owner : member(metadata, "ownerReferences"))
    if (const std::string_view uid = text(member(owner, "uid"));
        !owners.insert(owner).second && uids.insert(uid).second)
      repeated.append(repeated.empty() ? "" : ", ").append(uid);
  if (!repeated.empty())
    warnings.push_back(fmt::format(
        ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may "
        "reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {}",
        repeated));
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
