#include "scenarios/load/load_run.h"

#include <algorithm>

#include "scenarios/load/fleet.h"
#include "scenarios/load/load_meter.h"
#include "scenarios/runner/user.h"

namespace nlbsim::scenarios {
namespace {

constexpr int kLooks = 200;  // at the queues, over the whole run
constexpr sim::Duration kShortestStretch = std::chrono::milliseconds{1};
constexpr std::uint64_t kStepsBetweenReads = 1000;  // of the journal; each leaves a few records
constexpr std::size_t kJournalLimit = 1U << 16U;    // far more than those

// Takes the route of one Gateway after the other away and brings it back.
class Churn {
 public:
  Churn(World& world, User& user, const LoadSettings& settings) : world_(world), user_(user), settings_(settings) {}

  void arm() {
    const auto due = [this] {
      arm();
      change();
    };
    world_.scheduler().after(world_.user(), settings_.churn_period, sim::TimerKind::periodic, due);
  }

 private:
  void change() {
    const int member = static_cast<int>(changes_ / 2 % static_cast<std::uint64_t>(settings_.gateways));
    const bool takes_away = changes_++ % 2 == 0;
    if (!takes_away) {
      user_.apply("", {fleet_member(member).back()}, 0);
      return;
    }
    ObjectReference route;
    route.kind = "TCPRoute";
    route.namespace_ = fleet_route(member).namespace_;
    route.name = fleet_route(member).name;
    user_.remove(route, 0);
  }

  World& world_;
  User& user_;
  const LoadSettings& settings_;
  std::uint64_t changes_ = 0;
};

WorldTemplate world_for(const LoadSettings& settings) {
  WorldSettings world = fleet_world();
  world.controller.gateway_workers = settings.workers;
  world.aws.limits = settings.aws_limits;
  return *WorldTemplate::make(std::move(world), "seed", "seed-compat");
}

// Turns the world and keeps the meter fed.
class LoadRun {
 public:
  LoadRun(const LoadSettings& settings, const std::function<sim::Duration()>& cpu_time, LoadReport& report)
      : settings_(settings),
        cpu_time_(cpu_time),
        report_(report),
        plan_(world_for(settings)),
        world_(plan_, chooser_),
        user_(world_),
        churn_(world_, user_, settings_),
        meter_(world_.actors(), world_.account().settings().limits, report) {
    world_.journal().limit(kJournalLimit);
    setup_ = user_.apply("", fleet(settings.gateways), 0);
  }

  // Runs to that time after the start and takes a look.
  void run_until(sim::Duration offset) {
    const sim::Instant until = sim::kWorldStart + offset;
    const std::uint64_t reconciles = report_.reconciles;
    const sim::Duration cpu = cpu_time_();
    while (!world_.scheduler().run_until(until, kStepsBetweenReads)) read();
    read();
    const auto made = static_cast<sim::Duration::rep>(report_.reconciles - reconciles);
    if (made > 0) report_.cpu_per_reconcile.push_back((cpu_time_() - cpu) / made);
    report_.queue_depth.push_back(queue_depth(world_, offset));
  }

  void finish() {
    report_.records = world_.journal().last();
    report_.steps = world_.scheduler().steps();
  }

 private:
  void read() {
    const auto records = world_.journal().records();
    const auto fresh = static_cast<std::size_t>(world_.journal().last() - seen_);
    meter_.observe(records.last(std::min(fresh, records.size())));
    seen_ = world_.journal().last();
    if (churning_ || !setup_->done || settings_.churn_period == sim::Duration::zero()) return;
    churning_ = true;
    churn_.arm();
  }

  const LoadSettings settings_;
  const std::function<sim::Duration()>& cpu_time_;
  LoadReport& report_;
  const WorldTemplate plan_;
  sim::FirstChooser chooser_;
  World world_;
  User user_;
  Churn churn_;
  LoadMeter meter_;
  std::shared_ptr<UserJob> setup_;
  sim::RecordId seen_ = 0;
  bool churning_ = false;
};

}  // namespace

LoadReport run_load(const LoadSettings& settings, const std::function<sim::Duration()>& cpu_time,
                    const std::function<void(sim::Duration)>& progress) {
  LoadReport report;
  report.settings = settings;
  const sim::Duration begin = cpu_time();
  LoadRun run(settings, cpu_time, report);
  const sim::Duration stretch = std::max(settings.duration / kLooks, kShortestStretch);
  for (sim::Duration at = stretch; at <= settings.duration; at += stretch) {
    run.run_until(at);
    progress(at);
  }
  run.finish();
  report.cpu_time = cpu_time() - begin;
  return report;
}

}  // namespace nlbsim::scenarios
