#include "scenarios/oracles/condition_changes.h"

#include <algorithm>

#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

using Conditions = std::vector<kube::Condition>;

template <class Part>
void compare(const Conditions* before, const Conditions& after, const Part& part, const ConditionVisitor& visit) {
  for (const kube::Condition& condition : after) {
    const kube::Condition* old = before ? kube::find_condition(*before, condition.type) : nullptr;
    if (!old || *old != condition) visit({part(), old, condition});
  }
}

std::string whole() { return {}; }

void compare_gateways(const kube::Gateway& before, const kube::Gateway& after, const ConditionVisitor& visit) {
  compare(&before.status.conditions, after.status.conditions, whole, visit);
  for (const kube::ListenerStatus& listener : after.status.listeners) {
    const auto old = std::ranges::find(before.status.listeners, listener.name, &kube::ListenerStatus::name);
    const auto part = [&] { return "listener " + listener.name; };
    compare(old == before.status.listeners.end() ? nullptr : &old->conditions, listener.conditions, part, visit);
  }
}

void compare_routes(const kube::Route& before, const kube::Route& after, const ConditionVisitor& visit) {
  for (const kube::RouteParentStatus& entry : after.status.parents) {
    if (entry.controllerName != kControllerName) continue;
    const auto same = [&](const kube::RouteParentStatus& other) {
      return other.controllerName == kControllerName && other.parentRef == entry.parentRef;
    };
    const auto old = std::ranges::find_if(before.status.parents, same);
    const auto part = [&] { return describe(entry.parentRef); };
    compare(old == before.status.parents.end() ? nullptr : &old->conditions, entry.conditions, part, visit);
  }
}

}  // namespace

void visit_condition_changes(const api::ObjectChanged& change, const ConditionVisitor& visit) {
  if (change.type != kube::WatchEventType::modified || !change.previous) return;
  const kube::Object& before = *change.previous;
  const kube::Object& after = *change.object;
  switch (kind_of(change.resource)) {
    case KubeKind::gateway_class: {
      const auto& now = after.view<kube::GatewayClass>();
      if (now.spec.controllerName != kControllerName) return;
      return compare(&before.view<kube::GatewayClass>().status.conditions, now.status.conditions, whole, visit);
    }
    case KubeKind::gateway: return compare_gateways(before.view<kube::Gateway>(), after.view<kube::Gateway>(), visit);
    case KubeKind::route: return compare_routes(before.view<kube::Route>(), after.view<kube::Route>(), visit);
    default: return;
  }
}

std::string subject_of(const api::ObjectChanged& change) {
  return std::string(change.resource.kind) + " " + change.object->meta().key().text();
}

std::string describe(const kube::ParentReference& parent) {
  std::string out = "parent ";
  if (parent.namespace_) out += *parent.namespace_ + "/";
  out += parent.name;
  if (parent.sectionName) out += "/" + *parent.sectionName;
  if (parent.port) out += ":" + std::to_string(*parent.port);
  return out;
}

}  // namespace nlbsim::scenarios::oracles
