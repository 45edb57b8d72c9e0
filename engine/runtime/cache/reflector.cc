#include "engine/runtime/cache/reflector.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "api/kube/error_reasons.h"
#include "api/kube/kube.h"
#include "api/records.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kVeryShortWatch = 1s;
constexpr std::int64_t kPageLimit = 500;                    // ignored by a server that lists from its cache
constexpr std::array<int, 3> kResyncPercent{100, 90, 110};  // controller-runtime spreads resyncs by 10 %

// The server no longer has the history that was asked for.
bool expired(const sim::Error& error) {
  return error.code == "Expired" || error.code == "Gone" || error.http_status == 410;
}

// The server has not seen that version yet, e.g. after a failover to one that lags.
bool too_large_version(const sim::Error& error) {
  const auto says_so = [](const sim::ErrorCause& cause) { return cause.reason == "ResourceVersionTooLarge"; };
  return std::ranges::any_of(error.causes, says_so) || error.message.starts_with("Too large resource version");
}

// The watch never began, and the server is only busy or away: nothing was missed.
bool watch_may_just_wait(const sim::Error& error) {
  return error.code == "ConnectionRefused" || error.code == "TooManyRequests" || error.http_status == 429;
}

}  // namespace

void Reflector::start() {
  // A list that any replica may answer from its cache can take a new controller back in time (kubernetes#59848): it
  // would see a Gateway that is gone, and make in AWS what nobody will ever remove.
  list_newest_ = context_.config.profile->first_list_is_consistent;
  sim::spawn(context_.actor, list_and_watch());
  const std::string_view resource = informer_.resource().plural;
  const std::uint32_t spread = context_.scheduler.chooser().choose(kResyncPercent.size(), {"kube", resource, "resync"});
  resync_after(context_.config.resync_period * kResyncPercent[spread] / 100);
}

sim::Task<void> Reflector::list_and_watch() {
  for (;;) {
    const bool listed = co_await list();
    if (absent_) co_return;
    Next next = listed ? Next::watch : Next::list_after_backoff;
    while (next != Next::list_after_backoff) {
      next = co_await watch();
      if (next == Next::watch_after_backoff) co_await sim::sleep_for(backoff());
    }
    co_await sim::sleep_for(backoff());
  }
}

void Reflector::resync_after(sim::Duration period) {
  const auto due = [this, period] {
    informer_.resync(0);
    resync_after(period);
  };
  context_.scheduler.after(context_.actor, period, sim::TimerKind::periodic, due);
}

sim::Task<bool> Reflector::list() {
  std::vector<kube::ObjectRef> items;
  kube::List::Request request;
  request.resource = informer_.resource();
  request.limit = kPageLimit;
  request.resource_version = last_version_;
  if (list_newest_) request.resource_version.reset();
  for (;;) {
    auto page = co_await api::call<kube::List>(context_.kube, context_.call(0), request);
    if (!page && may_be_absent_ && kube::is_not_found(page.error())) {
      absent_ = true;
      break;
    }
    if (!page) {
      const bool unusable = expired(page.error()) || too_large_version(page.error());
      if (!unusable || list_newest_) co_return false;
      list_newest_ = true;  // at once, without a version; and from the first page
      request.resource_version.reset();
      request.continue_token.clear();
      items.clear();
      continue;
    }
    items.insert(items.end(), page->items.begin(), page->items.end());
    last_version_ = page->resource_version;
    if (page->continue_token.empty()) break;
    request.continue_token = page->continue_token;
    request.resource_version.reset();  // a token carries its own version
  }
  list_newest_ = false;
  informer_.replace(items);
  synced_.notify(context_.scheduler);
  co_return !absent_;
}

sim::Task<Reflector::Next> Reflector::watch() {
  kube::Watch::Request request;
  request.resource = informer_.resource();
  request.resource_version = last_version_;
  request.allow_bookmarks = true;
  auto opened = co_await api::call<kube::Watch>(context_.kube, context_.call(0), std::move(request));
  if (!opened) {
    const Next next = watch_may_just_wait(opened.error()) ? Next::watch_after_backoff : Next::list_after_backoff;
    co_return next;
  }
  co_return co_await follow(std::move(opened->stream));
}

sim::Task<Reflector::Next> Reflector::follow(std::shared_ptr<kube::WatchStream> stream) {
  const sim::Instant opened = context_.scheduler.now();
  std::uint64_t events = 0;
  for (;;) {
    const std::optional<kube::WatchEvent> event = co_await stream->next();
    if (!event) break;
    if (event->type == kube::WatchEventType::error) {
      const bool busy = event->error && watch_may_just_wait(*event->error);
      co_return busy ? Next::watch_after_backoff : Next::list_after_backoff;
    }
    if (take(*event)) ++events;
  }
  const bool very_short = events == 0 && context_.scheduler.now() - opened < kVeryShortWatch;
  co_return very_short ? Next::list_after_backoff : Next::watch;
}

// False for an event that does not belong into this stream.
bool Reflector::take(const kube::WatchEvent& event) {
  if (event.type != kube::WatchEventType::bookmark) {
    const std::string_view kind = event.object ? event.object->kind() : "";
    if (kind != informer_.resource().kind) {
      journal_stray(kind, event.cause);
      return false;
    }
    informer_.apply(event);
  }
  last_version_ = event.resource_version;
  return true;
}

void Reflector::journal_stray(std::string_view kind, sim::RecordId cause) {
  auto note = std::make_shared<api::Note>();
  note->topic = api::NoteTopic::watch;
  note->text = "a watch of " + informer_.resource().qualified_plural() + " told of an object of kind \"" +
               std::string(kind) + "\": dropped";
  context_.journal.append(context_.scheduler.now(), context_.actor.id(), cause, sim::RecordKind::note, std::move(note));
}

sim::Duration Reflector::backoff() {
  return backoff_.next(context_.scheduler.now(), context_.scheduler.chooser(), informer_.resource().plural);
}

}  // namespace nlbsim::engine
