// What may be bent inside the fake account, as ordinary configuration: who it belongs to, how long things take, how
// much of everything is allowed, and whether calls are throttled.
//
// Durations are small tables of quantiles whose entry 0 is the ordinary median; which entry is taken is a choice of the
// run (sim/choice.h), so a run without choices takes every median. All arithmetic is on integers. A Settings is a
// value: copy it, change what you like, hand it to an Account. The defaults are those of `realistic()`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace nlbsim::fake_aws {

using sim::Duration;

// Never empty; entry 0 is the median.
using DurationTable = std::vector<Duration>;

// A skewed duration, told the way one measures it: half of the cases take at most `median`, 5 % at most `p5`, 95 % at
// most `p95`, none longer than `cap`. Requires p5 <= median <= p95 <= cap.
struct DurationSpread {
  Duration median;
  Duration p5;
  Duration p95;
  Duration cap;
};

DurationTable fixed_duration(Duration d);
// {median, p5, p25, p75, p95, p99, cap}. The quartiles and p99 are interpolated linearly on the scale of the standard
// normal deviate, below and above the median apart, which keeps the long right tail of a lognormal without logarithms.
DurationTable spread_duration(const DurationSpread& spread);
// {middle, low, first quarter, third quarter, high}. Requires low <= high.
DurationTable uniform_duration(Duration low, Duration high);

// How a new load balancer leaves `provisioning`.
struct Activation {
  DurationTable delay = spread_duration(
      {std::chrono::seconds{120}, std::chrono::seconds{75}, std::chrono::seconds{240}, std::chrono::seconds{600}});
  std::string ends_in = "active";  // or "failed" or "active_impaired"
  std::string reason;              // State.Reason when it does not end in "active"
};

struct Timing {
  Activation activation;
  // From registration, or from the attachment of the group to a listener, until health checks start.
  DurationTable target_registration = uniform_duration(std::chrono::seconds{60}, std::chrono::seconds{180});
  // From the attachment of a target group to a listener until its targets leave Target.NotInUse.
  DurationTable attach = uniform_duration(std::chrono::seconds{2}, std::chrono::seconds{15});
  // After the last listener of a target group went: how long DeleteTargetGroup still says ResourceInUse.
  DurationTable target_group_release = {Duration::zero(), std::chrono::seconds{2}, std::chrono::seconds{5},
                                        std::chrono::seconds{10}};
  // After DeleteLoadBalancer: how long its network interfaces hold subnets' addresses, security groups and elastic IPs.
  DurationTable interface_release = {Duration::zero(), std::chrono::seconds{20}, std::chrono::seconds{60},
                                     std::chrono::seconds{120}, std::chrono::seconds{360}};
  // From RunInstances, StartInstances, StopInstances or TerminateInstances until the instance is there.
  DurationTable instance_transition = {std::chrono::seconds{30}, std::chrono::seconds{10}, std::chrono::seconds{60}};
  // From RequestCertificate until the validation of its domains succeeds by itself and it is issued.
  DurationTable certificate_validation = {std::chrono::seconds{60}, std::chrono::seconds{20}, std::chrono::minutes{5}};
  // A terminated instance drains at least so long.
  Duration terminated_draining = std::chrono::minutes{10};
  // Whether what callers configure takes its time: health check intervals and deregistration delays. False: none.
  bool configured_delays = true;
};

// The account's quotas, AWS's defaults. Reaching one is the error that AWS documents for it.
struct Quotas {
  std::size_t load_balancers = 50;
  std::size_t listeners_per_load_balancer = 50;
  std::size_t target_groups = 3000;
  std::size_t targets_per_target_group = 1000;
  std::size_t targets_per_load_balancer = 3000;
  std::size_t targets_per_cross_zone_load_balancer = 500;
  std::size_t targets_per_zone = 500;
  std::int32_t capacity_units = 150000;  // reserved, per load balancer
  std::size_t certificates = 2500;
  std::size_t names_per_certificate = 10;
  std::size_t certificates_per_listener = 25;
  std::size_t vpcs = 5;
  std::size_t elastic_ips = 5;
  std::size_t security_groups = 2500;
  std::size_t security_groups_per_interface = 5;
  std::size_t rules_per_security_group = 60;  // IPv4 and IPv6 counted apart
  std::size_t tags = 50;
};

// Those that can be set by name: "loadBalancers".
struct QuotaName {
  std::string_view name;
  std::size_t Quotas::* quota;
};
std::span<const QuotaName> quota_names();

// A token bucket: a call takes one token, `refill` is the time in which one comes back.
struct Bucket {
  std::int64_t capacity = 0;
  Duration refill{0};
};

// Server-side throttling per account and region. Keyed by the throttle category of an operation (api/operation.h);
// "ec2-describe" counts calls that filter or page, "ec2-describe-all" those that do neither.
struct Limits {
  bool enabled = false;
  std::map<std::string, Bucket, std::less<>> buckets = {{"elbv2-describe", {40, std::chrono::milliseconds{100}}},
                                                        {"elbv2-targets", {20, std::chrono::milliseconds{250}}},
                                                        {"elbv2-modify", {20, std::chrono::nanoseconds{333333333}}},
                                                        {"elbv2-create-delete", {10, std::chrono::seconds{5}}},
                                                        {"ec2-describe", {100, std::chrono::milliseconds{50}}},
                                                        {"ec2-describe-all", {50, std::chrono::milliseconds{100}}},
                                                        {"ec2-modify", {50, std::chrono::milliseconds{200}}}};
  std::string elbv2_code = "Throttling";  // as observed; the API's documentation says "ThrottlingException"
};

// How far reads lag behind changes: a load balancer that was made a moment ago is not found yet, a tag that was removed
// is still there, because AWS's answers come from replicas and now and then from one that is behind.
//
//   instant    every read shows what is
//   realistic  one read in fifty shows what was, up to 20 s ago; who has seen something does not see it go again
//   hostile    every other read does, whatever its caller has seen before, one read in twenty fails with
//              InternalFailure, and calls are throttled
//
// Which reads are behind and by how much is a choice of the run ("aws/<operation>/lag"): where every choice is the
// ordinary one, none is.
enum class Consistency : std::uint8_t { instant, realistic, hostile };
inline constexpr std::string_view kConsistencyNames[] = {"instant", "realistic", "hostile"};
std::optional<Consistency> parse_consistency(std::string_view name);

struct Settings {
  std::string account = "123456789012";
  std::string region = "us-west-2";
  Timing timing;
  Quotas quotas;
  Limits limits;  // hostile: as if enabled
  Consistency consistency = Consistency::instant;
  bool subnet_removal = true;  // SetSubnets may take a zone away (since February 2025)

  static Settings realistic() { return {}; }
  // Everything that takes time takes none: a load balancer is active and a target healthy at the next advance.
  static Settings instant();
};

}  // namespace nlbsim::fake_aws
