#include "engine/runtime/controller/controller.h"

#include <cassert>
#include <memory>
#include <utility>

#include "api/records.h"

namespace nlbsim::engine {
namespace {

// What the journal says of an outcome.
std::shared_ptr<api::ReconcileFinished> describe(const Outcome& outcome) {
  auto record = std::make_shared<api::ReconcileFinished>();
  if (const auto* requeue = std::get_if<RequeueAfter>(&outcome)) {
    record->outcome = api::ReconcileOutcome::requeue_after;
    record->after = requeue->delay;
    record->message = requeue->reason;
  } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
    record->outcome = api::ReconcileOutcome::error;
    record->message = failed->error.describe();
  }
  return record;
}

}  // namespace

Controller::Controller(const Context& context, WorkQueue& queue, Reconciler& reconciler, int workers)
    : context_(context), queue_(queue), reconciler_(reconciler), workers_(workers) {
  assert(workers >= 1);
}

void Controller::start() {
  for (int i = 0; i < workers_; ++i) sim::spawn(context_.actor, work());
}

sim::Task<void> Controller::work() {
  for (;;) {
    Request request = co_await queue_.get();
    const kube::ObjectKey key = request.key;
    request.cause = journal_start(request);
    const sim::RecordId started = request.cause;
    const Outcome outcome = co_await reconciler_.reconcile(std::move(request));
    finish(key, started, outcome);
  }
}

sim::RecordId Controller::journal_start(const Request& request) {
  auto record = std::make_shared<api::ReconcileStarted>();
  record->controller = queue_.name();
  record->key = request.key.text();
  return context_.journal.append(context_.scheduler.now(), context_.actor.id(), request.cause,
                                 sim::RecordKind::reconcile_started, std::move(record));
}

void Controller::finish(const kube::ObjectKey& key, sim::RecordId started, const Outcome& outcome) {
  auto record = describe(outcome);
  record->started = started;
  record->controller = queue_.name();
  record->key = key.text();
  const sim::RecordId finished = context_.journal.append(context_.scheduler.now(), context_.actor.id(), started,
                                                         sim::RecordKind::reconcile_finished, std::move(record));
  const auto* failed = std::get_if<Failed>(&outcome);
  if (failed && failed->retry == Retry::backoff) {
    queue_.add_rate_limited(key, finished);
  } else {
    queue_.forget(key);
    if (const auto* requeue = std::get_if<RequeueAfter>(&outcome))
      queue_.add_after(key, requeue->delay, finished, requeue->kind);
  }
  queue_.done(key);
}

}  // namespace nlbsim::engine
