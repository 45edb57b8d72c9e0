#include "reports/story/object_facts.h"

#include <algorithm>
#include <map>

namespace nlbsim::reports {

namespace {

using api::Json;
using api::text;

std::string words(std::string_view a, std::string_view b = {}, std::string_view c = {}, std::string_view d = {}) {
  std::string out;
  out.append(a).append(b).append(c).append(d);
  return out;
}

// "Gateway example-ns/my-tcp-gateway"
std::string title_of(const Json& object) {
  const std::string_view space = text(api::at(object, "metadata", "namespace"));
  return words(text(api::member(object, "kind")), " ", space.empty() ? "" : std::string(space) + "/",
               text(api::at(object, "metadata", "name")));
}

// Every condition of an object by where it stands and its type: {"listener tcp-app", "Programmed"}.
using Conditions = std::map<std::pair<std::string, std::string>, const Json*>;

void collect(const Json& list, const std::string& part, Conditions& into) {
  if (!list.is_array()) return;
  for (const Json& condition : list) into[{part, std::string(text(api::member(condition, "type")))}] = &condition;
}

std::string parent_name(const Json& parent) {
  const Json& ref = api::member(parent, "parentRef");
  std::string out = words("parent ", text(api::member(ref, "name")));
  const std::string_view section = text(api::member(ref, "sectionName"));
  if (!section.empty()) out.append("/").append(section);
  if (const Json& port = api::member(ref, "port"); port.is_number_integer())
    out.append(":").append(std::to_string(port.get<int>()));
  return out;
}

Conditions conditions_of(const Json& object) {
  Conditions found;
  const Json& status = api::member(object, "status");
  collect(api::member(status, "conditions"), "", found);
  if (const Json& listeners = api::member(status, "listeners"); listeners.is_array())
    for (const Json& listener : listeners)
      collect(api::member(listener, "conditions"), words("listener ", text(api::member(listener, "name"))), found);
  if (const Json& parents = api::member(status, "parents"); parents.is_array())
    for (const Json& parent : parents) collect(api::member(parent, "conditions"), parent_name(parent), found);
  return found;
}

bool says_the_same(const Json& a, const Json& b) {
  return std::ranges::all_of(std::initializer_list<std::string_view>{"status", "reason", "message"},
                             [&](std::string_view key) { return api::member(a, key) == api::member(b, key); });
}

std::string condition_line(const std::string& part, const Json& condition) {
  std::string out = part.empty() ? std::string() : part + " ";
  out.append(text(api::member(condition, "type"))).append("=").append(text(api::member(condition, "status")));
  const std::string_view reason = text(api::member(condition, "reason"));
  const std::string_view message = text(api::member(condition, "message"));
  if (!reason.empty() && reason != text(api::member(condition, "type"))) out.append(" (").append(reason).append(")");
  if (!message.empty()) out.append(": ").append(message);
  return out;
}

void compare_conditions(const std::string& title, const Json& before, const Json& now, ObjectFacts& facts) {
  const Conditions old = conditions_of(before);
  for (const auto& [where, condition] : conditions_of(now)) {
    const auto previous = old.find(where);
    if (previous != old.end() && says_the_same(*previous->second, *condition)) continue;
    const std::string_view status = text(api::member(*condition, "status"));
    // A new object waits for its controller: that is no news.
    if (previous == old.end() && status == "Unknown") continue;
    facts.lines.push_back(words(title, ": ", condition_line(where.first, *condition)));
    // Conflicted is the one condition that is well when False.
    const bool well = (status == "True") != (where.second == "Conflicted");
    if (status != "Unknown") (well ? facts.good : facts.warning) = true;
  }
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> out;
  if (list.is_array())
    for (const Json& entry : list) out.emplace_back(text(entry));
  return out;
}

void compare_finalizers(const std::string& title, const Json& before, const Json& now, ObjectFacts& facts) {
  const auto old = texts(api::at(before, "metadata", "finalizers"));
  const auto fresh = texts(api::at(now, "metadata", "finalizers"));
  for (const std::string& each : fresh)
    if (std::ranges::find(old, each) == old.end()) facts.lines.push_back(title + ": finalizer " + each + " added");
  for (const std::string& each : old)
    if (std::ranges::find(fresh, each) == fresh.end())
      facts.lines.push_back(title + ": finalizer " + each + " removed");
}

void compare_addresses(const std::string& title, const Json& before, const Json& now, ObjectFacts& facts) {
  const Json& fresh = api::at(now, "status", "addresses");
  if (fresh == api::at(before, "status", "addresses")) return;
  if (!fresh.is_array() || fresh.empty()) return facts.lines.push_back(title + ": address taken away");
  for (const Json& address : fresh)
    facts.lines.push_back(words(title, ": address ", text(api::member(address, "value"))));
}

const Json& listener_status(const Json& object, std::string_view name) {
  static const Json kNone;
  const Json& listeners = api::at(object, "status", "listeners");
  if (!listeners.is_array()) return kNone;
  const auto found =
      std::ranges::find_if(listeners, [&](const Json& each) { return text(api::member(each, "name")) == name; });
  return found == listeners.end() ? kNone : *found;
}

void compare_attached(const std::string& title, const Json& before, const Json& now, ObjectFacts& facts) {
  const Json& listeners = api::at(now, "status", "listeners");
  if (!listeners.is_array()) return;
  for (const Json& listener : listeners) {
    const std::string_view name = text(api::member(listener, "name"));
    const Json& fresh = api::member(listener, "attachedRoutes");
    const Json& old = api::member(listener_status(before, name), "attachedRoutes");
    const auto count = [](const Json& value) { return value.is_number_integer() ? value.get<int>() : 0; };
    if (count(fresh) != count(old))
      facts.lines.push_back(title + ": listener " + std::string(name) + " has " + std::to_string(count(fresh)) +
                            (count(fresh) == 1 ? " route" : " routes"));
  }
}

ObjectFacts event_facts(const Json& event) {
  const Json& about = api::member(event, "involvedObject");
  const std::string_view space = text(api::member(about, "namespace"));
  ObjectFacts facts;
  facts.important = true;
  facts.warning = text(api::member(event, "type")) == "Warning";
  std::string line = words(text(api::member(event, "type")), " Event ", text(api::member(event, "reason")), " on ");
  line += words(text(api::member(about, "kind")), " ", space.empty() ? "" : std::string(space) + "/",
                text(api::member(about, "name")));
  line += words(": ", text(api::member(event, "message")));
  facts.lines.push_back(std::move(line));
  return facts;
}

ObjectFacts lease_facts(const Json& lease) {
  ObjectFacts facts;
  facts.lines.push_back(title_of(lease) + " held by " + std::string(text(api::at(lease, "spec", "holderIdentity"))));
  return facts;
}

}  // namespace

ObjectFacts object_facts(kube::WatchEventType type, const Json& before, const Json& now) {
  const std::string_view kind = text(api::member(now, "kind"));
  if (kind == "Lease" && type != kube::WatchEventType::deleted) return lease_facts(now);
  if (kind == "Event" && type != kube::WatchEventType::deleted) return event_facts(now);
  const std::string title = title_of(now);
  ObjectFacts facts;
  facts.important = kind != "Event";
  if (type == kube::WatchEventType::deleted) {
    facts.lines.push_back(title + " is gone");
    return facts;
  }
  if (type == kube::WatchEventType::added) facts.lines.push_back(title + " created");
  if (!before.is_null()) {
    if (api::at(before, "metadata", "deletionTimestamp").is_null() &&
        !api::at(now, "metadata", "deletionTimestamp").is_null())
      facts.lines.push_back(title + " is being deleted; its finalizers hold it");
    compare_finalizers(title, before, now, facts);
    if (api::member(before, "spec") != api::member(now, "spec")) facts.lines.push_back(title + ": spec changed");
  }
  compare_addresses(title, before, now, facts);
  compare_attached(title, before, now, facts);
  compare_conditions(title, before, now, facts);
  if (facts.lines.empty()) {
    facts.lines.push_back(title + " written");
    facts.important = false;
  }
  return facts;
}

}  // namespace nlbsim::reports
