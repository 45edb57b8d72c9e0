// One open watch as the server sees it, and the two ways of reading it: a WatchStream with a buffer for clients in the
// process, a WatchSink that is called for the wire.
#pragma once

#include <boost/container/deque.hpp>
#include <boost/intrusive/list.hpp>
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
  // May destroy the handle of this watch, but of no other.
  virtual void deliver(const EventRef& event) = 0;
  virtual void end() = 0;  // the server has nothing more to say; not called when the handle is destroyed
};

// Whose watch it is, of what. `kind` is a view of the registry.
struct WatchTarget {
  std::string_view kind;  // "Gateway"
  const sim::Actor& actor;
};

// Takes no memory while it is empty, as most are.
template <class T>
using Queue = boost::container::deque<T>;

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
  virtual void close() = 0;              // after the last event has arrived
  virtual bool drawn_delay() const = 0;  // events take a delay that the chooser draws
  // Whether the reader has let too much pile up.
  virtual bool overrun(const KubeServerConfig&, sim::Instant) const { return false; }

 private:
  friend class KubeServer;
  WatchTarget target_;
  KindIndex kind_ = 0;
  Selection selection_;
  std::string_view version_;
  bool bookmarks_ = false;
  bool held_ = false;          // by a hook, until release()
  bool ended_ = false;         // nothing more is sent; what is in flight still arrives
  std::uint64_t sent_ = 0;     // revision of the newest event or bookmark sent
  sim::Instant last_due_;      // no event arrives before an earlier one
  Queue<EventRef> in_flight_;  // each with a timer
  Queue<EventRef> standing_;   // behind a hold
};

using StreamList = boost::intrusive::list<Stream, boost::intrusive::constant_time_size<false>>;

// Read by coroutines of the actor that asked.
class BufferedStream final : public Stream, public kube::WatchStream {
 public:
  using Stream::Stream;
  sim::Task<std::optional<kube::WatchEvent>> next() override;

 protected:
  void arrive(const EventRef& event) override;
  void close() override;
  bool drawn_delay() const override { return true; }
  bool overrun(const KubeServerConfig& config, sim::Instant now) const override;

 private:
  struct Arrived {
    EventRef event;
    sim::Instant at;
  };
  Queue<Arrived> buffer_;
  bool closed_ = false;
  sim::Event changed_;
};

class SinkStream final : public Stream {
 public:
  SinkStream(WatchTarget target, WatchSink& sink) : Stream(target), sink_(sink) {}

 protected:
  void arrive(const EventRef& event) override { sink_.deliver(event); }
  void close() override { sink_.end(); }
  bool drawn_delay() const override { return false; }

 private:
  WatchSink& sink_;
};

}  // namespace nlbsim::fake_apiserver
