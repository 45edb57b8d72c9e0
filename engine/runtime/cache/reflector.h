// Keeps an informer equal to the API server: lists once, then watches from the list's version, as client-go's Reflector
// does, with its reactions to faults:
//
//   watch ends cleanly or breaks      watch again from the last version, at once
//   "very short watch"                under a second and no event: backoff, then list
//   410 from a watch                  backoff, then list no older than the last version
//   410 or a too large version        list again at once, this time the newest state
//   from a list
//   watch refused, 429                backoff, then the same watch; nothing is listed
//   any other error                   backoff, then list
//   404 from a list, where the kind   the informer is empty and stays so, as a feature whose CRD is missing when the
//   may be absent                     controller starts
//   an object of another kind         journalled and dropped
//
// The first list asks for any cached state (resourceVersion 0), so it may be older than what an earlier life has seen.
// The real client asks the server to end each watch after 5 to 10 minutes. This one asks for no end: a watch that goes
// on and one that is resumed from the last version show the same events, and a settled world stays free of calls. Ended
// and broken watches are a matter of faults.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "engine/runtime/cache/backoff.h"
#include "engine/runtime/cache/informer.h"

namespace nlbsim::engine {

class Reflector {
 public:
  // `synced` is notified after each list. All references outlive the actor.
  Reflector(const Context& context, Informer& informer, sim::Event& synced)
      : context_(context), informer_(informer), synced_(synced) {}
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

  // The server may not have the kind.
  void allow_absent() { may_be_absent_ = true; }
  // Spawns the loop of list and watch, and arms the resync timer.
  void start();

 private:
  enum class Next : std::uint8_t { watch, watch_after_backoff, list_after_backoff };

  sim::Task<void> list_and_watch();
  sim::Task<bool> list();
  sim::Task<Next> watch();
  sim::Task<Next> follow(std::shared_ptr<kube::WatchStream> stream);
  void resync_after(sim::Duration period);
  bool take(const kube::WatchEvent& event);
  void journal_stray(std::string_view kind, sim::RecordId cause);
  sim::Duration backoff();

  const Context& context_;
  Informer& informer_;
  sim::Event& synced_;
  ReflectorBackoff backoff_;
  std::uint64_t last_version_ = 0;
  bool list_newest_ = false;  // the last version is of no use to the server
  bool may_be_absent_ = false;
  bool absent_ = false;
};

}  // namespace nlbsim::engine
