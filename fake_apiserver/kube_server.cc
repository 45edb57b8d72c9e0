#include "fake_apiserver/kube_server.h"

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "fake_apiserver/strategy/custom_resource_definition.h"
#include "fake_apiserver/watch/seen.h"

namespace nlbsim::fake_apiserver {

using sim::TimerKind;

bool WatchFilter::matches(const WatchTarget& target) const {
  return (kind.empty() || kind == target.kind) && (actor.empty() || actor == target.actor.name());
}

KubeServer::KubeServer(sim::Scheduler& scheduler, sim::Actor& actor, sim::Journal& journal, ApiServer& core,
                       KubeServerConfig config)
    : api::Server(scheduler, actor, journal, core), core_(core), config_(std::move(config)) {}

KubeServer::~KubeServer() = default;

std::size_t KubeServer::watches() const {
  std::size_t count = 0;
  for (const StreamList& list : streams_) count += list.size();
  return count;
}

sim::Result<std::shared_ptr<Stream>> KubeServer::open_watch(sim::Actor& caller, const kube::Watch::Request& request,
                                                            WatchSink& sink) {
  auto start = core_.start_watch(request);
  if (!start) return sim::forward(std::move(start.error()));
  const WatchTarget target{core_.registry()[start->kind].resource.kind, caller};
  std::shared_ptr<Stream> stream = std::make_shared<SinkStream>(target, sink);
  attach(*stream, request, *std::move(start));
  return stream;
}

void KubeServer::after_effect(const api::CallContext& context, api::AnyCall* call,
                              const std::vector<sim::RecordId>& records) {
  bool definitions_changed = false;
  for (const sim::RecordId id : records) {
    const sim::Record* record = journal().find(id);
    if (!record || record->kind != sim::RecordKind::object_changed) continue;
    const auto payload = std::static_pointer_cast<const api::ObjectChanged>(record->payload);  // outlives the journal's
    if (payload->resource == kDefinitions) definitions_changed = true;
    const Change change{payload->resource_version, payload->type, payload->object, payload->previous};
    const auto kind = core_.registry().place_of(payload->resource);
    if (kind && *kind < streams_.size() && !streams_[*kind].empty()) broadcast(change, *kind, id);
    if (listener_) listener_(payload->resource, change);
  }
  if (definitions_changed) end_absent_kinds();
  if (!call || &call->operation() != &kube::Watch::info()) return;
  auto& watch = api::as<kube::Watch>(*call);
  auto start = core_.start_watch(watch.request);
  if (!start) return;  // the core has just said that it is fine
  const WatchTarget target{core_.registry()[start->kind].resource.kind, context.actor ? *context.actor : actor()};
  auto stream = std::make_shared<BufferedStream>(target);
  attach(*stream, watch.request, *std::move(start));
  watch.response.stream = std::move(stream);
}

void KubeServer::attach(Stream& stream, const kube::Watch::Request& request, WatchStart start) {
  const Kind& kind = core_.registry()[start.kind];
  stream.kind_ = start.kind;
  stream.selection_ = std::move(start.selection);
  stream.version_ = start.version;
  stream.bookmarks_ = start.bookmarks;
  stream.sent_ = start.revision;
  while (streams_.size() <= start.kind) streams_.emplace_back();
  streams_[start.kind].push_back(stream);
  if (start.expired) {
    send(stream, error_event(*std::move(start.expired)));
    return end(stream);
  }
  for (const kube::ObjectRef& object : start.initial) send(stream, initial_event(object, kind, start.version));
  if (start.initial_end) send(stream, bookmark_event(start.version, start.revision, true));
  for (const Change& change : start.history)
    if (const auto type = seen_as(change, stream.selection_))
      send(stream, ChangeViews(change, kind, 0).view(*type, start.version));
  arm_timeout(stream, request);
  if (stream.bookmarks_) arm_bookmarks();
}

void KubeServer::broadcast(const Change& change, KindIndex kind, sim::RecordId cause) {
  ChangeViews views(change, core_.registry()[kind], cause);
  StreamList& list = streams_[kind];
  for (auto it = list.begin(); it != list.end();) {
    Stream& stream = *it++;
    if (stream.target_.actor.dropped()) {
      stream.unlink();
      continue;
    }
    if (change.revision <= stream.sent_) continue;  // it watches from a revision that is still to come
    const auto type = seen_as(change, stream.selection_);
    if (!type) continue;
    if (stream.overrun(config_, scheduler().now())) {
      end(stream);
      continue;
    }
    stream.sent_ = change.revision;
    send(stream, views.view(*type, stream.version_));
  }
}

// Who watches a kind that has gone has nothing more to wait for. A version that is no longer served keeps the watches
// that it has.
void KubeServer::end_absent_kinds() {
  for (KindIndex kind = 0; kind < streams_.size(); ++kind)
    for (auto it = streams_[kind].begin(); it != streams_[kind].end();) {
      Stream& stream = *it++;
      if (!core_.registry().present(kind)) end(stream);
    }
}

sim::Duration KubeServer::draw_delay(const Stream& stream) {
  if (!stream.drawn_delay()) return sim::Duration::zero();
  return sim::pick(scheduler().chooser(), config_.delivery, {"watch", stream.target_.kind, "delivery"});
}

void KubeServer::send(Stream& stream, EventRef event) {
  const auto keep = stream.shared_from_this();  // a sink may let go of its watch while it is called
  WatchDelivery delivery{stream.target_, event->event, draw_delay(stream), 1, false};
  for (WatchHook* hook : hooks_) hook->deliver(delivery);
  stream.held_ = stream.held_ || delivery.hold;
  for (std::uint32_t i = 0; i < delivery.copies; ++i) arrange(stream, event, delivery.delay);
}

void KubeServer::arrange(Stream& stream, EventRef event, sim::Duration delay) {
  if (held(stream)) {
    stream.standing_.push_back(std::move(event));
    return;
  }
  if (!stream.drawn_delay() && delay == sim::Duration::zero() && stream.in_flight_.empty()) return stream.arrive(event);
  const sim::Instant now = scheduler().now();
  stream.last_due_ = std::max(stream.last_due_, now + delay);
  stream.in_flight_.push_back(std::move(event));
  const auto arrival = [this, reader = stream.weak_from_this()] {
    if (const auto open = reader.lock()) land(*open);
  };
  scheduler().after(actor(), stream.last_due_ - now, TimerKind::pending, arrival);
}

void KubeServer::land(Stream& stream) {
  const EventRef event = std::move(stream.in_flight_.front());
  stream.in_flight_.pop_front();
  if (stream.target_.actor.dropped()) return;
  stream.arrive(event);
  if (stream.ended_ && stream.in_flight_.empty()) stream.close();
}

void KubeServer::end(Stream& stream) {
  if (std::exchange(stream.ended_, true)) return;
  const auto keep = stream.shared_from_this();
  stream.unlink();
  stream.standing_.clear();
  if (stream.in_flight_.empty()) stream.close();
}

std::size_t KubeServer::end(const WatchFilter& filter) {
  std::size_t count = 0;
  for (StreamList& list : streams_)
    for (auto it = list.begin(); it != list.end();) {
      Stream& stream = *it++;
      if (!filter.matches(stream.target_)) continue;
      end(stream);
      ++count;
    }
  return count;
}

bool KubeServer::held(const Stream& stream) const {
  return stream.held_ ||
         std::ranges::any_of(holds_, [&](const WatchFilter& hold) { return hold.matches(stream.target_); });
}

void KubeServer::hold(WatchFilter filter) { holds_.push_back(std::move(filter)); }

void KubeServer::release(const WatchFilter& filter) {
  std::erase(holds_, filter);
  for (StreamList& list : streams_)
    for (auto it = list.begin(); it != list.end();) {
      const auto stream = (it++)->shared_from_this();
      if (!filter.matches(stream->target_)) continue;
      stream->held_ = false;
      if (held(*stream)) continue;
      for (EventRef& event : std::exchange(stream->standing_, {})) {
        const sim::Duration delay = draw_delay(*stream);
        arrange(*stream, std::move(event), delay);
      }
    }
}

void KubeServer::arm_timeout(Stream& stream, const kube::Watch::Request& request) {
  const sim::Duration timeout =
      request.timeout ? *request.timeout
                      : sim::pick(scheduler().chooser(), config_.timeout, {"watch", stream.target_.kind, "timeout"});
  const auto due = [this, reader = stream.weak_from_this()] {
    const auto open = reader.lock();
    if (!open || open->ended_) return;
    if (open->bookmarks_) send_bookmark(*open);  // so that the next watch can go on from here
    end(*open);
  };
  scheduler().after(actor(), timeout, TimerKind::periodic, due);
}

void KubeServer::arm_bookmarks() {
  if (std::exchange(bookmarks_armed_, true)) return;
  const auto due = [this] {
    bookmarks_armed_ = false;
    send_bookmarks();
  };
  scheduler().after(actor(), config_.bookmark_period, TimerKind::periodic, due);
}

void KubeServer::send_bookmark(Stream& stream) {
  const std::uint64_t revision = core_.store().revision();
  if (revision <= stream.sent_) return;  // nothing newer to say
  stream.sent_ = revision;
  send(stream, bookmark_event(stream.version_, revision, false));
}

void KubeServer::send_bookmarks() {
  bool more = false;
  for (StreamList& list : streams_)
    for (auto it = list.begin(); it != list.end();) {
      Stream& stream = *it++;
      if (stream.target_.actor.dropped()) stream.unlink();
      if (!stream.is_linked() || !stream.bookmarks_) continue;
      more = true;
      send_bookmark(stream);
    }
  if (more) arm_bookmarks();
}

}  // namespace nlbsim::fake_apiserver
