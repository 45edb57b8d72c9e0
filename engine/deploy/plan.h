// A plan: the calls that make what is there equal to what is desired, in order, each with its reason.
//
// Plans come from pure functions of (desired, actual), one file per kind of resource: *_plan.h. A planned call is the
// very request that the services take, so a plan prints what will be sent, and executing it is sending it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/operation.h"
#include "engine/context.h"

namespace nlbsim::engine {

struct PlannedCall {
  std::string resource;  // id of the resource in its stack, or its ARN where it has left the stack
  std::string reason;
  api::CallRef call;
};
using Plan = std::vector<PlannedCall>;

template <class Op>
PlannedCall plan_call(std::string resource, std::string reason, typename Op::Request request) {
  return {std::move(resource), std::move(reason), std::make_shared<api::TypedCall<Op>>(std::move(request))};
}

// "CreateListener 8080: nothing listens on this port"
std::string describe(const PlannedCall& planned);
// With operation, resource, reason and the request, in order.
api::Json to_json(const Plan& plan);

// Sends it, once. The response is in `planned.call` afterwards. An error names the operation as its origin.
sim::Task<sim::Result<void>> execute(const Context& context, PlannedCall planned, sim::RecordId cause);
// All of them, up to the first error.
sim::Task<sim::Result<void>> execute_all(const Context& context, Plan plan, sim::RecordId cause);

}  // namespace nlbsim::engine
