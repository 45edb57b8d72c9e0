// Decides what becomes of an Event before it is sent: client-go's EventCorrelator, as plain functions over values.
//
// In this order: more than 10 different texts of one reason on one object within 10 minutes of each other are told as
// one
// "(combined from similar events)"; an Event equal to an earlier one but for its time counts that one up instead of
// making another; and one object's Events of one source are limited to 25 at once and one in 5 minutes after that. What
// the limit drops has been counted nevertheless, so the next one that passes carries the full count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "engine/runtime/events/recent_cache.h"
#include "engine/runtime/queue/token_bucket.h"
#include "sim/choice.h"

namespace nlbsim::engine {

// The object that an Event is about.
struct EventSubject {
  std::string api_version, kind, namespace_, name, uid;
  std::uint64_t resource_version = 0;
};

struct EventDraft {
  EventSubject regarding;
  std::string component;  // its source
  std::string type, reason, message;
  std::string name;        // of the Event: <object>.<hexadecimal nanoseconds>
  std::string namespace_;  // of the Event: the object's, or "default"
  sim::Instant first, last;
  std::uint32_t count = 1;
  bool combined = false;  // made by aggregation
};

// The object to create, and the strategic merge patch that counts an existing one up.
api::Json event_document(const EventDraft& draft);
api::Json event_count_patch(const EventDraft& draft);
// "my-tcp-gateway.18ea93efa40e4aae"; an object's name that leaves no room for that is cut and told by its fingerprint.
std::string event_name(std::string_view object, std::int64_t unix_nanoseconds);

class EventCorrelator {
 public:
  // What to send: create it if its count is 1, else patch the one of that name. Null: the limit drops it.
  // `unix_nanoseconds` names an aggregate that is made now.
  std::optional<EventDraft> correlate(EventDraft draft, sim::Instant now, std::int64_t unix_nanoseconds,
                                      sim::Chooser& chooser);

 private:
  struct Similar {
    std::vector<std::string> messages;  // different ones, oldest first; fewer than 10 between calls
    sim::Instant last;
  };
  struct Observed {
    std::uint32_t count = 0;
    std::string name;
    sim::Instant first;
  };
  std::string aggregate(EventDraft& draft, sim::Instant now, std::int64_t unix_nanoseconds, sim::Chooser& chooser);
  void count(EventDraft& draft, const std::string& key);
  bool allowed(const EventDraft& draft, sim::Instant now);

  static constexpr std::size_t kRemembered = 4096;
  RecentCache<Similar> similar_{kRemembered};
  RecentCache<Observed> observed_{kRemembered};
  RecentCache<TokenBucket> limits_{kRemembered};
};

}  // namespace nlbsim::engine
