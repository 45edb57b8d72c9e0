// A fleet of Gateways under load, in virtual time: applied as fast as one user can, then changed at a steady rate, and
// measured from the journal on the way. What is measured in virtual time repeats exactly; CPU time is the machine's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

struct Scenario;

struct LoadSettings {
  std::string scenario;           // its id, where somebody's own is played; what follows of Gateways is counted then
  int gateways = 100;             // each with one route
  sim::Duration churn_period{0};  // a route goes or comes back so often, once all is applied; 0: never
  int workers = 3;                // Gateways reconciled at the same time
  bool aws_limits = false;        // throttle as AWS does
  sim::Duration duration = std::chrono::minutes{10};
};

// Of the controller's queues at one moment: keys ready to be handed out.
struct QueueDepth {
  sim::Duration at{0};
  std::size_t gateways = 0;
  std::size_t bindings = 0;
};

// A token bucket of the account (fake_aws/settings.h) over the run; there only when AWS throttles.
struct BucketUse {
  std::uint64_t calls = 0;    // let through
  std::uint64_t refused = 0;  // attempts
  std::uint64_t most = 0;     // calls that it can let through in that time: a full bucket, and what runs in again
  // It gave all it had, as nearly as a controller can ask: the run waited for AWS, not for the controller.
  bool exhausted() const { return refused > 0 && calls * 20 >= most * 19; }
};

// What the workers of one controller did with their time, summed over them: it is virtual, so all of it is waiting.
struct WorkTime {
  sim::Duration aws{0};        // for answers of AWS
  sim::Duration kube{0};       // for answers of the API server alone
  sim::Duration own_rate{0};   // for leave of the client's own rate limit, before a call of ELBv2
  sim::Duration throttled{0};  // for another try, after AWS had refused one for its rate
  sim::Duration lock{0};       // for one another: no call was under way
  sim::Duration total() const { return aws + kube + own_rate + throttled + lock; }
};

struct LoadReport {
  LoadSettings settings;
  std::vector<sim::Duration> time_to_programmed;  // of each Gateway, from its creation, in the order of turning so
  // Of reconciles of Gateways that a watch event asked for: from the event to the end.
  std::vector<sim::Duration> reconcile_latency;
  std::vector<sim::Duration> cpu_per_reconcile;  // the mean of each stretch between two looks at the queues
  std::vector<QueueDepth> queue_depth;
  std::map<std::string, std::uint64_t> calls;  // attempts of the controller, by operation
  std::uint64_t reconciles = 0;                // of all controllers
  std::uint64_t failed_reconciles = 0;
  std::map<std::string, WorkTime> work;      // by controller: "gateway", "targetGroupBinding", ...
  sim::Duration busy{0};                     // how long somebody was at work
  std::map<std::string, BucketUse> buckets;  // by name, those that were drawn from
  std::uint64_t throttled_attempts = 0;      // refused by AWS for their rate
  sim::Duration throttled_time{0};  // of calls that were refused so: from the first attempt to an answer, summed
  std::uint64_t records = 0;        // in the journal
  std::uint64_t steps = 0;          // of the scheduler
  sim::Duration cpu_time{0};        // of all of it
};

// What the run waited for. Whoever finds no key waiting waits for nobody.
enum class Bottleneck : std::uint8_t { none, throttle, lock, workers };
std::string_view name(Bottleneck bottleneck);  // "none", "throttle", "lock", "workers"
struct Limited {
  Bottleneck by = Bottleneck::none;
  std::string why;  // a sentence
};
Limited what_limits(const LoadReport& report);

// Plays the load under the profile `seed`. `cpu_time` tells how much this thread has used so far; `progress` hears how
// much of the virtual time is over.
LoadReport run_load(const LoadSettings& settings, const std::function<sim::Duration()>& cpu_time,
                    const std::function<void(sim::Duration)>& progress);

// Plays a scenario of one's own instead: the settings are what it has, the time is what it takes. It is played
// `repeats` times, once for each sample of CPU time; all else is the same every time. Error code "InvalidWorld", or
// "ScenarioFailed": figures of a run that does not hold say nothing.
sim::Result<LoadReport> run_load(const Scenario& scenario, int repeats, const std::function<sim::Duration()>& cpu_time);

}  // namespace nlbsim::scenarios
