#include "scenarios/record/state_reader.h"

#include <algorithm>

#include "api/kube/resource.h"
#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {

namespace {

const Json& null() {
  static const Json kNull;
  return kNull;
}

}  // namespace

const Json& condition_of(const Json& holder, std::string_view type) {
  for (const Json& condition : api::member(holder, "conditions"))
    if (api::text(api::member(condition, "type")) == type) return condition;
  return null();
}

bool is_true(const Json& condition) { return api::text(api::member(condition, "status")) == "True"; }

std::string condition_text(const Json& condition) {
  std::string out = text_member(condition, "type") + " is " + text_member(condition, "status") + ", " +
                    text_member(condition, "reason");
  const std::string message = text_member(condition, "message");
  return message.empty() ? out : out + ": " + message;
}

const Json& complaint_of(const Json& holder) {
  for (const std::string_view type : {"Accepted", "ResolvedRefs", "Programmed"})
    if (const Json& condition = condition_of(holder, type); !condition.is_null() && !is_true(condition))
      return condition;
  for (const std::string_view type : {"Conflicted", "PartiallyInvalid"})
    if (const Json& condition = condition_of(holder, type); is_true(condition)) return condition;
  return null();
}

bool is_gateway(const Json& object) {
  return api::text(api::member(object, "kind")) == "Gateway" &&
         in_group(api::text(api::member(object, "apiVersion")), kube::kGatewayGroup);
}

bool is_warning(const Json& event) {
  return api::text(api::member(event, "kind")) == "Event" && api::text(api::member(event, "type")) == "Warning";
}

std::string regarded_by(const Json& event) {
  const Json& regarding = api::member(event, "involvedObject");
  const std::string space = text_member(regarding, "namespace");
  return text_member(regarding, "kind") + " " + (space.empty() ? "" : space + "/") + text_member(regarding, "name");
}

std::string namespace_of(const Json& reference, const Json& holder) {
  std::string space = text_member(reference, "namespace");
  return space.empty() ? text_member(api::member(holder, "metadata"), "namespace") : space;
}

const Json* StateReader::find(std::string_view kind, const std::string& key) const {
  const auto fits = [&](const Json& object) {
    return api::text(api::member(object, "kind")) == kind && key_text(object) == key;
  };
  const auto found = std::ranges::find_if(state_.objects, fits);
  return found == state_.objects.end() ? nullptr : &*found;
}

std::string StateReader::last_warning(const std::string& subject) const {
  std::string found;
  for (const Json& event : state_.objects)
    if (is_warning(event) && regarded_by(event) == subject)
      found = " (Warning " + text_member(event, "reason") + ": " + text_member(event, "message") + ")";
  return found;
}

const Json& StateReader::entry_of(const Json& route, const Json& parent_ref) const {
  for (const Json& entry : api::at(route, "status", "parents")) {
    if (api::text(api::member(entry, "controllerName")) != controller_) continue;
    const Json& other = api::member(entry, "parentRef");
    const auto same = [&](std::string_view key) {
      const Json& here = api::member(parent_ref, key);
      return here.is_null() || here == api::member(other, key);
    };
    if (same("name") && same("namespace") && same("sectionName") && same("port")) return entry;
  }
  return null();
}

}  // namespace nlbsim::scenarios
