// What a load run waited for.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/load/load_run.h"

namespace nlbsim::scenarios {

namespace {

// Of the looks at a queue: fewer, and what waited was soon served.
constexpr std::size_t kSeldom = 20;

std::size_t looks_at_waiting(const LoadReport& report, std::size_t QueueDepth::* depth) {
  return static_cast<std::size_t>(
      std::ranges::count_if(report.queue_depth, [depth](const QueueDepth& each) { return each.*depth > 0; }));
}

int share(sim::Duration part, sim::Duration whole) {
  return whole > sim::Duration::zero() ? static_cast<int>(part * 100 / whole) : 0;
}

}  // namespace

std::string_view name(Bottleneck bottleneck) {
  static constexpr std::array<std::string_view, 4> kNames{"none", "throttle", "lock", "workers"};
  return kNames[static_cast<std::size_t>(bottleneck)];
}

Limited what_limits(const LoadReport& report) {
  for (const auto& [bucket, use] : report.buckets)
    if (use.exhausted())
      return {Bottleneck::throttle, fmt::format("AWS's rate limit {} is used up, whoever makes the calls", bucket)};
  const std::size_t gateways = looks_at_waiting(report, &QueueDepth::gateways);
  const std::size_t bindings = looks_at_waiting(report, &QueueDepth::bindings);
  const bool of_bindings = bindings > gateways;
  const std::size_t waiting = std::max(gateways, bindings);
  if (waiting * kSeldom <= report.queue_depth.size())
    return {Bottleneck::none, "no key waited for a worker for long: what time went by is AWS's own"};
  const std::string_view whose = of_bindings ? "TargetGroupBindings" : "Gateways";
  const auto found = report.work.find(of_bindings ? "targetGroupBinding" : "gateway");
  const WorkTime work = found == report.work.end() ? WorkTime{} : found->second;
  const int throttled = share(work.throttled, work.total());
  const int own_rate = share(work.own_rate, work.total());
  const int locked = share(work.lock, work.total());
  constexpr int kMost = 50;
  if (throttled >= kMost)
    return {Bottleneck::throttle,
            fmt::format("the workers of {} spend {} % of their time on waiting for another try of "
                        "what AWS has refused for its rate",
                        whose, throttled)};
  if (own_rate >= kMost)
    return {Bottleneck::throttle,
            fmt::format("the workers of {} spend {} % of their time on waiting for leave of their "
                        "own client, which lets through so many calls of ELBv2 a second",
                        whose, own_rate)};
  if (locked >= kMost)
    return {Bottleneck::lock,
            fmt::format("the workers of {} spend {} % of their time on waiting for one another", whose, locked)};
  return {
      Bottleneck::workers,
      fmt::format("{} wait for a worker, and workers for answers: {} % of their time for AWS's, {} % for the API "
                  "server's, {} % for a rate limit, {} % for one another",
                  whose, share(work.aws, work.total()), share(work.kube, work.total()), own_rate + throttled, locked)};
}

}  // namespace nlbsim::scenarios
