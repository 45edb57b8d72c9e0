// Hosts the API server's core in a world and carries its changes to whoever watches.
//
// Watchers in the process get a WatchStream: each event reaches it after a delay drawn by the chooser (label
// "watch/<Kind>/delivery"), in the order of revisions. The wire front attaches a WatchSink instead and is called in the
// step of the change. Streams are indexed by kind, so a change costs only the watchers of its kind. A stream is
// forgotten when it is destroyed, when it has ended, or when the actor that opened it is dropped.
//
// WatchHooks see every event on its way to every stream and may drop, delay, repeat or hold it. Used from the world's
// thread. Destroy the Scheduler first, then the streams and this server in any order.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/kube/kube.h"
#include "api/server.h"
#include "fake_apiserver/api_server.h"
#include "fake_apiserver/watch/stream.h"

namespace nlbsim::fake_apiserver {

struct KubeServerConfig {
  // How late an event arrives; entry 0 is the median. Source: watch latency of a kube-apiserver with etcd on two cores,
  // p50 2.8 ms, p99 14.8 ms.
  std::vector<sim::Duration> delivery{std::chrono::milliseconds(3), std::chrono::milliseconds(1),
                                      std::chrono::milliseconds(8), std::chrono::milliseconds(15)};
  // A watch that asks for no timeout ends by itself after one of these; kube-apiserver draws 30 to 60 minutes.
  std::vector<sim::Duration> timeout{std::chrono::minutes(45), std::chrono::minutes(30), std::chrono::minutes(60)};
  sim::Duration bookmark_period = std::chrono::minutes(1);
  // A watcher with more than this many events unread, the oldest for at least the patience, is cut off.
  std::size_t buffer_limit = 170;
  sim::Duration patience = std::chrono::milliseconds(100);
};

// Which streams: of a kind, of an actor; an empty field stands for all.
struct WatchFilter {
  std::string kind;   // "Gateway"
  std::string actor;  // "controller-1"
  bool matches(const WatchTarget& target) const;
  bool operator==(const WatchFilter&) const = default;
};

// One event on its way to one stream. A hook may change everything but the first two.
struct WatchDelivery {
  const WatchTarget& target;
  const kube::WatchEvent& event;
  sim::Duration delay{0};
  std::uint32_t copies = 1;  // 0: it is lost
  bool hold = false;         // the stream stands still from here on until release()
};

class WatchHook {
 public:
  virtual ~WatchHook() = default;
  virtual void deliver(WatchDelivery& delivery) = 0;
};

class KubeServer final : public api::Server {
 public:
  KubeServer(sim::Scheduler& scheduler, sim::Actor& actor, sim::Journal& journal, ApiServer& core,
             KubeServerConfig config = {});
  ~KubeServer() override;

  // For the wire front: the sink gets the first events before this returns and later ones in the step of the change;
  // WatchSink::end is called once when the server ends the watch. The watch lasts as long as the returned handle; the
  // sink outlives it. Errors as of ApiServer::start_watch. Call refresh() before, so that the core is up to date.
  sim::Result<std::shared_ptr<Stream>> open_watch(sim::Actor& caller, const kube::Watch::Request& request,
                                                  WatchSink& sink);

  const ApiServer& core() const { return core_; }
  std::size_t watches() const;  // open ones

  // Is told of every change in its own step, after watchers have been sent it. One, for as long as the server lives.
  using Listener = std::function<void(const kube::Resource& resource, const Change& change)>;
  void on_change(Listener listener) { listener_ = std::move(listener); }

  // Hooks outlive the server and are asked in the order of adding.
  void add(WatchHook& hook) { hooks_.push_back(&hook); }
  // Streams that match, present and future ones, stand still: their events queue up.
  void hold(WatchFilter filter);
  // Ends that hold, and whatever a hook has held on matching streams; what has queued up is delivered now.
  void release(const WatchFilter& filter);
  // Ends matching streams cleanly, as a restarted server or a broken connection would. Returns how many.
  std::size_t end(const WatchFilter& filter);
  // Forgets history up to and including `revision`: later watches from before it get Expired (410).
  void compact(std::uint64_t revision) { core_.compact(revision); }

 protected:
  void after_effect(const api::CallContext& context, api::AnyCall* call,
                    const std::vector<sim::RecordId>& records) override;

 private:
  void attach(Stream& stream, const kube::Watch::Request& request, WatchStart start);
  void broadcast(const Change& change, KindIndex kind, sim::RecordId cause);
  void end_absent_kinds();
  void send(Stream& stream, EventRef event);
  void arrange(Stream& stream, EventRef event, sim::Duration delay);
  void land(Stream& stream);
  void end(Stream& stream);
  bool held(const Stream& stream) const;
  sim::Duration draw_delay(const Stream& stream);
  void arm_timeout(Stream& stream, const kube::Watch::Request& request);
  void arm_bookmarks();
  void send_bookmark(Stream& stream);
  void send_bookmarks();

  ApiServer& core_;
  KubeServerConfig config_;
  std::vector<WatchHook*> hooks_;
  Listener listener_;
  std::vector<WatchFilter> holds_;
  std::deque<StreamList> streams_;  // by kind; lists do not move when a kind comes
  bool bookmarks_armed_ = false;
};

}  // namespace nlbsim::fake_apiserver
