#include "reports/story/story.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>

#include "api/records.h"
#include "reports/story/object_facts.h"
#include "reports/story/resource_facts.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using scenarios::RunRecord;

struct LaneName {
  std::string_view name;
  std::string_view plane;
};
constexpr std::array<LaneName, 12> kLanes{{{"user", "user"},
                                           {"user calls", "user"},
                                           {"API server", "Kubernetes"},
                                           {"informers", "controller"},
                                           {"queue", "controller"},
                                           {"workers", "controller"},
                                           {"Kubernetes calls", "controller"},
                                           {"AWS calls", "controller"},
                                           {"NLB state", "AWS"},
                                           {"listeners", "AWS"},
                                           {"targets", "AWS"},
                                           {"faults", "faults"}}};

constexpr std::size_t kNoEvent = std::numeric_limits<std::size_t>::max();

sim::Duration at(const sim::Record& record) { return record.at - sim::kWorldStart; }

// Walks the records once, oldest first, and keeps what later ones refer to.
class Teller {
 public:
  explicit Teller(const RunRecord& run) : run_(run), records_(run.records()) {
    if (!records_.empty()) first_ = records_.front().id;
    last_at_ = run.virtual_duration;
    for (const sim::Record& record : records_) last_at_ = std::max(last_at_, at(record));
    event_of_.assign(records_.size(), kNoEvent);
  }

  Story tell() {
    for (const sim::Record& record : records_) take(record);
    close_states();
    mark_steps();
    mark_violations();
    sort_events();
    pack_rows();
    find_first_error();
    return std::move(story_);
  }

 private:
  std::string_view actor(const sim::Record& record) const {
    return record.actor < run_.actors.size() ? std::string_view(run_.actors[record.actor]) : "?";
  }

  std::size_t lane(LaneKind kind, std::string_view actor) {
    const auto [found, fresh] = lanes_.try_emplace({kind, std::string(actor)}, story_.lanes.size());
    if (fresh) story_.lanes.push_back({kind, std::string(actor), 1});
    return found->second;
  }

  Event& add(const sim::Record& record, std::size_t where, std::string title) {
    Event event;
    event.lane = where;
    event.record = record.id;
    event.begin = event.end = at(record);
    event.title = std::move(title);
    event.cause = event_at(record.cause);
    event_of_[record.id - first_] = story_.events.size();
    story_.events.push_back(std::move(event));
    return story_.events.back();
  }

  std::optional<std::size_t> event_at(sim::RecordId id) const {
    if (id < first_ || id - first_ >= event_of_.size() || event_of_[id - first_] == kNoEvent) return std::nullopt;
    return event_of_[id - first_];
  }

  // The event that `record` continues: the one that began with `begun`.
  Event* continued(const sim::Record& record, sim::RecordId begun) {
    const auto index = event_at(begun);
    if (!index) return nullptr;
    event_of_[record.id - first_] = *index;
    return &story_.events[*index];
  }

  void take(const sim::Record& record) {
    using sim::RecordKind;
    switch (record.kind) {
      case RecordKind::call_sent: return take_call(record, api::payload<api::CallSent>(record));
      case RecordKind::call_applied: return take_effect(record, api::payload<api::CallApplied>(record));
      case RecordKind::call_returned: return take_answer(record, api::payload<api::CallReturned>(record));
      case RecordKind::object_changed: return take_object(record, api::payload<api::ObjectChanged>(record));
      case RecordKind::resource_changed: return take_resource(record, api::payload<api::ResourceChanged>(record));
      case RecordKind::watch_event: return take_watch(record, api::payload<api::WatchSeen>(record));
      case RecordKind::reconcile_started: return take_start(record, api::payload<api::ReconcileStarted>(record));
      case RecordKind::reconcile_finished: return take_finish(record, api::payload<api::ReconcileFinished>(record));
      case RecordKind::step: return take_step(record, api::payload<api::StepMarker>(record));
      case RecordKind::fault: return take_fault(record, api::payload<api::FaultInjected>(record));
      case RecordKind::actor_changed: return take_actor(record, api::payload<api::ActorChanged>(record));
      case RecordKind::note: return take_note(record, api::payload<api::Note>(record));
    }
  }

  void take_call(const sim::Record& record, const api::CallSent& sent) {
    const std::string_view caller = actor(record);
    const api::OperationInfo& operation = sent.asked->operation();
    const bool people = caller == "user" || caller == "kubelet";
    const bool kube = operation.plane == api::Plane::kube;
    const LaneKind kind = people ? LaneKind::user_calls : (kube ? LaneKind::kube_calls : LaneKind::aws_calls);
    std::string title(operation.name);
    const std::string subject = sent.asked->subject();
    std::string line(caller);
    line.append(" calls ").append(operation.service).append(" ").append(title);
    if (!subject.empty()) line.append(" ").append(resource_name(subject));
    if (sent.attempt > 1) line.append(" (attempt ").append(std::to_string(sent.attempt)).append(")");
    if (kube && !subject.empty()) title.append(" ").append(subject);
    Event& event = add(record, lane(kind, people ? "" : caller), std::move(title));
    event.span = event.in_flight = true;
    event.end = last_at_;
    event.facts.push_back(std::move(line));
  }

  void take_effect(const sim::Record& record, const api::CallApplied& applied) {
    if (Event* event = continued(record, applied.sent)) event->applied = record.id;
  }

  void take_answer(const sim::Record& record, const api::CallReturned& answer) {
    Event* event = continued(record, answer.sent);
    if (!event) return;
    event->in_flight = false;
    event->end = at(record);
    event->ended = record.id;
    if (!answer.error) return;
    std::string& line = event->facts.front();
    const sim::Record* effect = run_.find(event->applied);
    const bool applied = effect && !api::payload<api::CallApplied>(*effect).error;
    if (applied) line.append(": it took effect, but the answer was lost: ");
    else line.append(effect ? ": refused: " : ": it never arrived: ");
    line.append(answer.error->code).append(": ").append(answer.error->message);
    const bool mutates = api::payload<api::CallSent>(*run_.find(event->record)).asked->operation().mutates;
    // An object that is looked for and not there is an answer, not a failure.
    const bool looked = !mutates && answer.error->code.ends_with("NotFound");
    event->tone = applied || !effect ? Tone::fault : (looked ? Tone::plain : Tone::bad);
    event->important = !looked;
  }

  void take_object(const sim::Record& record, const api::ObjectChanged& changed) {
    const Json& object = changed.object->document();
    const std::string key = changed.object->meta().key().text();
    const std::string server = server_of(actor(record));
    const Json*& known = objects_[{server, std::string(changed.resource.plural) + " " + key}];
    static const Json kNone;
    ObjectFacts facts = object_facts(changed.type, known ? *known : kNone, object);
    known = changed.type == kube::WatchEventType::deleted ? nullptr : &object;
    std::string title(changed.object->kind());
    if (title.empty()) title = changed.resource.plural;
    title.append(" ").append(key);
    Event& event = add(record, lane(LaneKind::api_server, server), std::move(title));
    event.facts = std::move(facts.lines);
    event.important = facts.important;
    event.tone = facts.warning ? Tone::warning : (facts.good ? Tone::good : Tone::plain);
  }

  // "a" of "a/controller-1", so that objects of two clusters stay apart.
  static std::string server_of(std::string_view actor) {
    const auto slash = actor.find('/');
    return slash == actor.npos ? std::string() : std::string(actor.substr(0, slash));
  }

  // The call that a change of AWS's came with, or null.
  const api::AnyCall* call_behind(const sim::Record& record) const {
    const sim::Record* cause = run_.find(record.cause);
    if (cause && cause->kind == sim::RecordKind::call_applied)
      cause = run_.find(api::payload<api::CallApplied>(*cause).sent);
    if (!cause || cause->kind != sim::RecordKind::call_sent) return nullptr;
    return api::payload<api::CallSent>(*cause).asked.get();
  }

  void take_resource(const sim::Record& record, const api::ResourceChanged& changed) {
    const std::string& kind = changed.resource;
    const std::string& change = changed.change;
    LaneKind where = LaneKind::load_balancers;
    if (kind == "Target") where = LaneKind::targets;
    if (kind == "Listener" || kind == "TargetGroup") where = LaneKind::listeners;
    if (change != "modified") end_state(changed.key, at(record));
    Event& event = add(record, lane(where, ""), change);
    event.facts.push_back(resource_fact(changed, call_behind(record)));
    event.important = true;
    if (change == "active" || change == "healthy") event.tone = Tone::good;
    if (change == "unhealthy" || change == "failed") event.tone = Tone::bad;
    if (change == "draining" || change == "unhealthy.draining") event.tone = Tone::warning;
    event.title = kind + " " + (kind == "LoadBalancer" && change == "created" ? "provisioning" : event.title);
    if (kind == "SecurityGroup" || !is_state(change)) return;
    event.span = true;
    states_[changed.key] = story_.events.size() - 1;
  }

  // A state lasts until the resource's next one.
  void end_state(const std::string& id, sim::Duration when) {
    const auto state = states_.find(id);
    if (state == states_.end()) return;
    story_.events[state->second].end = when;
    states_.erase(state);
  }
  void close_states() {
    for (const auto& [id, index] : states_) story_.events[index].end = last_at_;
  }

  void take_watch(const sim::Record& record, const api::WatchSeen& seen) {
    const std::string key = seen.key.text();
    std::string line(actor(record));
    line.append(" sees ").append(seen.resource.plural).append(" ");
    line.append(key).append(" ").append(kube::name(seen.type));
    std::string title(kube::name(seen.type));
    title.append(" ").append(seen.resource.plural).append(" ").append(key);
    Event& event = add(record, lane(LaneKind::informers, actor(record)), std::move(title));
    event.facts.push_back(std::move(line));
  }

  void take_start(const sim::Record& record, const api::ReconcileStarted& started) {
    const std::string_view worker = actor(record);
    const std::string name = started.controller + " " + started.key;
    if (const sim::Record* cause = run_.find(record.cause)) {
      Event& wait = add(record, lane(LaneKind::queue, worker), name);
      wait.begin = at(*cause);
      wait.span = true;
      wait.facts.push_back(name + " waits for a worker of " + std::string(worker));
    }
    Event& event = add(record, lane(LaneKind::workers, worker), name);
    event.span = event.in_flight = true;
    event.end = last_at_;
    event.facts.push_back(std::string(worker) + " reconciles " + name);
  }

  void take_finish(const sim::Record& record, const api::ReconcileFinished& finished) {
    Event* event = continued(record, finished.started);
    if (!event) return;
    event->in_flight = false;
    event->end = at(record);
    event->ended = record.id;
    std::string& line = event->facts.front();
    line.append(": ").append(api::name(finished.outcome));
    if (finished.after) line.append(" after ").append(sim::format_duration(*finished.after));
    if (!finished.message.empty()) line.append(": ").append(finished.message);
    if (finished.outcome != api::ReconcileOutcome::error) return;
    event->tone = Tone::bad;
    event->important = true;
  }

  // A point that belongs into the short timeline: its title, and what it says if that is more.
  Event& mark(const sim::Record& record, std::size_t where, const std::string& title, std::string fact = {}) {
    Event& event = add(record, where, title);
    event.facts.push_back(fact.empty() ? title : std::move(fact));
    event.important = true;
    return event;
  }

  void take_step(const sim::Record& record, const api::StepMarker& step) {
    mark(record, lane(LaneKind::user, ""), "step " + std::to_string(step.index) + ": " + step.text);
  }

  void take_fault(const sim::Record& record, const api::FaultInjected& fault) {
    std::string fact = "fault " + fault.fault + ": " + fault.what;
    mark(record, lane(LaneKind::faults, ""), fault.what, std::move(fact)).tone = Tone::fault;
  }

  void take_actor(const sim::Record& record, const api::ActorChanged& changed) {
    const bool down = changed.change == api::ActorChange::dropped || changed.change == api::ActorChange::paused;
    std::string title = changed.key;
    title.append(" ").append(api::name(changed.change));
    mark(record, lane(LaneKind::faults, ""), title).tone = down ? Tone::fault : Tone::plain;
  }

  void take_note(const sim::Record& record, const api::Note& note) {
    std::string title(api::name(note.topic));
    title.append(": ").append(note.text);
    Event& event = mark(record, lane(LaneKind::workers, actor(record)), title);
    for (std::size_t i = 0; i < note.calls.size(); ++i) event.facts.push_back(api::text(note.calls[i], i + 1));
  }

  // A step of the scenario lasts until it ends, and says why it failed.
  void mark_steps() {
    for (const scenarios::StepResult& step : run_.steps) {
      const auto index = event_at(step.first_record);
      if (!index || step.state == scenarios::StepState::not_run) continue;
      Event& event = story_.events[*index];
      event.span = true;
      event.end = std::max(event.begin, step.end - sim::kWorldStart);
      if (step.state != scenarios::StepState::failed) continue;
      event.failed_step = true;
      event.tone = Tone::bad;
    }
  }

  void mark_violations() {
    for (std::size_t i = 0; i < run_.violations.size(); ++i) {
      const auto& proof = run_.violations[i].records;
      if (proof.empty()) continue;
      const auto index = event_at(std::ranges::max(proof));
      if (!index) continue;
      story_.events[*index].violations.push_back(i);
      story_.events[*index].important = true;
    }
  }

  // Lanes from top to bottom, events by time; indices into both follow.
  void sort_events() {
    std::map<std::pair<LaneKind, std::string>, std::size_t> order = lanes_;
    std::vector<std::size_t> lane_at(story_.lanes.size());
    std::vector<Lane> lanes;
    for (const auto& [key, old] : order) {
      lane_at[old] = lanes.size();
      lanes.push_back(story_.lanes[old]);
    }
    story_.lanes = std::move(lanes);
    std::vector<std::size_t> by_time(story_.events.size());
    for (std::size_t i = 0; i < by_time.size(); ++i) by_time[i] = i;
    std::ranges::sort(by_time, {},
                      [this](std::size_t i) { return std::tuple(story_.events[i].begin, story_.events[i].record, i); });
    std::vector<std::size_t> event_at(by_time.size());
    for (std::size_t i = 0; i < by_time.size(); ++i) event_at[by_time[i]] = i;
    std::vector<Event> events;
    events.reserve(by_time.size());
    for (const std::size_t old : by_time) {
      Event event = std::move(story_.events[old]);
      event.lane = lane_at[event.lane];
      if (event.cause) event.cause = event_at[*event.cause];
      events.push_back(std::move(event));
    }
    story_.events = std::move(events);
  }

  // Each span takes the first row of its lane that is free when it begins.
  void pack_rows() {
    std::vector<std::vector<sim::Duration>> free_from(story_.lanes.size());
    for (Event& event : story_.events) {
      if (!event.span) continue;
      auto& rows = free_from[event.lane];
      auto row = std::ranges::find_if(rows, [&](sim::Duration end) { return end <= event.begin; });
      if (row == rows.end()) row = rows.insert(row, event.begin);
      // A span without length still holds its row, or two of one instant would cover each other.
      *row = std::max(event.end, event.begin + sim::Duration{1});
      event.row = static_cast<std::size_t>(row - rows.begin());
      story_.lanes[event.lane].rows = rows.size();
    }
  }

  void find_first_error() {
    for (std::size_t i = 0; i < story_.events.size(); ++i) {
      const Event& event = story_.events[i];
      if (!event.failed_step && event.violations.empty()) continue;
      const auto seen = [this](std::size_t j) {
        const Event& each = story_.events[j];
        return each.failed_step ? each.end : each.begin;  // a wait has failed when its time is up
      };
      if (!story_.first_error || seen(i) < seen(*story_.first_error)) story_.first_error = i;
    }
  }

  const RunRecord& run_;
  std::span<const sim::Record> records_;
  sim::RecordId first_ = 1;
  sim::Duration last_at_{0};
  Story story_;
  std::vector<std::size_t> event_of_;  // of each record
  std::map<std::pair<LaneKind, std::string>, std::size_t> lanes_;
  std::map<std::pair<std::string, std::string>, const Json*> objects_;  // the newest version of each
  std::map<std::string, std::size_t> states_;                           // open state of each AWS resource
};

}  // namespace

std::string_view name(LaneKind kind) { return kLanes[static_cast<std::size_t>(kind)].name; }
std::string_view plane(LaneKind kind) { return kLanes[static_cast<std::size_t>(kind)].plane; }

std::string_view name(Tone tone) {
  static constexpr std::array<std::string_view, 5> kTones{"plain", "good", "warning", "bad", "fault"};
  return kTones[static_cast<std::size_t>(tone)];
}

std::string Lane::text() const {
  return actor.empty() ? std::string(name(kind)) : actor + " " + std::string(name(kind));
}

Story tell(const RunRecord& run) { return Teller(run).tell(); }

}  // namespace nlbsim::reports
