#include "scenarios/explore/trace.h"

#include <map>
#include <set>
#include <tuple>

#include "api/kube/kube.h"
#include "scenarios/runner/call_view.h"

namespace nlbsim::scenarios {

namespace {

using sim::RecordKind;

using CallLike = std::tuple<FaultPlane, std::string, std::string, std::string, std::string, std::string>;
using EventLike = std::tuple<std::string, std::string, std::string, std::string, std::string>;

CallLike like(const CallSite& site) { return {site.plane, site.actor, site.op, site.kind, site.namespace_, site.name}; }
EventLike like(const EventSite& site) { return {site.actor, site.type, site.kind, site.namespace_, site.name}; }

std::string object_text(const std::string& kind, const std::string& namespace_, const std::string& name) {
  std::string out = kind;
  if (!name.empty()) out += " " + (namespace_.empty() ? name : namespace_ + "/" + name);
  return out;
}

class Tracer {
 public:
  Tracer(std::span<const sim::Record> records, std::span<const std::string> actors)
      : records_(records), actors_(actors) {}

  Trace run() {
    for (const sim::Record& record : records_) {
      if (record.kind == RecordKind::call_sent) sent(record);
      else if (record.kind == RecordKind::call_applied) applied(record);
      else if (record.kind == RecordKind::watch_event) seen(record);
    }
    // Later, by somebody else. An object that waited for a controller's finalizer comes again only because that
    // controller let go of it: whatever it had to see before that is not covered by what comes after.
    std::set<EventLike> changed;
    for (std::size_t i = trace_.events.size(); i-- > 0;) {
      EventSite& site = trace_.events[i];
      EventSite any = site;
      any.type.clear();
      site.followed = changed.contains(like(any));
      if (!own_[i]) changed.insert(like(any));
      else if (site.type == kube::name(kube::WatchEventType::deleted)) changed.erase(like(any));
    }
    return std::move(trace_);
  }

 private:
  const std::string& name_of(sim::ActorId actor) const { return actors_[actor]; }

  void sent(const sim::Record& record) {
    const auto& sent = api::payload<api::CallSent>(record);
    if (!is_controller(name_of(record.actor)) || sent.attempt != 1) return;
    const api::OperationInfo& operation = sent.asked->operation();
    CallSite site;
    site.actor = name_of(record.actor);
    site.op = operation.name;
    site.mutates = operation.mutates;
    if (operation.plane == api::Plane::kube) {
      const kube::ObjectKey key = kube::key_of(*sent.asked);
      site.plane = FaultPlane::k8s;
      site.kind = kube::resource_of(*sent.asked).kind;
      site.namespace_ = key.namespace_;
      site.name = key.name;
    }
    site.sent = ++sent_[like(site)];
    places_[record.id] = trace_.calls.size();
    trace_.calls.push_back(std::move(site));
  }

  void applied(const sim::Record& record) {
    const auto place = places_.find(api::payload<api::CallApplied>(record).sent);
    if (place == places_.end()) return;
    CallSite& site = trace_.calls[place->second];
    site.applied = ++applied_[like(site)];
    if (site.op == "list") ++lists_[{site.actor, site.kind}];
  }

  void seen(const sim::Record& record) {
    const auto& seen = api::payload<api::WatchSeen>(record);
    if (!is_controller(name_of(record.actor)) || seen.key.name.empty()) return;
    EventSite site;
    site.actor = name_of(record.actor);
    site.type = kube::name(seen.type);
    site.kind = seen.resource.kind;
    site.namespace_ = seen.key.namespace_;
    site.name = seen.key.name;
    site.status_only = is_status(record.cause);
    // What a list brought is no event: only a change in the store is delivered.
    if (!is_change(record.cause)) return;
    site.nth = ++events_[like(site)];
    site.sent_at = find(record.cause)->at - sim::kWorldStart;
    const auto lists = lists_.find({site.actor, site.kind});
    if (lists != lists_.end()) site.lists = lists->second;
    trace_.events.push_back(std::move(site));
    own_.push_back(by_controller(record.cause));
  }

  // Object_changed by call_applied by call_sent. What has no call behind it, the server did by itself.
  bool by_controller(sim::RecordId change) const {
    const sim::Record* applied = find(find(change)->cause);
    if (!applied || applied->kind != RecordKind::call_applied) return false;
    const sim::Record* sent = find(applied->cause);
    return sent && is_controller(name_of(sent->actor));
  }

  const sim::Record* find(sim::RecordId id) const {
    if (id == 0 || records_.empty() || id < records_.front().id || id > records_.back().id) return nullptr;
    return &records_[static_cast<std::size_t>(id - records_.front().id)];
  }
  bool is_change(sim::RecordId id) const {
    const sim::Record* record = find(id);
    return record && record->kind == RecordKind::object_changed;
  }
  bool is_status(sim::RecordId id) const {
    return is_change(id) && api::payload<api::ObjectChanged>(*find(id)).subresource == "status";
  }

  std::span<const sim::Record> records_;
  std::span<const std::string> actors_;
  Trace trace_;
  std::map<CallLike, std::int64_t> sent_, applied_;
  std::map<EventLike, std::int64_t> events_;
  std::map<std::pair<std::string, std::string>, std::int64_t> lists_;  // by replica and kind
  std::vector<bool> own_;                                              // for each event: a controller made the change
  std::map<sim::RecordId, std::size_t> places_;                        // call_sent -> index
};

}  // namespace

std::string CallSite::text() const {
  return op + (kind.empty() ? "" : " " + object_text(kind, namespace_, name)) + "#" + std::to_string(sent);
}

std::string EventSite::text() const {
  return type + " of " + object_text(kind, namespace_, name) + "#" + std::to_string(nth);
}

Trace trace_of(std::span<const sim::Record> records, std::span<const std::string> actors) {
  return Tracer(records, actors).run();
}

}  // namespace nlbsim::scenarios
