#include "api/server.h"

#include "api/records.h"

namespace nlbsim::api {

using sim::RecordId;
using sim::RecordKind;

namespace {

Fingerprint fingerprint_of_response(const AnyCall& call) {
  sim::Hasher hasher;
  call.operation().hash_response(hasher, call.response_address());
  return {hasher.digest()};
}

}  // namespace

Result<void> Server::perform(const CallContext& context, AnyCall& call, RecordId sent) {
  refresh();
  const sim::Actor& caller = context.actor ? *context.actor : *actor_;
  CoreContext core_context{scheduler_.now(), scheduler_.chooser(), caller.name(), {}};
  Result<void> answer = core_.apply(core_context, call);
  auto applied = std::make_shared<CallApplied>();
  applied->sent = sent;
  if (answer) applied->answer = fingerprint_of_response(call);
  else applied->error = answer.error();
  const RecordId record =
      journal_.append(scheduler_.now(), actor_->id(), sent, RecordKind::call_applied, std::move(applied));
  const std::vector<RecordId> written = write(core_context, record);
  after_effect(context, answer ? &call : nullptr, written);
  arm();
  return answer;
}

void Server::refresh() {
  const auto deadline = core_.next_deadline();
  if (!deadline || *deadline > scheduler_.now()) return arm();
  CoreContext context{scheduler_.now(), scheduler_.chooser(), actor_->name(), {}};
  core_.advance(context);
  const std::vector<RecordId> written = write(context, 0);
  CallContext self;
  self.actor = actor_;
  after_effect(self, nullptr, written);
  arm();
}

std::vector<RecordId> Server::write(CoreContext& context, RecordId cause) {
  std::vector<RecordId> written;
  written.reserve(context.records.size());
  for (CoreRecord& record : context.records)
    written.push_back(journal_.append(scheduler_.now(), actor_->id(), cause, record.kind, std::move(record.payload)));
  context.records.clear();
  return written;
}

void Server::arm() {
  const auto deadline = core_.next_deadline();
  if (deadline == armed_) return;
  armed_ = deadline;
  const std::uint64_t generation = ++generation_;
  if (!deadline) return;
  const sim::Duration delay = std::max(*deadline - scheduler_.now(), sim::Duration::zero());
  const auto due = [this, generation] {
    if (generation != generation_) return;
    armed_.reset();
    refresh();
  };
  scheduler_.after(*actor_, delay, sim::TimerKind::pending, due);
}

}  // namespace nlbsim::api
