#include "engine/runtime/events/event_correlator.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/hasher.h"

namespace nlbsim::engine {
namespace {

using namespace std::chrono_literals;
using api::Json;

constexpr std::size_t kMaxDifferent = 10;
constexpr sim::Duration kSimilarWithin = 10min;
constexpr std::int64_t kSpamBurst = 25;
constexpr sim::Duration kSpamInterval = 5min;
constexpr std::string_view kCombined = "(combined from similar events): ";

std::string source_key(const EventDraft& draft) {
  const EventSubject& on = draft.regarding;
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", draft.component, on.kind, on.namespace_, on.name, on.uid,
                     on.api_version);
}

std::string reason_key(const EventDraft& draft) {
  return fmt::format("{}\n{}\n{}", source_key(draft), draft.type, draft.reason);
}

std::string event_key(const EventDraft& draft) { return fmt::format("{}\n{}", reason_key(draft), draft.message); }

}  // namespace

std::string event_name(std::string_view object, std::int64_t unix_nanoseconds) {
  constexpr std::size_t kLongestName = 253;
  const std::string time = fmt::format(".{:x}", unix_nanoseconds);
  if (object.size() + time.size() <= kLongestName) return std::string(object) + time;
  const std::string print = fmt::format("-{:016x}", sim::fingerprint(object));
  std::string_view start = object.substr(0, kLongestName - time.size() - print.size());
  while (start.ends_with('.') || start.ends_with('-')) start.remove_suffix(1);
  return std::string(start) + print + time;
}

Json event_document(const EventDraft& draft) {
  const EventSubject& on = draft.regarding;
  Json involved = Json::object();
  involved["apiVersion"] = on.api_version;
  involved["kind"] = on.kind;
  involved["name"] = on.name;
  if (!on.namespace_.empty()) involved["namespace"] = on.namespace_;
  involved["uid"] = on.uid;
  involved["resourceVersion"] = std::to_string(on.resource_version);
  Json document = Json::object();
  document["apiVersion"] = "v1";
  document["kind"] = "Event";
  Json::Place metadata = document["metadata"];
  metadata["name"] = draft.name;
  metadata["namespace"] = draft.namespace_;
  metadata["creationTimestamp"] = nullptr;
  document["involvedObject"] = std::move(involved);
  document["type"] = draft.type;
  document["reason"] = draft.reason;
  document["message"] = draft.message;
  document["count"] = draft.count;
  document["firstTimestamp"] = sim::to_rfc3339(draft.first);
  document["lastTimestamp"] = sim::to_rfc3339(draft.last);
  document["eventTime"] = nullptr;
  document["source"]["component"] = draft.component;
  // client-go leaves it out of the aggregates that it makes.
  document["reportingComponent"] = draft.combined ? std::string() : draft.component;
  document["reportingInstance"] = "";
  return document;
}

Json event_count_patch(const EventDraft& draft) {
  return Json{{"count", draft.count}, {"lastTimestamp", sim::to_rfc3339(draft.last)}, {"message", draft.message}};
}

std::optional<EventDraft> EventCorrelator::correlate(EventDraft draft, sim::Instant now, std::int64_t unix_nanoseconds,
                                                     sim::Chooser& chooser) {
  const std::string key = aggregate(draft, now, unix_nanoseconds, chooser);
  count(draft, key);
  if (!allowed(draft, now)) return std::nullopt;
  return draft;
}

// Turns the draft into an aggregate if it is one too many; the key under which it is counted.
std::string EventCorrelator::aggregate(EventDraft& draft, sim::Instant now, std::int64_t unix_nanoseconds,
                                       sim::Chooser& chooser) {
  const std::string key = reason_key(draft);
  Similar* known = similar_.find(key);
  if (!known || now - known->last > kSimilarWithin) known = &similar_.put(key, {});
  known->last = now;
  std::vector<std::string>& messages = known->messages;
  if (std::ranges::find(messages, draft.message) == messages.end()) messages.push_back(draft.message);
  if (messages.size() < kMaxDifferent) return event_key(draft);
  // client-go forgets any one of them; usually the one that has just been told in the aggregate.
  const std::uint32_t forget =
      chooser.choose(static_cast<std::uint32_t>(messages.size()), {"kube", "events", "forget"});
  messages.erase(messages.end() - 1 - forget);
  draft.message.insert(0, kCombined);
  draft.name = event_name(draft.regarding.name, unix_nanoseconds);
  draft.first = now;
  draft.last = now;
  draft.combined = true;
  return key;
}

void EventCorrelator::count(EventDraft& draft, const std::string& key) {
  if (const Observed* earlier = observed_.find(key)) {
    draft.name = earlier->name;
    draft.first = earlier->first;
    draft.count = earlier->count + 1;
  }
  observed_.put(key, {draft.count, draft.name, draft.first});
}

bool EventCorrelator::allowed(const EventDraft& draft, sim::Instant now) {
  const std::string key = source_key(draft);
  TokenBucket* bucket = limits_.find(key);
  if (!bucket) bucket = &limits_.put(key, TokenBucket(kSpamInterval, kSpamBurst));
  return bucket->try_take(now);
}

}  // namespace nlbsim::engine
