// A plan: the calls that make what is there equal to what is desired, as a graph. Each call has its reason and the
// calls that must have succeeded before it; a call stands behind all that it waits for.
//
// Plans come from pure functions of (desired, actual), one file per kind of resource: *_plan.h, put together by
// stack_plan.h. A plan can be shown without being made: a request is a function of the references that earlier calls
// make known, and before they are known it shows their names in their place.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/kube/object.h"
#include "api/operation.h"

namespace nlbsim::api {
struct PlanLine;
}

namespace nlbsim::engine {

// ARNs and ids by the names that a plan has for them: "target group k8s-...".
class References {
 public:
  void set(const std::string& name, std::string id) { ids_[name] = std::move(id); }
  const std::string* find(const std::string& name) const;
  // The id, or "<name>" while nobody knows it.
  std::string at(const std::string& name) const;

 private:
  std::map<std::string, std::string> ids_;
};

struct PlannedCall {
  std::string object;  // what it is about: "listener 8080"
  std::string reason;
  const api::OperationInfo* operation = nullptr;
  std::function<api::CallRef(const References&)> request;
  std::vector<std::size_t> after;   // places in the plan, all smaller than its own
  std::string gives;                // the reference that its answer makes known; may be empty
  std::vector<std::int32_t> ports;  // that do not stand as desired until it is done, ascending
  bool whole = false;               // nothing of the Gateway stands until it is done
  kube::ObjectRef binding_gone;     // sent once this TargetGroupBinding is gone; may be null
  // Sent once this TargetGroupBinding has its targets, or has had the time to get them.
  std::optional<kube::ObjectKey> binding_served{};
  std::vector<PlannedCall> parts{};  // to be sent instead, each for itself, when the whole is refused
};
using Plan = std::vector<PlannedCall>;

// `make`: from References to the request.
template <class Op, class Make>
PlannedCall plan_call_with(std::string object, std::string reason, Make make) {
  PlannedCall planned;
  planned.object = std::move(object);
  planned.reason = std::move(reason);
  planned.operation = &Op::info();
  planned.request = [make = std::move(make)](const References& references) -> api::CallRef {
    return std::make_shared<api::TypedCall<Op>>(make(references));
  };
  return planned;
}

template <class Op>
PlannedCall plan_call(std::string object, std::string reason, typename Op::Request request) {
  return plan_call_with<Op>(std::move(object), std::move(reason),
                            [request = std::move(request)](const References&) { return request; });
}

// As the journal has it (api/records.h).
std::vector<api::PlanLine> describe(const Plan& plan);

}  // namespace nlbsim::engine
