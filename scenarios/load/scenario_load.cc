// A scenario of one's own as load.
#include <optional>

#include "scenarios/load/load_meter.h"
#include "scenarios/load/load_run.h"
#include "scenarios/runner/player.h"

namespace nlbsim::scenarios {

namespace {

constexpr sim::Duration kBetweenLooks = std::chrono::seconds{1};
constexpr std::size_t kMostLooks = 2000;

// Feeds the meter while the scenario is played.
class MeterObserver final : public RunObserver {
 public:
  explicit MeterObserver(LoadReport& report) : report_(report) {}

  void started(World& world, const Scenario&) override {
    meter_.emplace(world.actors(), world.account().settings().limits, report_);
    begun_ = looked_ = world.scheduler().now();
  }
  void observed(World& world, std::span<const sim::Record> records) override {
    meter_->observe(records);
    report_.records += records.size();
    const sim::Instant now = world.scheduler().now();
    if (now - looked_ < kBetweenLooks || report_.queue_depth.size() >= kMostLooks) return;
    looked_ = now;
    report_.queue_depth.push_back(queue_depth(world, now - begun_));
  }
  std::vector<Violation> finished(World& world) override {
    report_.steps = world.scheduler().steps();
    const auto place = world.clusters().front().core.registry().find_kind("gateway.networking.k8s.io/v1", "Gateway");
    if (place)
      for (const ClusterSlot& cluster : world.clusters())
        report_.settings.gateways += static_cast<int>(cluster.core.store().objects(*place).size());
    return {};
  }

 private:
  LoadReport& report_;
  std::optional<LoadMeter> meter_;
  sim::Instant begun_, looked_;
};

}  // namespace

sim::Result<LoadReport> run_load(const Scenario& scenario, int repeats,
                                 const std::function<sim::Duration()>& cpu_time) {
  const auto player = Player::prepare(scenario);
  if (!player) return sim::forward(player.error());
  LoadReport report;
  report.settings.scenario = scenario.full_id();
  report.settings.workers = scenario.world.controller.gateway_workers;
  report.settings.aws_limits = scenario.world.aws.limits;
  // How long it takes is asked of a first run: buckets are measured by it.
  const RunRecord first = player->play({});
  if (first.outcome == Outcome::failed)
    return sim::fail("ScenarioFailed", "the scenario does not hold: nlbsim run tells why", scenario.file);
  report.settings.duration = first.virtual_duration;
  report.settings.gateways = 0;
  MeterObserver meter(report);
  PlayOptions measured;
  measured.observers = {&meter};
  player->play(measured);
  for (int i = 0; i < repeats; ++i) {
    const sim::Duration begin = cpu_time();
    player->play({});
    const sim::Duration used = cpu_time() - begin;
    report.cpu_time = i == 0 ? used : std::min(report.cpu_time, used);
    if (report.reconciles > 0)
      report.cpu_per_reconcile.push_back(used / static_cast<sim::Duration::rep>(report.reconciles));
  }
  return report;
}

}  // namespace nlbsim::scenarios
