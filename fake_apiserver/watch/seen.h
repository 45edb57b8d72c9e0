// How a change looks through a watch: which event, of which object, at which version.
#pragma once

#include <string_view>
#include <vector>

#include "fake_apiserver/registry/registry.h"
#include "fake_apiserver/watch/stream.h"

namespace nlbsim::fake_apiserver {

// The event type of a change for that selection; nothing if it concerns no selected object. An object that begins to
// match is ADDED, one that ceases to is DELETED.
std::optional<kube::WatchEventType> seen_as(const Change& change, const Selection& selection);

// Makes the events of one change, one per event type and version, shared by all who see it so.
class ChangeViews {
 public:
  ChangeViews(const Change& change, const Kind& kind, sim::RecordId cause)
      : change_(change), kind_(kind), cause_(cause) {}
  const EventRef& view(kube::WatchEventType type, std::string_view version);

 private:
  kube::ObjectRef object_for(kube::WatchEventType type, std::string_view version) const;
  const Change& change_;
  const Kind& kind_;
  sim::RecordId cause_;
  std::vector<EventRef> made_;
};

// An event that no change caused: a bookmark at `revision`, an error, an object shown as ADDED.
EventRef bookmark_event(std::string_view version, std::uint64_t revision, bool initial_end);
EventRef error_event(sim::Error error);
EventRef initial_event(const kube::ObjectRef& object, const Kind& kind, std::string_view version);

}  // namespace nlbsim::fake_apiserver
