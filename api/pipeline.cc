#include "api/pipeline.h"

#include "api/records.h"
#include "sim/call.h"

namespace nlbsim::api {

std::optional<sim::Error> Delay::before(Passage& passage) {
  const OperationInfo& operation = passage.call.operation();
  const std::string_view plane = name(operation.plane);
  passage.there =
      sim::pick(passage.context.actor->scheduler().chooser(), quantiles_, {plane, operation.name, "request"});
  passage.back = sim::pick(passage.context.actor->scheduler().chooser(), quantiles_, {plane, operation.name, "answer"});
  return std::nullopt;
}

sim::Error lost_reply(const OperationInfo& operation) {
  sim::Error error;
  error.code = "ConnectionReset";
  error.message = std::string(operation.name) +
                  ": the connection broke before the answer came; the call may have "
                  "taken effect";
  error.effect_unknown = true;
  return error;
}

std::optional<sim::Error> Pipeline::before(Passage& passage) {
  for (Hook* hook : hooks_)
    if (auto error = hook->before(passage)) return error;
  return std::nullopt;
}

std::pair<Result<void>, sim::Duration> Pipeline::effect(Passage& passage) {
  Result<void> answer = server_.perform(passage.context, passage.call, passage.sent);
  for (std::size_t i = hooks_.size(); i-- > 0;)
    if (auto error = hooks_[i]->after(passage, answer)) answer = sim::forward(*std::move(error));
  return {std::move(answer), passage.back};
}

Task<Result<void>> Pipeline::call(CallContext context, CallRef request) {
  sim::Scheduler& scheduler = server_.scheduler();
  if (context.call == 0) context.call = ++calls_;
  auto sent = std::make_shared<CallSent>();
  sent->call = request;
  sent->logical_call = context.call;
  sent->attempt = context.attempt;
  const sim::RecordId record = server_.journal().append(scheduler.now(), context.actor->id(), context.cause,
                                                        sim::RecordKind::call_sent, std::move(sent));
  auto passage = std::make_shared<Passage>(Passage{context, *request, record, {}, {}});
  Result<void> answer;
  if (auto refused = before(*passage)) {
    answer = sim::forward(*std::move(refused));
  } else {
    // The trip owns the request: it may outlive a dropped caller.
    auto run = [this, passage, request] { return effect(*passage); };
    auto travelled = co_await sim::call(server_.actor(), passage->there, std::move(run));
    if (travelled) answer = std::move(*travelled);
    else answer = sim::forward(lost_reply(request->operation()));
  }
  auto returned = std::make_shared<CallReturned>();
  returned->sent = record;
  if (!answer) returned->error = answer.error();
  server_.journal().append(scheduler.now(), context.actor->id(), record, sim::RecordKind::call_returned,
                           std::move(returned));
  co_return answer;
}

}  // namespace nlbsim::api
