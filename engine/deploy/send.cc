#include "engine/deploy/send.h"

namespace nlbsim::engine {
namespace {

api::Service& service_of(const Context& context, const api::OperationInfo& operation) {
  if (operation.service == "elbv2") return context.elbv2;
  if (operation.service == "ec2") return context.ec2;
  return context.kube;
}

}  // namespace

sim::Task<sim::Result<void>> send(const Context& context, api::CallRef call, sim::RecordId cause) {
  const api::OperationInfo& operation = call->operation();
  auto answer = co_await service_of(context, operation).call(context.call(cause), std::move(call));
  if (!answer) answer.error().origin = operation.name;
  co_return answer;
}

sim::Task<sim::Result<bool>> delete_until_free(const Context& context, api::CallRef call, Patience patience,
                                               sim::RecordId cause) {
  const sim::Instant started = context.scheduler.now();
  while (true) {
    const api::CallRef attempt = call->repeat();
    auto done = co_await send(context, attempt, cause);
    if (done || done.error().code == patience.gone) co_return true;
    const bool too_long = context.scheduler.now() + kInUseInterval - started > patience.limit;
    if (done.error().code != patience.in_use || too_long) co_return sim::forward(std::move(done.error()));
    co_await sim::sleep_for(kInUseInterval);
    if (patience.wanted && patience.wanted()) co_return false;
  }
}

}  // namespace nlbsim::engine
