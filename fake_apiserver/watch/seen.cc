#include "fake_apiserver/watch/seen.h"

#include <algorithm>
#include <utility>

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

using kube::Json;
using kube::ObjectRef;
using kube::WatchEventType;

std::optional<WatchEventType> seen_as(const Change& change, const Selection& selection) {
  if (selection.everything()) return change.type;
  const bool before = change.previous && selection.matches(*change.previous);
  const bool after = change.type != WatchEventType::deleted && selection.matches(*change.object);
  if (before) return after ? WatchEventType::modified : WatchEventType::deleted;
  if (after) return WatchEventType::added;
  return std::nullopt;
}

ObjectRef ChangeViews::object_for(WatchEventType type, std::string_view version) const {
  ObjectRef object = change_.object;
  if (type == WatchEventType::deleted && change_.type != WatchEventType::deleted) {
    // It has left the selection: the last state that matched, at the revision that made it leave.
    Json document = change_.previous->document();
    document["metadata"]["resourceVersion"] = std::to_string(change_.revision);
    object = kube::Object::make(std::move(document));
  }
  return at_version(object, kind_, version);
}

const EventRef& ChangeViews::view(WatchEventType type, std::string_view version) {
  const auto same = [&](const EventRef& made) { return made->event.type == type && made->version == version; };
  if (const auto found = std::ranges::find_if(made_, same); found != made_.end()) return *found;
  auto fresh = std::make_shared<SharedEvent>();
  fresh->event.type = type;
  fresh->event.object = object_for(type, version);
  fresh->event.resource_version = change_.revision;
  fresh->event.cause = cause_;
  fresh->version = version;
  return made_.emplace_back(std::move(fresh));
}

EventRef bookmark_event(std::string_view version, std::uint64_t revision, bool initial_end) {
  auto out = std::make_shared<SharedEvent>();
  out->event.type = WatchEventType::bookmark;
  out->event.resource_version = revision;
  out->initial_end = initial_end;
  out->version = version;
  return out;
}

EventRef error_event(sim::Error error) {
  auto out = std::make_shared<SharedEvent>();
  out->event.type = WatchEventType::error;
  out->event.error = std::move(error);
  return out;
}

EventRef initial_event(const ObjectRef& object, const Kind& kind, std::string_view version) {
  auto out = std::make_shared<SharedEvent>();
  out->event.type = WatchEventType::added;
  out->event.object = at_version(object, kind, version);
  out->event.resource_version = object->meta().resource_version;
  out->version = version;
  return out;
}

}  // namespace nlbsim::fake_apiserver
