#include "fake_apiserver/crds/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nlbsim::fake_apiserver {

using api::at;
using api::Json;
using api::member;
using api::text;

namespace {

struct Taken {
  std::set<std::string, std::less<>> resources;
  std::set<std::string, std::less<>> kinds;
};

// What the other definitions of the group hold.
Taken taken_in(const Registry& registry, std::string_view group, std::string_view own_plural) {
  Taken out;
  for (const Kind& kind : registry.kinds()) {
    if (!kind.custom || kind.resource.group != group || kind.resource.plural == own_plural) continue;
    out.resources.emplace(kind.resource.plural);
    out.resources.insert(kind.singular);
    out.resources.insert(kind.short_names.begin(), kind.short_names.end());
    out.kinds.emplace(kind.resource.kind);
    out.kinds.insert(kind.list_kind);
  }
  return out;
}

}  // namespace

NameVerdict accept_names(const Registry& registry, const Json& definition) {
  const Json& names = at(definition, "spec", "names");
  const Taken taken = taken_in(registry, text(at(definition, "spec", "group")), text(member(names, "plural")));
  NameVerdict out;
  // Conflicts are looked for in this order, and the last one is told.
  const auto accept = [&](const char* key, const std::set<std::string, std::less<>>& held, std::string_view reason,
                          bool always) {
    const std::string name(text(member(names, key)));
    if (held.contains(name)) {
      out.reason = reason;
      out.message = fmt::format("\"{}\" is already in use", name);
      if (always) out.accepted[key] = "";
    } else if (!name.empty()) {
      out.accepted[key] = name;
    }
  };
  out.accepted = Json::object();
  accept("plural", taken.resources, "PluralConflict", true);
  accept("singular", taken.resources, "SingularConflict", false);
  const Json& short_names = member(names, "shortNames");
  const auto conflict = [&](const Json& name) { return taken.resources.contains(text(name)); };
  if (std::ranges::any_of(short_names, conflict)) {
    std::string all;
    for (const Json& name : short_names)
      if (conflict(name)) all += fmt::format("{}\"{}\" is already in use", all.empty() ? "" : ", ", text(name));
    out.reason = "ShortNamesConflict";
    out.message = std::move(all);
  } else if (!short_names.empty()) {
    out.accepted["shortNames"] = short_names;
  }
  accept("kind", taken.kinds, "KindConflict", true);
  accept("listKind", taken.kinds, "ListKindConflict", false);
  if (const Json& categories = member(names, "categories"); !categories.empty())
    out.accepted["categories"] = categories;
  return out;
}

std::string_view condition_status(const Json& definition, std::string_view type) {
  for (const Json& condition : at(definition, "status", "conditions"))
    if (text(member(condition, "type")) == type) return text(member(condition, "status"));
  return "";
}

}  // namespace nlbsim::fake_apiserver
