#include "scenarios/record/end_state.h"

#include <algorithm>

namespace nlbsim::scenarios {

namespace {

std::string text_at(const Json& object, std::string_view key) {
  return std::string(api::text(api::member(object, key)));
}

std::string key_of(const Json& object) {
  const Json& metadata = api::member(object, "metadata");
  const std::string space = text_at(metadata, "namespace");
  return (space.empty() ? "" : space + "/") + text_at(metadata, "name");
}

void add_conditions(const Json& holder, ConditionLine line, std::vector<ConditionLine>& into) {
  for (const Json& condition : api::member(holder, "conditions")) {
    line.type = text_at(condition, "type");
    line.status = text_at(condition, "status");
    line.reason = text_at(condition, "reason");
    line.message = text_at(condition, "message");
    into.push_back(line);
  }
}

std::string parent_part(const Json& parent) {
  const Json& ref = api::member(parent, "parentRef");
  const std::string section = text_at(ref, "sectionName");
  return "parent " + text_at(ref, "name") + (section.empty() ? "" : "/" + section);
}

bool is_route(std::string_view kind) { return kind.ends_with("Route"); }

// " (Warning FailedBuildModel: ...)" of the last Event that regards the object, or nothing.
std::string latest_warning(const EndState& state, const Json& about) {
  std::string found;
  for (const Json& event : state.objects) {
    if (text_at(event, "kind") != "Event" || text_at(event, "type") != "Warning") continue;
    const Json& regarding = api::member(event, "involvedObject");
    const Json& metadata = api::member(about, "metadata");
    if (text_at(regarding, "kind") == text_at(about, "kind") &&
        text_at(regarding, "name") == text_at(metadata, "name") &&
        text_at(regarding, "namespace") == text_at(metadata, "namespace"))
      found = " (Warning " + text_at(event, "reason") + ": " + text_at(event, "message") + ")";
  }
  return found;
}

// What is said of a condition that should be True; empty if it is.
std::string shortcoming(const Json& holder, std::string_view type) {
  for (const Json& condition : api::member(holder, "conditions")) {
    if (text_at(condition, "type") != type) continue;
    if (text_at(condition, "status") == "True") return {};
    return std::string(type) + " is " + text_at(condition, "status") + ", " + text_at(condition, "reason") + ": " +
           text_at(condition, "message");
  }
  return std::string(type) + " is not there";
}

void route_shortcomings(const EndState& state, const Json& route, std::vector<std::string>& into) {
  const std::string name = text_at(route, "kind") + " " + key_of(route);
  const Json& parents = api::at(route, "status", "parents");
  if (parents.empty()) into.push_back(name + ": no controller has said anything of it" + latest_warning(state, route));
  for (const Json& parent : parents)
    for (const std::string_view type : {"Accepted", "ResolvedRefs"})
      if (const std::string why = shortcoming(parent, type); !why.empty())
        into.push_back(name + ", " + parent_part(parent) + ": " + why + latest_warning(state, route));
}

}  // namespace

Json to_json(const EndState& state) {
  return Json{{"aws",
               {{"loadBalancers", state.load_balancers},
                {"listeners", state.listeners},
                {"targetGroups", state.target_groups},
                {"securityGroups", state.security_groups}}},
              {"kubernetes", state.objects},
              {"shortcomings", shortcomings(state)}};
}

std::vector<ConditionLine> conditions(const EndState& state) {
  std::vector<ConditionLine> lines;
  for (const Json& object : state.objects) {
    ConditionLine line;
    line.kind = text_at(object, "kind");
    line.object = key_of(object);
    const Json& status = api::member(object, "status");
    add_conditions(status, line, lines);
    for (const Json& listener : api::member(status, "listeners")) {
      line.part = "listener " + text_at(listener, "name");
      add_conditions(listener, line, lines);
    }
    for (const Json& parent : api::member(status, "parents")) {
      line.part = parent_part(parent);
      add_conditions(parent, line, lines);
    }
  }
  return lines;
}

std::vector<std::string> shortcomings(const EndState& state) {
  std::vector<std::string> out;
  for (const Json& object : state.objects) {
    const std::string kind = text_at(object, "kind");
    if (is_route(kind)) route_shortcomings(state, object, out);
    if (kind != "Gateway") continue;
    if (const std::string why = shortcoming(api::member(object, "status"), "Programmed"); !why.empty())
      out.push_back("Gateway " + key_of(object) + ": " + why + latest_warning(state, object));
  }
  return out;
}

}  // namespace nlbsim::scenarios
