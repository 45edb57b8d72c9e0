#include "reports/trace/trace.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <ostream>

#include "reports/story/story.h"

namespace nlbsim::reports {

namespace {

using api::Json;

constexpr std::array<std::string_view, 5> kPlanes{"user", "Kubernetes", "controller", "AWS", "faults"};

std::size_t plane_index(LaneKind kind) {
  std::size_t index = 0;
  while (kPlanes[index] != plane(kind)) ++index;
  return index;
}

// Microseconds with their fraction, by whole numbers alone.
std::string micros(sim::Duration d) { return fmt::format("{}.{:03}", d.count() / 1000, d.count() % 1000); }

std::string json_text(std::string_view text) { return api::dump_json(Json(text)); }

// One line per trace event; the commas between them are its business.
class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) { out_ << "{\"displayTimeUnit\":\"ms\",\"traceEvents\":["; }
  void add(std::string_view line) {
    out_ << (first_ ? "\n" : ",\n") << line;
    first_ = false;
  }
  void finish() { out_ << "\n]}\n"; }

 private:
  std::ostream& out_;
  bool first_ = true;
};

class RunTrace {
 public:
  RunTrace(const scenarios::RunRecord& run, std::size_t index, std::size_t& flows, Lines& lines)
      : run_(run), story_(tell(run)), first_process_(index * kPlanes.size() + 1), flows_(flows), lines_(lines) {}

  void write() {
    write_names();
    for (const Event& event : story_.events) write_event(event);
    for (const Event& event : story_.events)
      if (event.cause) write_flow(story_.events[*event.cause], event);
    write_counter("queue depth", [](LaneKind kind) { return kind == LaneKind::queue; });
    write_counter("AWS calls in flight", [](LaneKind kind) { return kind == LaneKind::aws_calls; });
    write_counter("Kubernetes calls in flight", [](LaneKind kind) { return kind == LaneKind::kube_calls; });
  }

 private:
  std::size_t process(const Lane& lane) const { return first_process_ + plane_index(lane.kind); }
  // Threads are lanes by their rows; a lane's points share its first row.
  std::size_t thread(std::size_t lane, std::size_t row) const { return first_thread_[lane] + row; }

  std::string place(const Event& event) const {
    return fmt::format("\"pid\":{},\"tid\":{}", process(story_.lanes[event.lane]), thread(event.lane, event.row));
  }

  void write_names() {
    std::array<bool, kPlanes.size()> used{};
    std::size_t next = 1;
    for (std::size_t i = 0; i < story_.lanes.size(); ++i) {
      const Lane& lane = story_.lanes[i];
      used[plane_index(lane.kind)] = true;
      first_thread_.push_back(next);
      next += lane.rows;
      for (std::size_t row = 0; row < lane.rows; ++row)
        write_thread_name(lane, first_thread_[i] + row,
                          row == 0 ? lane.text() : fmt::format("{} {}", lane.text(), row + 1));
    }
    for (std::size_t i = 0; i < kPlanes.size(); ++i)
      if (used[i])
        lines_.add(fmt::format(R"({{"ph":"M","name":"process_name","pid":{},"args":{{"name":{}}}}})",
                               first_process_ + i, json_text(run_.full_id() + ": " + std::string(kPlanes[i]))));
  }

  void write_thread_name(const Lane& lane, std::size_t thread, const std::string& name) {
    lines_.add(fmt::format(R"({{"ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":{}}}}})", process(lane),
                           thread, json_text(name)));
    lines_.add(fmt::format(R"({{"ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}}}})",
                           process(lane), thread, thread));
  }

  void write_event(const Event& event) {
    Json args{{"record", event.record}, {"what", event.facts.front()}};
    if (event.in_flight) args["unfinished"] = true;
    const std::string kind(name(story_.lanes[event.lane].kind));
    const std::string shape = event.span ? fmt::format(R"("ph":"X","dur":{})", micros(event.end - event.begin))
                                         : std::string(R"("ph":"i","s":"t")");
    lines_.add(fmt::format(R"({{{},"name":{},"cat":{},"ts":{},{},"args":{}}})", shape, json_text(event.title),
                           json_text(kind), micros(event.begin), place(event), api::dump_json(args)));
  }

  // From inside the cause, no later than the effect begins.
  void write_flow(const Event& cause, const Event& effect) {
    const std::size_t id = ++flows_;
    const sim::Duration leaves = std::max(cause.begin, std::min(cause.end, effect.begin));
    lines_.add(fmt::format(R"({{"ph":"s","name":"cause","cat":"cause","id":{},"ts":{},{}}})", id, micros(leaves),
                           place(cause)));
    lines_.add(fmt::format(R"({{"ph":"f","bp":"e","name":"cause","cat":"cause","id":{},"ts":{},{}}})", id,
                           micros(std::max(leaves, effect.begin)), place(effect)));
  }

  // How many spans of such lanes are open, whenever that changes.
  template <class Matches>
  void write_counter(std::string_view name, Matches matches) {
    std::map<sim::Duration, std::int64_t> changes;
    for (const Event& event : story_.events) {
      if (!event.span || !matches(story_.lanes[event.lane].kind)) continue;
      ++changes[event.begin];
      --changes[event.end];
    }
    std::int64_t open = 0;
    for (const auto& [at, change] : changes) {
      if (change == 0) continue;
      open += change;
      lines_.add(fmt::format(R"({{"ph":"C","name":{},"pid":{},"ts":{},"args":{{"count":{}}}}})", json_text(name),
                             first_process_ + plane_index(LaneKind::queue), micros(at), open));
    }
  }

  const scenarios::RunRecord& run_;
  const Story story_;
  std::size_t first_process_;
  std::vector<std::size_t> first_thread_;
  std::size_t& flows_;
  Lines& lines_;
};

}  // namespace

void write_trace(std::span<const scenarios::RunRecord> runs, std::ostream& out) {
  Lines lines(out);
  std::size_t flows = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) RunTrace(runs[i], i, flows, lines).write();
  lines.finish();
}

}  // namespace nlbsim::reports
