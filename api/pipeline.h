// Carries calls from a caller to a server and back: one coroutine, with plain hooks before and after.
//
//   caller -> hooks' before() in order -> request travels -> Server::perform, one step -> answer travels -> hooks'
//   after()
//
// A hook may refuse the call before it travels (no effect), set its travel times, or take the answer away after the
// effect (a lost reply). The journal gets call_sent, call_applied and call_returned. Nothing inside the engine or the
// fakes knows that it is being tested: recording, delay and faults are all here and in scenarios/faults.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "api/operation.h"
#include "api/server.h"

namespace nlbsim::api {

// What a hook may read and bend. One per attempt.
struct Passage {
  CallContext context;
  AnyCall& call;
  sim::RecordId sent = 0;  // the call_sent record
  sim::Duration there{0};  // travel time of the request
  sim::Duration back{0};   // and of the answer
};

class Hook {
 public:
  virtual ~Hook() = default;
  // An error refuses the call: it never reaches the server.
  virtual std::optional<sim::Error> before(Passage&) { return std::nullopt; }
  // At the server, right after the effect; an error replaces the answer on its way back.
  virtual std::optional<sim::Error> after(Passage&, const Result<void>&) { return std::nullopt; }
};

// Travel times, drawn from small tables of quantiles whose entry 0 is the median.
class Delay final : public Hook {
 public:
  explicit Delay(std::vector<sim::Duration> quantiles) : quantiles_(std::move(quantiles)) {}
  std::optional<sim::Error> before(Passage& passage) override;

 private:
  std::vector<sim::Duration> quantiles_;  // of one way
};

class Pipeline final : public Service {
 public:
  // Hooks outlive the pipeline or are removed; both they and removals may come while it runs (serve's control plane
  // does).
  explicit Pipeline(Server& server) : server_(server) {}
  void add(Hook& hook) { hooks_.push_back(&hook); }
  // Calls that are under way do not meet it any more.
  void remove(Hook& hook) { std::erase(hooks_, &hook); }
  Task<Result<void>> call(CallContext context, CallRef request) override;
  // The same for a caller that is no coroutine (the wire): `done` gets the answer, at once when no hook stands in the
  // way, else when it has travelled. The context's actor must be set; nothing is called if that is dropped first.
  using Done = std::function<void(Result<void>)>;
  void start(CallContext context, CallRef request, Done done);

 private:
  sim::RecordId record_sent(CallContext& context, const CallRef& request);
  void record_returned(const CallContext& context, sim::RecordId sent, const Result<void>& answer);
  std::optional<sim::Error> before(Passage& passage);
  std::pair<Result<void>, sim::Duration> effect(Passage& passage);

  Server& server_;
  std::vector<Hook*> hooks_;
  std::uint64_t calls_ = 0;
};

// The error of a call whose reply never came: effect_unknown is set.
sim::Error lost_reply(const OperationInfo& operation);

}  // namespace nlbsim::api
