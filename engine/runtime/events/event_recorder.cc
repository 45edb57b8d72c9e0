#include "engine/runtime/events/event_recorder.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "api/kube/kube.h"
#include "engine/runtime/events/event_correlator.h"

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;

constexpr int kMaxTries = 12;
constexpr sim::Duration kRetryPause = 10s;
constexpr std::array<sim::Duration, 3> kFirstRetryPause{5s, 500ms, 9500ms};  // a random share of it
constexpr std::size_t kMaxQueued = 1000;                                     // more than that is dropped unseen

}  // namespace

struct EventRecorder::State {
  struct Queued {
    EventDraft draft;
    sim::RecordId cause = 0;
  };

  State(const Context& replica, std::string source) : context(replica), component(std::move(source)) {}

  sim::Task<void> post_all();
  sim::Task<bool> post(std::shared_ptr<const EventDraft> draft, sim::RecordId cause);
  sim::Task<api::Result<void>> patch(std::shared_ptr<const EventDraft> draft, sim::RecordId cause);
  sim::Task<api::Result<void>> create(std::shared_ptr<const EventDraft> draft, sim::RecordId cause);

  // Events are named by the nanosecond; virtual time stands still within a step, so it is counted on.
  std::int64_t unique_nanoseconds() {
    last_nanoseconds = std::max(last_nanoseconds + 1, std::int64_t{context.scheduler.now().since_epoch.count()});
    return last_nanoseconds;
  }

  const Context& context;
  const std::string component;
  EventCorrelator correlator;
  std::deque<Queued> queue;
  sim::Event added;
  std::int64_t last_nanoseconds = 0;
};

EventRecorder::EventRecorder(const Context& context, std::string component)
    : state_(std::make_unique<State>(context, std::move(component))) {}
EventRecorder::~EventRecorder() = default;

void EventRecorder::start() { sim::spawn(state_->context.actor, state_->post_all()); }

void EventRecorder::event(const kube::Resource& resource, const kube::ObjectRef& regarding, EventType type,
                          std::string_view reason, std::string message, sim::RecordId cause) {
  if (state_->queue.size() >= kMaxQueued) return;
  const kube::ObjectMeta& meta = regarding->meta();
  EventDraft draft;
  draft.regarding = {resource.api_version(), std::string(resource.kind), meta.namespace_, meta.name, meta.uid,
                     meta.resource_version};
  draft.component = state_->component;
  draft.type = type == EventType::normal ? "Normal" : "Warning";
  draft.reason = reason;
  draft.message = std::move(message);
  draft.name = event_name(meta.name, state_->unique_nanoseconds());
  draft.namespace_ = meta.namespace_.empty() ? "default" : meta.namespace_;
  draft.first = state_->context.scheduler.now();
  draft.last = draft.first;
  state_->queue.push_back({std::move(draft), cause});
  state_->added.notify(state_->context.scheduler);
}

sim::Task<void> EventRecorder::State::post_all() {
  for (;;) {
    while (queue.empty()) co_await added.wait();
    Queued next = std::move(queue.front());
    queue.pop_front();
    const std::int64_t nanoseconds = unique_nanoseconds();
    auto correlated =
        correlator.correlate(std::move(next.draft), context.scheduler.now(), nanoseconds, context.scheduler.chooser());
    if (!correlated) continue;
    const auto draft = std::make_shared<const EventDraft>(std::move(*correlated));
    for (int tries = 1;; ++tries) {
      const bool settled = co_await post(draft, next.cause);
      if (settled || tries == kMaxTries) break;
      sim::Duration pause = kRetryPause;
      if (tries == 1) pause = sim::pick(context.scheduler.chooser(), kFirstRetryPause, {"kube", "events", "retry"});
      co_await sim::sleep_for(pause);
    }
  }
}

// False if it is worth another try: the server was not reached. What it has refused, it would refuse again.
sim::Task<bool> EventRecorder::State::post(std::shared_ptr<const EventDraft> draft, sim::RecordId cause) {
  if (draft->count > 1) {
    const api::Result<void> patched = co_await patch(draft, cause);
    if (patched) co_return true;
    if (patched.error().http_status != 404) co_return patched.error().http_status != 0;
  }
  const api::Result<void> created = co_await create(draft, cause);
  co_return created || created.error().http_status != 0;
}

sim::Task<api::Result<void>> EventRecorder::State::patch(std::shared_ptr<const EventDraft> draft, sim::RecordId cause) {
  kube::Patch::Request request;
  request.resource = kube::kEvents;
  request.key = {draft->namespace_, draft->name};
  request.type = kube::PatchType::strategic;
  request.body = std::make_shared<const api::Json>(event_count_patch(*draft));
  auto answer = co_await api::call<kube::Patch>(context.kube, context.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  co_return api::Result<void>();
}

sim::Task<api::Result<void>> EventRecorder::State::create(std::shared_ptr<const EventDraft> draft,
                                                          sim::RecordId cause) {
  kube::Create::Request request;
  request.resource = kube::kEvents;
  request.namespace_ = draft->namespace_;
  request.body = std::make_shared<const api::Json>(event_document(*draft));
  auto answer = co_await api::call<kube::Create>(context.kube, context.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  co_return api::Result<void>();
}

}  // namespace nlbsim::engine
