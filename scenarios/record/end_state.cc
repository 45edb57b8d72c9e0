#include "scenarios/record/end_state.h"

#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {

namespace {

void add_conditions(const Json& holder, ConditionLine line, std::vector<ConditionLine>& into) {
  for (const Json& condition : api::member(holder, "conditions")) {
    line.type = text_member(condition, "type");
    line.status = text_member(condition, "status");
    line.reason = text_member(condition, "reason");
    line.message = text_member(condition, "message");
    into.push_back(line);
  }
}

}  // namespace

Json to_json(const EndState& state) {
  Json objects = Json::array();
  for (const Json& object : state.objects) objects.push_back(object);
  return Json{{"aws", Json{{"loadBalancers", state.load_balancers},
                           {"listeners", state.listeners},
                           {"targetGroups", state.target_groups},
                           {"securityGroups", state.security_groups},
                           {"probes", state.probes}}},
              {"kubernetes", std::move(objects)}};
}

std::vector<ConditionLine> conditions(const EndState& state) {
  std::vector<ConditionLine> lines;
  for (const Json& object : state.objects) {
    ConditionLine line;
    line.kind = text_member(object, "kind");
    line.object = key_text(object);
    const Json& status = api::member(object, "status");
    add_conditions(status, line, lines);
    for (const Json& listener : api::member(status, "listeners")) {
      line.part = "listener " + text_member(listener, "name");
      add_conditions(listener, line, lines);
    }
    for (const Json& parent : api::member(status, "parents")) {
      line.part = parent_text(api::member(parent, "parentRef"));
      add_conditions(parent, line, lines);
    }
  }
  return lines;
}

}  // namespace nlbsim::scenarios
