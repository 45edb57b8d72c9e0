// One open watch as the server sees it, and the two ways of reading it: a WatchStream with a buffer for clients in the
// process, a WatchSink that is called for the wire.
#pragma once

#include <boost/intrusive/list.hpp>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/kube/watch.h"
#include "fake_apiserver/watch/watch_start.h"

namespace nlbsim::fake_apiserver {

struct KubeServerConfig;

// An event as all its readers share it. The wire front keeps its encoded line here, so that a change is encoded once
// per form ("json", "table", ...), however many watch it.
struct SharedEvent {
  kube::WatchEvent event;
  bool initial_end = false;  // a bookmark that ends the initial events
  std::string_view version;  // at which the object is shown; a view of the registry
  mutable std::vector<std::pair<std::string, std::shared_ptr<const std::string>>> encoded;
};
using EventRef = std::shared_ptr<const SharedEvent>;

class WatchSink {
 public:
  virtual ~WatchSink() = default;
  virtual void deliver(const EventRef& event) = 0;
  virtual void end() = 0;  // the server has nothing more to say; not called when the handle is destroyed
};

// Whose watch it is, of what.
struct WatchTarget {
  std::string_view kind;  // "Gateway"
  const sim::Actor& actor;
};

// The server's side of a watch. In the list of its kind until it is destroyed or has ended.
class Stream : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
               public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(WatchTarget target) : target_(target) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  const WatchTarget& target() const { return target_; }
  bool ended() const { return ended_; }

 protected:
  virtual void arrive(const EventRef& event) = 0;
  virtual void closed() = 0;
  virtual bool drawn_delay() const = 0;  // events take a delay that the chooser draws
  virtual bool overrun(const KubeServerConfig&, sim::Instant) const { return false; }

 private:
  friend class KubeServer;
  WatchTarget target_;
  Selection selection_;
  std::string_view version_;
  bool bookmarks_ = false;
  bool held_ = false;  // by a hook, until release()
  bool ended_ = false;
  std::uint64_t sent_ = 0;        // revision of the newest event or bookmark sent
  sim::Instant last_due_;         // no event arrives before an earlier one
  std::size_t in_flight_ = 0;     // timers armed for it
  std::deque<EventRef> waiting_;  // on their way, or standing still
};

using StreamList = boost::intrusive::list<Stream, boost::intrusive::constant_time_size<false>>;

}  // namespace nlbsim::fake_apiserver
