// The conditions that a status write changed, whichever kind of object it was.
#pragma once

#include <functional>
#include <string>

#include "api/kube/views.h"
#include "api/records.h"
#include "scenarios/oracles/kube_ledger.h"

namespace nlbsim::scenarios::oracles {

struct ConditionChange {
  std::string part;               // "listener tcp-app", "parent example-ns/my-tcp-gateway/tcp-app"; may be empty
  const kube::Condition* before;  // null: it was not there
  const kube::Condition& after;
};
using ConditionVisitor = std::function<void(const ConditionChange&)>;

// Visits every condition of the object that our controller answers for and that differs from what was there before: of
// a GatewayClass, a Gateway and its listeners, a route's entries by our controllerName. Nothing for other kinds.
void visit_condition_changes(const api::ObjectChanged& change, const ConditionVisitor& visit);

// "Gateway example-ns/my-tcp-gateway".
std::string subject_of(const api::ObjectChanged& change);
// "parent my-tcp-gateway/tcp-app".
std::string describe(const kube::ParentReference& parent);

}  // namespace nlbsim::scenarios::oracles
