// A watch as its client sees it: a stream of events in the order of revisions, ended by the server or by an error
// event.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/kube/object.h"
#include "sim/journal.h"
#include "sim/result.h"
#include "sim/task.h"

namespace nlbsim::kube {

enum class WatchEventType : std::uint8_t { added, modified, deleted, bookmark, error };
std::string_view name(WatchEventType type);  // "ADDED" ...

struct WatchEvent {
  WatchEventType type = WatchEventType::added;
  ObjectRef object;  // null for an error; for a bookmark only metadata.resourceVersion counts
  std::uint64_t resource_version = 0;
  std::optional<sim::Error> error;  // e.g. Expired: the watch's history was compacted
  sim::RecordId cause = 0;          // the journal record of the change
};

// Closed by its destructor. One reader.
class WatchStream {
 public:
  WatchStream() = default;
  WatchStream(const WatchStream&) = delete;
  WatchStream& operator=(const WatchStream&) = delete;
  virtual ~WatchStream() = default;
  // The next event; null when the stream has ended and nothing is left in it.
  virtual sim::Task<std::optional<WatchEvent>> next() = 0;
};

}  // namespace nlbsim::kube
