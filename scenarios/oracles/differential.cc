#include "scenarios/oracles/differential.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenarios/language/pattern.h"
#include "scenarios/oracles/controller_names.h"
#include "sim/hasher.h"

namespace nlbsim::scenarios::oracles {

namespace {

// Enough to see what is wrong; a run in which everything differs would fill pages.
constexpr std::size_t kShownDifferences = 12;
constexpr std::size_t kShownValue = 120;

// ---- what is frozen ----

// Whether a resource with these tags would serve a frozen listener with that port of its own.
bool is_frozen(const Json& tags, const Json& port, const std::set<std::string>& frozen) {
  if (!tags.is_object() || !port.is_number_integer()) return false;
  const std::string place = std::string(api::text(api::member(tags, kClusterTag))) + " " +
                            std::string(api::text(api::member(tags, kStackTag))) + ":" +
                            std::to_string(port.get<std::int64_t>());
  return frozen.contains(place);
}

bool is_frozen(const Json& listener, const std::set<std::string>& frozen) {
  return is_frozen(api::member(listener, "Tags"), api::member(listener, "Port"), frozen);
}

// A load balancer's own security group opens the port of each listener that it has.
void drop_frozen_ports(Json& group, const std::set<std::string>& frozen) {
  const Json tags = api::member(group, "Tags");
  group["IpPermissions"].erase_if(
      [&](const Json& permission) { return is_frozen(tags, api::member(permission, "FromPort"), frozen); });
}

void collect_groups(const Json& value, std::set<std::string>& groups) {
  if (value.is_string()) {
    if (api::text(value).starts_with("target group ")) groups.insert(value.get<std::string>());
  } else if (value.is_structured()) {
    for (const Json& entry : value) collect_groups(entry, groups);
  }
}

bool is_marked(const Json& peer) { return api::text(api::member(peer, "Description")) == kMarkedRule; }

// The permissions without the rules that bindings ask for.
void drop_marked_rules(Json& group) {
  Json kept = Json::array();
  for (Json permission : api::member(group, "IpPermissions")) {
    bool any = false;
    for (const std::string_view peers : {"IpRanges", "Ipv6Ranges", "UserIdGroupPairs"}) {
      permission[peers].erase_if(is_marked);
      any |= !api::member(permission, peers).empty();
    }
    if (any) kept.push_back(std::move(permission));
  }
  if (group.contains("IpPermissions")) group["IpPermissions"] = std::move(kept);
}

bool serves_frozen(std::string_view owner, const Json& object, const std::set<std::string>& groups) {
  return owner.starts_with("TargetGroupBinding ") &&
         groups.contains(std::string(api::text(api::at(object, "spec", "targetGroupARN"))));
}

Json without_frozen(const Json& document, const std::set<std::string>& frozen, const std::set<std::string>& groups) {
  Json out = document;
  if (frozen.empty()) return out;
  const auto goes = [&](const api::Member& entry) {
    const auto& [owner, value] = entry;
    return is_frozen(value, frozen) || groups.contains(owner.str()) || serves_frozen(owner, value, groups);
  };
  const auto shorten_group = [&](const api::Key& owner, Json& value) {
    if (!owner.starts_with("security group ")) return;
    drop_marked_rules(value);
    drop_frozen_ports(value, frozen);
  };
  out.update_each([&](Json& owners) {
    owners.erase_if(goes);
    owners.update_each(shorten_group);
  });
  return out;
}

std::set<std::string> groups_of_frozen(const Json& document, const std::set<std::string>& frozen) {
  std::set<std::string> groups;
  for (const Json& entry : api::member(document, "aws"))
    if (is_frozen(entry, frozen)) collect_groups(api::member(entry, "DefaultActions"), groups);
  return groups;
}

// ---- the comparison ----

void compare(const Json& expected, const Json& actual, const std::string& owner, const std::string& path,
             std::vector<StateDifference>& out) {
  if (expected == actual) return;
  const std::string prefix = path.empty() ? path : path + ".";
  if (expected.is_object() && actual.is_object()) {
    for (const auto& [key, value] : expected.items())
      compare(value, api::member(actual, key), owner, prefix + key, out);
    for (const auto& [key, value] : actual.items())
      if (!expected.contains(key)) compare(Json(), value, owner, prefix + key, out);
  } else if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i)
      compare(expected[i], actual[i], owner, prefix + std::to_string(i), out);
  } else {
    out.push_back({owner, path, expected, actual});
  }
}

std::string shown(const Json& value) { return value.is_null() ? "nothing" : shorten(value, kShownValue); }

}  // namespace

std::vector<StateDifference> compare_end_states(const CanonicalState& expected, const CanonicalState& actual) {
  std::set<std::string> frozen(expected.frozen.begin(), expected.frozen.end());
  frozen.insert(actual.frozen.begin(), actual.frozen.end());
  std::set<std::string> groups = groups_of_frozen(expected.document, frozen);
  groups.merge(groups_of_frozen(actual.document, frozen));
  const Json left = without_frozen(expected.document, frozen, groups);
  const Json right = without_frozen(actual.document, frozen, groups);
  return differences_of(left, right);
}

std::vector<StateDifference> differences_of(const Json& left, const Json& right) {
  std::vector<StateDifference> out;
  std::set<std::string> places;
  for (const auto& [place, owners] : left.items()) places.insert(place.str());
  for (const auto& [place, owners] : right.items()) places.insert(place.str());
  for (const std::string& place : places) {
    std::set<std::string> owners;
    for (const auto& [owner, value] : api::member(left, place).items()) owners.insert(owner.str());
    for (const auto& [owner, value] : api::member(right, place).items()) owners.insert(owner.str());
    for (const std::string& owner : owners)
      compare(api::member(api::member(left, place), owner), api::member(api::member(right, place), owner),
              place == "aws" ? owner : place + ": " + owner, "", out);
  }
  return out;
}

namespace {

// "demo-cluster: Gateway ns/g" -> "Gateway".
std::string owner_kind(std::string_view owner) {
  if (const auto colon = owner.find(": "); colon != owner.npos) owner.remove_prefix(colon + 2);
  const auto last = owner.rfind(' ');
  return std::string(last == owner.npos ? owner : owner.substr(0, last));
}

// "status.listeners.0.conditions.1.reason" -> "status.listeners.conditions.reason".
std::string without_indices(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('.'));
    const bool index = std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    if (!index) out.append(out.empty() ? "" : ".").append(part);
    path.remove_prefix(std::min(part.size() + 1, path.size()));
  }
  return out;
}

}  // namespace

std::string group_of(const std::vector<StateDifference>& differences) {
  constexpr std::size_t kNamed = 2;
  std::set<std::string> shapes;
  for (const StateDifference& difference : differences) {
    std::string how = without_indices(difference.path);
    if (how.empty()) how = difference.expected.is_null() ? "left over" : difference.actual.is_null() ? "missing" : "";
    shapes.insert(how.empty() ? owner_kind(difference.owner) : owner_kind(difference.owner) + " " + how);
  }
  std::string out;
  std::size_t named = 0;
  sim::Hasher hasher;
  for (const std::string& shape : shapes) {
    hasher.add(shape);
    if (named++ < kNamed) out.append(out.empty() ? "" : ", ").append(shape);
  }
  if (shapes.size() <= kNamed) return out;
  return out + fmt::format(" and {} more ({:04x})", shapes.size() - kNamed, hasher.digest() & 0xffffU);
}

std::string to_text(const std::vector<StateDifference>& differences, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < std::min(limit, differences.size()); ++i) {
    const StateDifference& difference = differences[i];
    out += (out.empty() ? "" : "\n") + difference.owner;
    if (difference.path.empty() && difference.expected.is_null()) out += " is left over";
    else if (difference.path.empty() && difference.actual.is_null()) out += " is missing";
    else
      out += " " + difference.path + ": expected " + shown(difference.expected) + ", found " + shown(difference.actual);
  }
  if (differences.size() > limit) out += "\nand " + std::to_string(differences.size() - limit) + " more";
  return out;
}

std::optional<Violation> judge_end_state(const CanonicalState& expected, const CanonicalState& actual) {
  if (expected.document == actual.document) return std::nullopt;
  const std::vector<StateDifference> differences = compare_end_states(expected, actual);
  if (differences.empty()) return std::nullopt;
  return Violation{std::string(kEndStateId),
                   std::string(kEndStateSentence),
                   group_of(differences),
                   to_text(differences, kShownDifferences),
                   {}};
}

}  // namespace nlbsim::scenarios::oracles
