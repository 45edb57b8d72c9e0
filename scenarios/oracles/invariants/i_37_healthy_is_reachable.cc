#include <algorithm>
#include <map>

#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

namespace {

// "namespace/name" of the Gateways that an object's change concerns; empty: all of them.
std::vector<std::string> concerned(const api::ObjectChanged& change) {
  std::vector<std::string> stacks;
  const auto add = [&](const kube::ObjectRef& object) {
    if (!object) return;
    if (object->kind() == "Gateway") stacks.push_back(object->meta().key().text());
    if (!object->kind().ends_with("Route")) return;
    for (const api::Json& parent : api::at(object->document(), "spec", "parentRefs")) {
      std::string space(api::text(api::member(parent, "namespace")));
      if (space.empty()) space = object->meta().namespace_;
      stacks.push_back(space + "/" + std::string(api::text(api::member(parent, "name"))));
    }
  };
  add(change.object);
  add(change.previous);
  return stacks;
}

class HealthyIsReachable final : public Invariant {
 public:
  std::string_view id() const override { return "I-37"; }
  std::string_view sentence() const override {
    return "At rest a connection to a listener with a healthy target that answers reaches one, and what was reached is "
           "not interrupted by what does not concern it.";
  }
  std::vector<Topic> topics() const override { return {Topic::tried, Topic::input}; }

  void at_rest(const Ledger& ledger, Findings& findings) override {
    stood_.clear();
    for (const ListenerReach& one : ledger.reach()) {
      if (one.reached) stood_[one.listener] = {one.stack, ledger.journal().last()};
      else if (one.answered && !is_told(ledger, one))
        findings.add(*this, "listener " + one.listener,
                     "a target of it is healthy and answers, and a connection to port " + std::to_string(one.port) +
                         " reaches nothing: " + one.why,
                     {ledger.resting_since()});
    }
  }

  void observe(const Happening& happening, const Ledger& ledger, Findings& findings) override {
    if (happening.topic == Topic::input) return forget(happening);
    for (const ListenerReach& one : ledger.reach()) {
      const auto stood = stood_.find(one.listener);
      if (one.reached || stood == stood_.end()) continue;
      findings.add(*this, "listener " + one.listener,
                   "port " + std::to_string(one.port) +
                       " was reached and is not any more, although nothing that concerns it has changed: " + one.why,
                   {stood->second.since, happening.record.id});
    }
  }

 private:
  struct Stood {
    std::string stack;
    sim::RecordId since = 0;
  };

  static bool is_told(const Ledger& ledger, const ListenerReach& one) {
    const auto cluster = ledger.cluster_named(one.cluster);
    const StoredObject* gateway = cluster ? ledger.kube(*cluster).gateway(one.stack) : nullptr;
    return !gateway || gateway->object->meta().deleting() ||
           ledger.kube(*cluster).warned_of("Gateway", gateway->object->meta().key());
  }

  // A change of a Gateway or route concerns that Gateway; of anything else, or by hand in AWS, perhaps everybody. A
  // fault or a crash is nobody's wish.
  void forget(const Happening& happening) {
    if (happening.record.kind == sim::RecordKind::object_changed) {
      const std::vector<std::string> stacks = concerned(api::payload<api::ObjectChanged>(happening.record));
      std::erase_if(stood_, [&](const auto& item) {
        return stacks.empty() || std::ranges::find(stacks, item.second.stack) != stacks.end();
      });
    } else if (happening.record.kind == sim::RecordKind::resource_changed || happening.call) {
      stood_.clear();
    }
  }

  std::map<std::string, Stood> stood_;  // by listener: what was reached at the last rest
};

}  // namespace

std::unique_ptr<Invariant> healthy_is_reachable() { return std::make_unique<HealthyIsReachable>(); }

}  // namespace nlbsim::scenarios::oracles
