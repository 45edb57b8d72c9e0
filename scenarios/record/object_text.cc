#include "scenarios/record/object_text.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "api/kube/resource.h"

namespace nlbsim::scenarios {

using api::Json;

std::string text_member(const Json& object, std::string_view key) {
  return std::string(api::text(api::member(object, key)));
}

std::string key_text(const Json& object) {
  const Json& metadata = api::member(object, "metadata");
  const std::string space = text_member(metadata, "namespace");
  return (space.empty() ? "" : space + "/") + text_member(metadata, "name");
}

std::string subject_text(const Json& object) { return text_member(object, "kind") + " " + key_text(object); }

std::string parent_text(const Json& parent_ref) {
  const std::string section = text_member(parent_ref, "sectionName");
  const Json& port = api::member(parent_ref, "port");
  std::string out = "parent " + text_member(parent_ref, "name");
  if (!section.empty()) out += "/" + section;
  if (port.is_number_integer()) out += ":" + std::to_string(port.get<std::int64_t>());
  return out;
}

std::string parent_kind(const Json& parent_ref) {
  const std::string kind = text_member(parent_ref, "kind");
  return kind.empty() ? std::string(kube::kGateways.kind) : kind;
}

bool of_gateways(std::string_view api_version) {
  const std::string_view group = api_version.substr(0, api_version.find('/'));
  return group.starts_with("gateway.networking.") || group.ends_with(".k8s.aws");
}

std::string first_names(std::span<const std::string> names) {
  constexpr std::size_t kShown = 3;
  const auto shown = names.first(std::min(kShown, names.size()));
  const std::size_t more = names.size() - shown.size();
  return fmt::format("{}{}", fmt::join(shown, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

bool in_group(std::string_view api_version, std::string_view group) {
  const std::size_t slash = api_version.find('/');
  return slash == std::string_view::npos ? group.empty() : api_version.substr(0, slash) == group;
}

bool is_route(const Json& object) {
  return in_group(api::text(api::member(object, "apiVersion")), kube::kGatewayGroup) &&
         api::text(api::member(object, "kind")).ends_with("Route");
}

std::string health_text(const Json& targets) {
  std::map<std::string, int> states;
  for (const Json& target : targets) ++states[text_member(target, "State")];
  std::string out;
  for (const auto& [name, count] : states) out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + name;
  return out.empty() ? "none" : out;
}

}  // namespace nlbsim::scenarios
