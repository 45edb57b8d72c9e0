#include "api/pipeline.h"

#include <boost/asio/this_coro.hpp>

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

sim::RecordId Pipeline::record_sent(CallContext& context, const CallRef& request) {
  if (context.call == 0) context.call = ++calls_;
  auto sent = std::make_shared<CallSent>();
  sent->asked = request;
  sent->call = context.call;
  sent->attempt = context.attempt;
  return server_.journal().append(server_.scheduler().now(), context.actor->id(), context.cause,
                                  sim::RecordKind::call_sent, std::move(sent));
}

void Pipeline::record_returned(const CallContext& context, sim::RecordId sent, const Result<void>& answer) {
  auto returned = std::make_shared<CallReturned>();
  returned->sent = sent;
  if (!answer) returned->error = answer.error();
  server_.journal().append(server_.scheduler().now(), context.actor->id(), sent, sim::RecordKind::call_returned,
                           std::move(returned));
}

namespace {

// One attempt: the request on its way and the answer on its way back. It owns the request, which may outlive a dropped
// caller.
struct Voyage : sim::OpenCall {
  Voyage(const CallContext& context, CallRef asked, sim::RecordId sent)
      : request(std::move(asked)), passage{context, *request, sent, {}, {}} {}
  CallRef request;
  Passage passage;
  Result<void> answer;
  bool answered = false;
};

}  // namespace

Task<Result<void>> Pipeline::call(CallContext context, CallRef request) {
  const sim::RecordId record = record_sent(context, request);
  const auto voyage = std::make_shared<Voyage>(context, std::move(request), record);
  if (auto refused = before(voyage->passage)) {
    voyage->answer = sim::forward(*std::move(refused));
  } else {
    const auto executor = co_await boost::asio::this_coro::executor;
    if (!server_.actor().dropped()) {
      auto run = [this](Voyage& arrived) {
        auto [answer, back] = effect(arrived.passage);
        arrived.answer = std::move(answer);
        arrived.answered = true;
        return back;
      };
      sim::depart(executor.actor(), server_.actor(), voyage->passage.there, voyage, std::move(run));
      auto back = sim::arrival(*voyage);
      co_await std::move(back);
    }
    if (!voyage->answered) voyage->answer = sim::forward(lost_reply(voyage->request->operation()));
  }
  record_returned(context, record, voyage->answer);
  co_return std::move(voyage->answer);
}

namespace {

Task<void> call_and_tell(Pipeline& pipeline, CallContext context, CallRef request, Pipeline::Done done) {
  auto answer = co_await pipeline.call(context, std::move(request));
  done(std::move(answer));
}

}  // namespace

void Pipeline::start(CallContext context, CallRef request, Done done) {
  if (!hooks_.empty())
    return sim::spawn(*context.actor, call_and_tell(*this, context, std::move(request), std::move(done)));
  const sim::RecordId record = record_sent(context, request);
  Result<void> answer = server_.perform(context, *request, record);
  record_returned(context, record, answer);
  done(std::move(answer));
}

}  // namespace nlbsim::api
