#include "engine/deploy/plan.h"

#include <fmt/format.h>

namespace nlbsim::engine {
namespace {

api::Service& service_of(const Context& context, const api::OperationInfo& operation) {
  if (operation.service == "elbv2") return context.elbv2;
  if (operation.service == "ec2") return context.ec2;
  return context.kube;
}

}  // namespace

std::string describe(const PlannedCall& planned) {
  return fmt::format("{} {}: {}", planned.call->operation().name, planned.resource, planned.reason);
}

api::Json to_json(const Plan& plan) {
  api::Json out = api::Json::array();
  for (const PlannedCall& planned : plan) {
    api::Json entry = {{"operation", std::string(planned.call->operation().name)},
                       {"resource", planned.resource},
                       {"reason", planned.reason},
                       {"request", planned.call->request_json()}};
    out.push_back(std::move(entry));
  }
  return out;
}

sim::Task<sim::Result<void>> execute(const Context& context, PlannedCall planned, sim::RecordId cause) {
  const api::OperationInfo& operation = planned.call->operation();
  auto answer = co_await service_of(context, operation).call(context.call(cause), planned.call);
  if (!answer && answer.error().origin.empty()) answer.error().origin = operation.name;
  co_return answer;
}

sim::Task<sim::Result<void>> execute_all(const Context& context, Plan plan, sim::RecordId cause) {
  for (const PlannedCall& planned : plan) {
    auto done = co_await execute(context, planned, cause);
    if (!done) co_return done;
  }
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
