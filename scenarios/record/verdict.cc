#include "scenarios/record/verdict.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/records.h"
#include "scenarios/record/object_text.h"
#include "scenarios/record/reach.h"
#include "scenarios/record/remedies.h"
#include "scenarios/record/state_reader.h"

namespace nlbsim::scenarios {

std::string to_text(const Shortfall& shortfall) {
  return shortfall.what + ": " + shortfall.why + (shortfall.remedy.empty() ? "" : "; " + shortfall.remedy);
}

bool Verdict::serves() const {
  return holds() && std::ranges::any_of(listeners, [](const Reached& reached) { return !reached.routes.empty(); });
}

namespace {

// Which controller reconciles objects of a kind on their own.
struct Owner {
  std::string_view kind, controller;
};
constexpr std::array kOwners{Owner{"GatewayClass", "gatewayclass"}, Owner{"Gateway", "gateway"},
                             Owner{"TargetGroupBinding", "targetGroupBinding"}};

// Whether the object's controller has ended a reconcile of it well that began after the Event was stored last. Of an
// object that nobody reconciles on its own there is no such sign.
bool looked_at_since(std::span<const sim::Record> records, const Json& event, const std::string& object) {
  const std::size_t space = object.find(' ');
  const auto owner = std::ranges::find(kOwners, std::string_view(object).substr(0, space), &Owner::kind);
  if (owner == kOwners.end()) return false;
  const std::string_view key = std::string_view(object).substr(space + 1);
  const std::string name = text_member(api::member(event, "metadata"), "name");
  sim::RecordId stored = 0;
  bool well = false;
  for (const sim::Record& record : records) {
    if (record.kind == sim::RecordKind::object_changed) {
      const auto& changed = api::payload<api::ObjectChanged>(record);
      if (changed.resource != kube::kEvents || changed.object->meta().name != name) continue;
      stored = record.id;
      well = false;
    } else if (record.kind == sim::RecordKind::reconcile_finished && stored != 0) {
      const auto& finished = api::payload<api::ReconcileFinished>(record);
      if (finished.controller != owner->controller || finished.key != key || finished.started < stored) continue;
      well = finished.outcome != api::ReconcileOutcome::error;
    }
  }
  return well;
}

class Assessor {
 public:
  Assessor(const EndState& state, std::span<const sim::Record> records, std::string_view controller)
      : reader_(state, controller), records_(records) {}

  Verdict assess() {
    for (const Json& object : reader_.state().objects)
      if (is_gateway(object)) assess_gateway(object);
    for (const Json& object : reader_.state().objects)
      if (is_route(object)) assess_route(object);
    for (const Json& object : reader_.state().objects)
      if (is_warning(object)) assess_warning(object);
    return std::move(verdict_);
  }

 private:
  void add(std::string what, std::string why, std::string remedy, const std::string& about) {
    lacking_.insert(about);
    verdict_.shortfalls.push_back({std::move(what), std::move(why), std::move(remedy)});
  }

  void assess_gateway(const Json& gateway) {
    const std::string subject = subject_text(gateway);
    if (!has_our_class(gateway, subject)) {
      pending_.insert(key_text(gateway));
      return;
    }
    const Json& status = api::member(gateway, "status");
    const Json& complaint = complaint_of(status);
    if (!complaint.is_null())
      add(subject, condition_text(complaint) + reader_.last_warning(subject),
          remedy_of(text_member(complaint, "reason"), gateway), subject);
    else if (condition_of(status, "Programmed").is_null())
      add(subject, "its controller has not said yet whether it is programmed" + reader_.last_warning(subject), "",
          subject);
    const bool told = lacking_.contains(subject);
    assess_listeners(gateway, gateway, told);
    for (const Json& object : reader_.state().objects)
      if (is_set_of(object, gateway)) assess_set(gateway, object, told);
  }

  void assess_listeners(const Json& gateway, const Json& owner, bool gateway_told) {
    const std::string subject = subject_text(owner);
    for (const Json& listener : api::at(owner, "spec", "listeners")) {
      Followed followed = follow_listener(reader_, {gateway, owner, listener}, gateway_told);
      const Reached& reached = followed.reached;
      if (followed.missing)
        add("listener " + reached.listener + " (" + reached.port + ") of " + subject, followed.missing->why,
            followed.missing->remedy, subject);
      verdict_.listeners.push_back(std::move(followed.reached));
    }
  }

  static bool is_set_of(const Json& object, const Json& gateway) {
    if (text_member(object, "kind") != "ListenerSet") return false;
    const Json& parent = api::at(object, "spec", "parentRef");
    return namespace_of(parent, object) + "/" + text_member(parent, "name") == key_text(gateway);
  }

  void assess_set(const Json& gateway, const Json& set, bool gateway_told) {
    const std::string subject = subject_text(set);
    const Json& complaint = complaint_of(api::member(set, "status"));
    const std::string reason = text_member(complaint, "reason");
    // One listener of several is told below.
    const bool whole = !complaint.is_null() && reason != "ListenersNotValid";
    if (whole && !gateway_told) add(subject, condition_text(complaint), remedy_of(reason, set), subject);
    if (!whole) assess_listeners(gateway, set, gateway_told);
  }

  bool has_our_class(const Json& gateway, const std::string& subject) {
    const std::string name = text_member(api::member(gateway, "spec"), "gatewayClassName");
    const std::string wanted = "controllerName " + std::string(reader_.controller());
    const Json* gateway_class = reader_.find("GatewayClass", name);
    if (!gateway_class) {
      add(subject, "there is no GatewayClass " + name + ", so no controller takes it",
          "apply a GatewayClass of that name with " + wanted + known_classes(), subject);
      return false;
    }
    const std::string other = text_member(api::member(*gateway_class, "spec"), "controllerName");
    if (other != reader_.controller()) {
      add(subject,
          "its GatewayClass " + name + " has controllerName " + other + ", which no controller here answers to",
          "use a GatewayClass with " + wanted, subject);
      return false;
    }
    const Json& accepted = condition_of(api::member(*gateway_class, "status"), "Accepted");
    if (is_true(accepted)) return true;
    const std::string why = accepted.is_null() ? "is not accepted yet" : condition_text(accepted);
    add(subject, "its GatewayClass " + name + " " + why + reader_.last_warning("GatewayClass " + name),
        remedy_of(text_member(accepted, "reason"), *gateway_class), subject);
    return false;
  }

  std::string known_classes() const {
    std::string names;
    for (const Json& object : reader_.state().objects)
      if (api::text(api::member(object, "kind")) == "GatewayClass")
        names += (names.empty() ? "" : ", ") + key_text(object);
    return names.empty() ? names : ", or name one that is there: " + names;
  }

  void assess_route(const Json& route) {
    const std::string subject = subject_text(route);
    for (const Json& ref : api::at(route, "spec", "parentRefs")) {
      const std::string parent = parent_kind(ref);
      if (parent != "Gateway" && parent != "ListenerSet") continue;
      const std::string key = namespace_of(ref, route) + "/" + text_member(ref, "name");
      if (parent == "Gateway" && pending_.contains(key)) continue;  // told with the Gateway
      const std::string what = subject + ", " + parent_text(ref);
      const std::size_t before = verdict_.shortfalls.size();
      if (!reader_.find(parent, key)) {
        add(what, "there is no " + parent + " " + key, "apply it, or name one that is there", subject);
        continue;
      }
      const Json& entry = reader_.entry_of(route, ref);
      const Json& complaint = complaint_of(entry);
      if (entry.is_null())
        add(what, "no controller has said anything of it" + reader_.last_warning(subject), "", subject);
      else if (!complaint.is_null() && !told_with_parent(complaint, parent + " " + key))
        add(what, condition_text(complaint) + reader_.last_warning(subject),
            remedy_of(text_member(complaint, "reason"), route), subject);
      if (verdict_.shortfalls.size() > before) lacking_beneath_.insert(parent + " " + key);
    }
  }

  // What the parent lacks has been told of the parent.
  bool told_with_parent(const Json& complaint, const std::string& parent) const {
    return api::text(api::member(complaint, "reason")) == "ParentNotAccepted" && lacking_.contains(parent);
  }

  void assess_warning(const Json& event) {
    Warning warning;
    warning.object = regarded_by(event);
    warning.reason = text_member(event, "reason");
    warning.message = text_member(event, "message");
    const bool told = lacking_.contains(warning.object) || lacking_beneath_.contains(warning.object);
    warning.healed = !told && looked_at_since(records_, event, warning.object);
    if (!warning.healed && !told)
      verdict_.shortfalls.push_back({warning.object, "Warning " + warning.reason + ": " + warning.message, ""});
    verdict_.warnings.push_back(std::move(warning));
  }

  StateReader reader_;
  std::span<const sim::Record> records_;
  std::set<std::string> pending_;          // Gateways that no controller here takes
  std::set<std::string> lacking_;          // subjects that a shortfall is about
  std::set<std::string> lacking_beneath_;  // Gateways of routes that one is about
  Verdict verdict_;
};

}  // namespace

std::string reach_text(const Reached& reached) {
  if (reached.reaches == 0) return {};
  return std::to_string(reached.reaches) + (reached.reaches == 1 ? " target" : " targets");
}

Verdict verdict_of(const EndState& state, std::span<const sim::Record> records, std::string_view controller) {
  return Assessor(state, records, controller).assess();
}

Json to_json(const Verdict& verdict) {
  Json shortfalls = Json::array();
  for (const Shortfall& shortfall : verdict.shortfalls)
    shortfalls.push_back(Json{{"what", shortfall.what}, {"why", shortfall.why}, {"remedy", shortfall.remedy}});
  Json listeners = Json::array();
  for (const Reached& reached : verdict.listeners)
    listeners.push_back(Json{{"gateway", reached.gateway},
                             {"listener", reached.listener},
                             {"port", reached.port},
                             {"routes", reached.routes},
                             {"targetGroup", reached.target_group},
                             {"targets", reached.targets},
                             {"reaches", reached.reaches}});
  Json warnings = Json::array();
  for (const Warning& warning : verdict.warnings)
    warnings.push_back(Json{{"object", warning.object},
                            {"reason", warning.reason},
                            {"message", warning.message},
                            {"healed", warning.healed}});
  return Json{{"holds", verdict.holds()},
              {"serves", verdict.serves()},
              {"shortfalls", std::move(shortfalls)},
              {"listeners", std::move(listeners)},
              {"warnings", std::move(warnings)}};
}

}  // namespace nlbsim::scenarios
