#include "scenarios/control/served_review.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/records.h"
#include "scenarios/runner/call_view.h"

namespace nlbsim::scenarios {
namespace {

using sim::RecordKind;

// A controller answers a change within a second or two; a test of health or a lease renewal changes nothing.
constexpr sim::Duration kQuiet = std::chrono::seconds{10};
constexpr sim::Duration kLongestBackoff = std::chrono::seconds{1000};

std::vector<std::string> cluster_names(World& world) {
  std::vector<std::string> names;
  for (const ClusterSlot& cluster : world.clusters()) names.push_back(cluster.name);
  return names;
}

// Something that may be followed by something else.
bool moves(const sim::Record& record) {
  switch (record.kind) {
    case RecordKind::call_sent: return is_mutation(*api::payload<api::CallSent>(record).asked);
    case RecordKind::object_changed: {
      const kube::Resource& resource = api::payload<api::ObjectChanged>(record).resource;
      return resource != kube::kLeases && resource != kube::kEvents;
    }
    case RecordKind::resource_changed:
    case RecordKind::fault:
    case RecordKind::actor_changed: return true;
    default: return false;
  }
}

}  // namespace

ServedReview::ServedReview(World& world, const WorldSettings& settings)
    : world_(world), review_(world.journal(), cluster_names(world), world.clients()) {
  review_.begin_with(oracles::beginning_of(world, settings));
}

void ServedReview::look() {
  const std::span<const sim::Record> held = world_.journal().records();
  if (held.empty() || held.back().id <= noted_) return;
  const sim::RecordId first = held.front().id;
  for (const sim::Record& record : held.subspan(noted_ < first ? 0 : static_cast<std::size_t>(noted_ + 1 - first)))
    note(record);
  noted_ = held.back().id;
  review_.look(world_.actors());
}

void ServedReview::note(const sim::Record& record) {
  if (moves(record)) quiet_ = sim::Duration::zero();
  if (record.kind != RecordKind::call_returned) return;
  const std::string& actor = world_.actors()[record.actor];
  if (is_controller(actor) || std::ranges::find(world_.clients(), actor) != world_.clients().end())
    in_trouble_ = api::payload<api::CallReturned>(record).error.has_value();
}

void ServedReview::tick(sim::Duration real_time, bool broken) {
  look();
  quiet_ += real_time;
  if (broken || !world_.scheduler().quiescent()) return;
  if (quiet_ >= (in_trouble_ ? kLongestBackoff : kQuiet)) review_.rest();
}

std::vector<Violation> ServedReview::violations() {
  look();
  return review_.violations(world_.scheduler().now());
}

RunRecord ServedReview::record(const std::string& profile, const std::string& served_versions) {
  RunRecord run;
  run.id = "serve";
  run.title = "what was asked of the served world";
  run.group = "serve";
  run.profile = profile;
  run.served_versions = served_versions;
  run.violations = violations();
  run.outcome = run.violations.empty() ? Outcome::passed : Outcome::failed;
  if (!run.violations.empty())
    run.reason = fmt::format("{}: {}", run.violations.front().invariant, run.violations.front().message);
  const std::span<const sim::Record> held = world_.journal().records();
  StepResult served;
  served.verb = "serve";
  served.text = missed() == 0 ? "serve" : fmt::format("serve ({} records were forgotten unjudged)", missed());
  served.state = run.violations.empty() ? StepState::passed : StepState::failed;
  served.begin = held.empty() ? world_.scheduler().now() : held.front().at;
  served.end = world_.scheduler().now();
  served.first_record = held.empty() ? 0 : held.front().id;
  served.last_record = held.empty() ? 0 : held.back().id;
  run.steps.push_back(std::move(served));
  run.virtual_duration = run.steps.back().end - run.steps.back().begin;
  run.scheduler_steps = world_.scheduler().steps();
  run.actors = world_.actors();
  run.journal = world_.shared_journal();
  return run;
}

}  // namespace nlbsim::scenarios
