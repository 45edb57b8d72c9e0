// What the built-in controller of a served world counts, under the names of the real controller's metrics, in the text
// format of Prometheus: reconciles and their times, calls to AWS and their refusals, requests to the API server, queue
// depths, leadership. Read from the journal as it grows; nothing else is counted anywhere.
//
//   MetricsPage page(world);
//   page.read();            // before the journal forgets
//   page.text();            // GET /metrics
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "api/records.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class MetricsPage {
 public:
  explicit MetricsPage(World& world) : world_(world) {}

  // Takes in what the journal has got since the last time. What it has forgotten meanwhile is not counted.
  void read();
  std::string text() const;

 private:
  // Seconds, as controller-runtime and the AWS SDK's collector bucket them.
  static constexpr std::array kBounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0};
  struct Histogram {
    std::array<std::uint64_t, kBounds.size()> buckets{};  // of those at most as long
    std::uint64_t count = 0;
    sim::Duration sum{0};
    void add(sim::Duration took);
  };
  using Counters = std::map<std::string, std::uint64_t>;  // by labels
  using Histograms = std::map<std::string, Histogram>;
  // A call under way.
  struct Sent {
    sim::Instant at;
    const api::OperationInfo* operation = nullptr;
    std::uint32_t attempt = 1;
  };

  void take(const sim::Record& record);
  void finished(const sim::Record& record);
  void sent(const sim::Record& record);
  void returned(const sim::Record& record);
  void aws_answer(const Sent& call, const std::string& error_code, int status, sim::Duration took);
  bool by_controller(const sim::Record& record) const;
  std::string depths() const;
  std::string leadership() const;

  World& world_;
  sim::RecordId read_ = 0;
  std::map<sim::RecordId, sim::Instant> started_;
  std::map<sim::RecordId, Sent> sent_;
  std::map<std::string, std::int64_t> active_workers_;
  Counters reconciles_, reconcile_errors_, requests_, retries_, kube_requests_;
  std::map<std::string_view, Counters> refusals_;  // by the name of the metric
  Histograms reconcile_times_, request_times_;
};

}  // namespace nlbsim::scenarios
