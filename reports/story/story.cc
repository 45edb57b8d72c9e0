#include "reports/story/story.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>

#include "reports/story/object_facts.h"
#include "reports/story/resource_facts.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using api::text;
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

sim::RecordId number(const Json& record, std::string_view key) {
  const Json& value = api::member(record, key);
  return value.is_number_integer() ? value.get<sim::RecordId>() : 0;
}

sim::Duration at(const Json& record) { return sim::Duration(static_cast<std::int64_t>(number(record, "ns"))); }

// Walks the records once, oldest first, and keeps what later ones refer to.
class Teller {
 public:
  explicit Teller(const RunRecord& run) : run_(run), records_(run.records()) {
    if (!records_.empty()) first_ = number(records_.front(), "id");
    last_at_ = run.virtual_duration;
    for (const Json& record : records_) last_at_ = std::max(last_at_, at(record));
    event_of_.assign(records_.size(), kNoEvent);
  }

  Story tell() {
    for (const Json& record : records_) take(record);
    close_states();
    mark_steps();
    mark_violations();
    sort_events();
    pack_rows();
    find_first_error();
    return std::move(story_);
  }

 private:
  const Json& record(sim::RecordId id) const {
    static const Json kNone;
    return id >= first_ && id - first_ < records_.size() ? records_[id - first_] : kNone;
  }

  std::size_t lane(LaneKind kind, std::string_view actor) {
    const auto [found, fresh] = lanes_.try_emplace({kind, std::string(actor)}, story_.lanes.size());
    if (fresh) story_.lanes.push_back({kind, std::string(actor), 1});
    return found->second;
  }

  Event& add(const Json& record, std::size_t where, std::string title) {
    const sim::RecordId id = number(record, "id");
    Event event;
    event.lane = where;
    event.record = id;
    event.begin = event.end = at(record);
    event.title = std::move(title);
    event.cause = event_at(number(record, "cause"));
    if (id >= first_ && id - first_ < event_of_.size()) event_of_[id - first_] = story_.events.size();
    story_.events.push_back(std::move(event));
    return story_.events.back();
  }

  std::optional<std::size_t> event_at(sim::RecordId id) const {
    if (id < first_ || id - first_ >= event_of_.size() || event_of_[id - first_] == kNoEvent) return std::nullopt;
    return event_of_[id - first_];
  }

  // The event that `record` continues: its "sent" or "started".
  Event* continued(const Json& record, std::string_view key) {
    const auto index = event_at(number(record, key));
    if (!index) return nullptr;
    event_of_[number(record, "id") - first_] = *index;
    return &story_.events[*index];
  }

  void take(const Json& record) {
    const std::string_view kind = text(api::member(record, "kind"));
    if (kind == "call_sent") return take_call(record);
    if (kind == "call_applied") return take_effect(record);
    if (kind == "call_returned") return take_answer(record);
    if (kind == "object_changed") return take_object(record);
    if (kind == "resource_changed") return take_resource(record);
    if (kind == "watch_event") return take_watch(record);
    if (kind == "reconcile_started") return take_start(record);
    if (kind == "reconcile_finished") return take_finish(record);
    take_mark(record, kind);
  }

  void take_call(const Json& record) {
    const std::string_view actor = text(api::member(record, "actor"));
    const std::string_view service = text(api::member(record, "service"));
    const bool people = actor == "user" || actor == "kubelet";
    const LaneKind kind =
        people ? LaneKind::user_calls : (service == "kube" ? LaneKind::kube_calls : LaneKind::aws_calls);
    std::string title(text(api::member(record, "operation")));
    const std::string_view subject = text(api::member(record, "subject"));
    std::string line(actor);
    line.append(" calls ").append(service).append(" ").append(title);
    if (!subject.empty()) line.append(" ").append(resource_name(subject));
    if (const auto attempt = number(record, "attempt"); attempt > 1)
      line.append(" (attempt ").append(std::to_string(attempt)).append(")");
    if (service == "kube" && !subject.empty()) title.append(" ").append(subject);
    Event& event = add(record, lane(kind, people ? "" : actor), std::move(title));
    event.span = event.in_flight = true;
    event.end = last_at_;
    event.facts.push_back(std::move(line));
  }

  void take_effect(const Json& record) {
    if (Event* event = continued(record, "sent")) event->applied = number(record, "id");
  }

  void take_answer(const Json& answer) {
    Event* event = continued(answer, "sent");
    if (!event) return;
    event->in_flight = false;
    event->end = at(answer);
    event->ended = number(answer, "id");
    const Json& error = api::member(answer, "error");
    if (error.is_null()) return;
    std::string& line = event->facts.front();
    const std::string_view code = text(api::member(error, "code"));
    const bool applied = event->applied != 0 && api::member(record(event->applied), "error").is_null();
    if (applied) line.append(": it took effect, but the answer was lost: ");
    else line.append(event->applied != 0 ? ": refused: " : ": it never arrived: ");
    line.append(code).append(": ").append(text(api::member(error, "message")));
    const bool mutates = api::member(record(event->record), "mutates") == true;
    // An object that is looked for and not there is an answer, not a failure.
    const bool looked = !mutates && code.ends_with("NotFound");
    event->tone = applied || event->applied == 0 ? Tone::fault : (looked ? Tone::plain : Tone::bad);
    event->important = !looked;
  }

  void take_object(const Json& record) {
    const Json& object = api::member(record, "object");
    const std::string_view type = text(api::member(record, "type"));
    const std::string_view resource = text(api::member(record, "resource"));
    const std::string_view key = text(api::member(record, "key"));
    const std::string_view actor = text(api::member(record, "actor"));
    const Json*& known = objects_[{server_of(actor), std::string(resource) + " " + std::string(key)}];
    static const Json kNone;
    ObjectFacts facts = object_facts(type, known ? *known : kNone, object);
    known = type == "DELETED" ? nullptr : &object;
    std::string title(text(api::member(object, "kind")));
    if (title.empty()) title = resource;
    title.append(" ").append(key);
    Event& event = add(record, lane(LaneKind::api_server, server_of(actor)), std::move(title));
    event.facts = std::move(facts.lines);
    event.important = facts.important;
    event.tone = facts.warning ? Tone::warning : (facts.good ? Tone::good : Tone::plain);
  }

  // "a" of "a/controller-1", so that objects of two clusters stay apart.
  static std::string server_of(std::string_view actor) {
    const auto slash = actor.find('/');
    return slash == actor.npos ? std::string() : std::string(actor.substr(0, slash));
  }

  void take_resource(const Json& record) {
    const std::string_view kind = text(api::member(record, "resource"));
    const std::string_view change = text(api::member(record, "change"));
    const std::string id(text(api::member(record, "key")));
    LaneKind where = LaneKind::load_balancers;
    if (kind == "Target") where = LaneKind::targets;
    if (kind == "Listener" || kind == "TargetGroup") where = LaneKind::listeners;
    if (change != "modified") end_state(id, at(record));
    const Json* cause = &this->record(number(record, "cause"));
    if (text(api::member(*cause, "kind")) == "call_applied") cause = &this->record(number(*cause, "sent"));
    static const Json kNone;
    const Json& call = text(api::member(*cause, "kind")) == "call_sent" ? *cause : kNone;
    Event& event = add(record, lane(where, ""), std::string(change));
    event.facts.push_back(resource_fact(record, call));
    event.important = true;
    if (change == "active" || change == "healthy") event.tone = Tone::good;
    if (change == "unhealthy" || change == "failed") event.tone = Tone::bad;
    if (change == "draining" || change == "unhealthy.draining") event.tone = Tone::warning;
    event.title =
        std::string(kind) + " " + (kind == "LoadBalancer" && change == "created" ? "provisioning" : event.title);
    if (kind == "SecurityGroup" || !is_state(change)) return;
    event.span = true;
    states_[id] = story_.events.size() - 1;
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

  void take_watch(const Json& record) {
    std::string line(text(api::member(record, "actor")));
    line.append(" sees ").append(text(api::member(record, "resource"))).append(" ");
    line.append(text(api::member(record, "key"))).append(" ").append(text(api::member(record, "type")));
    std::string title(text(api::member(record, "type")));
    title.append(" ")
        .append(text(api::member(record, "resource")))
        .append(" ")
        .append(text(api::member(record, "key")));
    Event& event = add(record, lane(LaneKind::informers, text(api::member(record, "actor"))), std::move(title));
    event.facts.push_back(std::move(line));
  }

  void take_start(const Json& record) {
    const std::string_view actor = text(api::member(record, "actor"));
    std::string name(text(api::member(record, "controller")));
    name.append(" ").append(text(api::member(record, "key")));
    if (const Json& cause = this->record(number(record, "cause")); !cause.is_null()) {
      Event& wait = add(record, lane(LaneKind::queue, actor), name);
      wait.begin = at(cause);
      wait.span = true;
      wait.facts.push_back(name + " waits for a worker of " + std::string(actor));
    }
    Event& event = add(record, lane(LaneKind::workers, actor), name);
    event.span = event.in_flight = true;
    event.end = last_at_;
    event.facts.push_back(std::string(actor) + " reconciles " + name);
  }

  void take_finish(const Json& record) {
    Event* event = continued(record, "started");
    if (!event) return;
    event->in_flight = false;
    event->end = at(record);
    event->ended = number(record, "id");
    const std::string_view outcome = text(api::member(record, "outcome"));
    std::string& line = event->facts.front();
    line.append(": ").append(outcome);
    if (const std::string_view after = text(api::member(record, "after")); !after.empty())
      line.append(" after ").append(after);
    if (const std::string_view message = text(api::member(record, "message")); !message.empty())
      line.append(": ").append(message);
    if (outcome != "error") return;
    event->tone = Tone::bad;
    event->important = true;
  }

  void take_mark(const Json& record, std::string_view kind) {
    const std::string_view actor = text(api::member(record, "actor"));
    if (kind == "step") {
      std::string line = "step " + std::to_string(number(record, "index")) + ": ";
      line += text(api::member(record, "text"));
      Event& event = add(record, lane(LaneKind::user, ""), line);
      event.facts.push_back(std::move(line));
      event.important = true;
    } else if (kind == "fault") {
      std::string line(text(api::member(record, "what")));
      Event& event = add(record, lane(LaneKind::faults, ""), line);
      event.facts.push_back("fault " + std::string(text(api::member(record, "fault"))) + ": " + line);
      event.tone = Tone::fault;
      event.important = true;
    } else if (kind == "actor_changed") {
      const std::string_view change = text(api::member(record, "change"));
      std::string line(text(api::member(record, "key")));
      line.append(" ").append(change);
      Event& event = add(record, lane(LaneKind::faults, ""), line);
      event.facts.push_back(std::move(line));
      event.tone = change == "dropped" || change == "paused" ? Tone::fault : Tone::plain;
      event.important = true;
    } else {
      std::string line(text(api::member(record, "topic")));
      line.append(": ").append(text(api::member(record, "text")));
      Event& event = add(record, lane(LaneKind::workers, actor), line);
      event.facts.push_back(std::move(line));
      event.important = true;
    }
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
  const std::vector<Json>& records_;
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
