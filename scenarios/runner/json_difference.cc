#include "scenarios/runner/json_difference.h"

#include <map>

#include "scenarios/language/pattern.h"

namespace nlbsim::scenarios {

namespace {

using api::Json;

std::string identity(const Json& resource) {
  for (const std::string_view key :
       {"ListenerArn", "TargetGroupArn", "LoadBalancerArn", "GroupId", "SubnetId", "InstanceId"})
    if (const std::string_view id = api::text(api::member(resource, key)); !id.empty()) return std::string(id);
  return shorten(resource, 80);
}

std::map<std::string, const Json*> by_identity(const Json& list) {
  std::map<std::string, const Json*> out;
  for (const Json& entry : list) out[identity(entry)] = &entry;
  return out;
}

void members(const Json& before, const Json& after, const std::string& path, std::string& out) {
  if (before == after) return;
  if (!before.is_object() || !after.is_object()) {
    out += "\n  " + path + ": " + shorten(before, 120) + " -> " + shorten(after, 120);
    return;
  }
  const std::string prefix = path.empty() ? path : path + ".";
  for (const auto& [key, value] : before.items()) members(value, api::member(after, key), prefix + key, out);
  for (const auto& [key, value] : after.items())
    if (!before.contains(key)) members(Json(), value, prefix + key, out);
}

}  // namespace

std::string describe_difference(const Json& before, const Json& after) {
  const auto old_entries = by_identity(before);
  const auto new_entries = by_identity(after);
  std::string out;
  const auto line = [&](std::string_view what, const std::string& id) {
    out.append(out.empty() ? "" : "\n").append(what).append(id);
  };
  for (const auto& [id, entry] : new_entries)
    if (!old_entries.contains(id)) line("created ", id);
  for (const auto& [id, entry] : old_entries) {
    const auto now = new_entries.find(id);
    if (now == new_entries.end()) {
      line("deleted ", id);
    } else if (*entry != *now->second) {
      line("changed ", id);
      members(*entry, *now->second, "", out);
    }
  }
  return out;
}

}  // namespace nlbsim::scenarios
