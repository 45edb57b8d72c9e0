#include "reports/load/load_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace nlbsim::reports {
namespace {

using api::Json;
using scenarios::LoadReport;

constexpr std::size_t kMostSamples = 5000;  // of one series in a file
constexpr std::array<std::size_t, 4> kPercents{50, 95, 99, 100};

struct Series {
  std::string_view name;
  std::string_view title;
  const std::vector<sim::Duration>* samples;
};

std::array<Series, 3> series_of(const LoadReport& report) {
  return {{{"timeToProgrammed", "time to Programmed", &report.time_to_programmed},
           {"reconcileLatency", "reconcile latency", &report.reconcile_latency},
           {"cpuPerReconcile", "CPU time per reconcile", &report.cpu_per_reconcile}}};
}

std::int64_t micros(sim::Duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

// Whole ones; 0 where no time has gone by.
std::int64_t per_second(std::uint64_t count, sim::Duration time) {
  constexpr std::int64_t kSecond = 1'000'000;
  return micros(time) > 0 ? static_cast<std::int64_t>(count) * kSecond / micros(time) : 0;
}

Json thinned(const std::vector<sim::Duration>& samples) {
  const std::size_t step = std::max<std::size_t>(1, (samples.size() + kMostSamples - 1) / kMostSamples);
  Json out = Json::array();
  for (std::size_t i = 0; i < samples.size(); i += step) out.push_back(micros(samples[i]));
  return out;
}

Json percentiles(const std::vector<sim::Duration>& samples) {
  Json out = Json::object();
  out["count"] = samples.size();
  for (const std::size_t percent : kPercents) out[fmt::format("p{}", percent)] = micros(percentile(samples, percent));
  return out;
}

Json settings_json(const scenarios::LoadSettings& settings) {
  Json out = Json::object();
  if (!settings.scenario.empty()) out["scenario"] = settings.scenario;
  out["gateways"] = settings.gateways;
  out["churnPeriod"] = sim::format_duration(settings.churn_period);
  out["workers"] = settings.workers;
  out["awsLimits"] = settings.aws_limits;
  out["duration"] = sim::format_duration(settings.duration);
  return out;
}

// What AWS let through, and which of its limits the run has waited for.
std::string bucket_table(const LoadReport& report) {
  if (report.buckets.empty()) return {};
  std::string out = fmt::format("\n{:<26}{:>10}{:>12}{:>12}\n", "AWS rate limits", "calls", "of at most", "refused");
  for (const auto& [name, use] : report.buckets)
    out += fmt::format("  {:<24}{:>10}{:>12}{:>12}\n", name, use.calls, use.most, use.refused);
  for (const auto& [name, use] : report.buckets)
    if (use.exhausted())
      out += fmt::format("{} is used up: AWS lets no more of these calls through in {}, whoever makes them\n", name,
                         sim::format_duration(report.settings.duration));
  return out;
}

std::size_t deepest(const LoadReport& report) {
  std::size_t most = 0;
  for (const scenarios::QueueDepth& depth : report.queue_depth) most = std::max(most, depth.gateways);
  return most;
}

}  // namespace

std::string short_duration(sim::Duration duration) {
  const double us = static_cast<double>(duration.count()) / 1e3;
  if (us < 1e3) return fmt::format("{:.1f} us", us);
  if (us < 1e6) return fmt::format("{:.1f} ms", us / 1e3);
  return fmt::format("{:.1f} s", us / 1e6);
}

sim::Duration percentile(std::span<const sim::Duration> samples, std::size_t percent) {
  if (samples.empty()) return sim::Duration::zero();
  std::vector<sim::Duration> sorted(samples.begin(), samples.end());
  const std::size_t rank = (sorted.size() * percent + 99) / 100;  // counted from one
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::ranges::nth_element(sorted, at);
  return *at;
}

Json load_json(const LoadReport& report) {
  Json out = Json::object();
  out["kind"] = "LoadReport";
  out["settings"] = settings_json(report.settings);
  for (const Series& series : series_of(report)) {
    out["samples"][std::string(series.name)] = thinned(*series.samples);
    out["percentiles"][std::string(series.name)] = percentiles(*series.samples);
  }
  out["programmed"] = report.time_to_programmed.size();
  out["reconciles"] = report.reconciles;
  out["failedReconciles"] = report.failed_reconciles;
  out["reconcilesPerSecond"] = per_second(report.reconciles, report.busy);
  out["reconcilesPerCpuSecond"] = per_second(report.reconciles, report.cpu_time);
  const scenarios::Limited limited = scenarios::what_limits(report);
  out["limitedBy"] = Json{{"what", name(limited.by)}, {"why", limited.why}};
  Json work = Json::object();
  for (const auto& [controller, time] : report.work)
    work[controller] = Json{{"aws", micros(time.aws)},
                            {"kube", micros(time.kube)},
                            {"ownRate", micros(time.own_rate)},
                            {"throttled", micros(time.throttled)},
                            {"lock", micros(time.lock)}};
  out["workTime"] = std::move(work);
  out["calls"] = report.calls;
  out["throttledAttempts"] = report.throttled_attempts;
  out["throttledTime"] = micros(report.throttled_time);
  Json buckets = Json::object();
  for (const auto& [name, use] : report.buckets)
    buckets[name] = Json{{"calls", use.calls}, {"refused", use.refused}, {"most", use.most}};
  out["awsBuckets"] = std::move(buckets);
  Json depths = Json::array();
  for (const scenarios::QueueDepth& depth : report.queue_depth)
    depths.push_back(Json::array({micros(depth.at), depth.gateways, depth.bindings}));
  out["queueDepth"] = std::move(depths);
  out["journalRecords"] = report.records;
  out["schedulerSteps"] = report.steps;
  out["cpuTime"] = micros(report.cpu_time);
  return out;
}

std::string load_table(const LoadReport& report) {
  std::string out = fmt::format("{:<26}{:>10}{:>12}{:>12}{:>12}{:>12}\n", "", "count", "p50", "p95", "p99", "max");
  for (const Series& series : series_of(report)) {
    out += fmt::format("{:<26}{:>10}", series.title, series.samples->size());
    for (const std::size_t percent : kPercents)
      out +=
          fmt::format("{:>12}", series.samples->empty() ? "-" : short_duration(percentile(*series.samples, percent)));
    out += "\n";
  }
  std::uint64_t calls = 0;
  for (const auto& [operation, count] : report.calls) calls += count;
  const auto gateways = static_cast<double>(std::max(report.settings.gateways, 1));
  const std::size_t programmed = report.time_to_programmed.size();
  out +=
      fmt::format("\n{:<26}{:>10} of {}{}\n", "Gateways programmed", programmed, report.settings.gateways,
                  programmed > 0 ? "" : ": a new load balancer takes minutes to become active, so ask for more time");
  out += fmt::format("{:<26}{:>10} ({} failed)\n", "reconciles", report.reconciles, report.failed_reconciles);
  out += fmt::format("{:<26}{:>10} of virtual time at work, {} of CPU time\n", "reconciles per second",
                     per_second(report.reconciles, report.busy), per_second(report.reconciles, report.cpu_time));
  out += fmt::format("{:<26}{:>10} ({:.1f} per Gateway)\n", "calls", calls, static_cast<double>(calls) / gateways);
  out += fmt::format("{:<26}{:>10} attempts, {} in all\n", "throttled", report.throttled_attempts,
                     short_duration(report.throttled_time));
  out += fmt::format("{:<26}{:>10}\n", "deepest Gateway queue", deepest(report));
  out += fmt::format("{:<26}{:>10} for {} of virtual time\n", "CPU time", short_duration(report.cpu_time),
                     sim::format_duration(report.settings.duration));
  const scenarios::Limited limited = scenarios::what_limits(report);
  out += fmt::format("{:<26}{:>10}: {}\n", "limited by", name(limited.by), limited.why);
  out += bucket_table(report);
  out += "\ncalls per Gateway\n";
  for (const auto& [operation, count] : report.calls)
    out += fmt::format("  {:<36}{:>10.2f}\n", operation, static_cast<double>(count) / gateways);
  return out;
}

}  // namespace nlbsim::reports
