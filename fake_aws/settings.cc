#include "fake_aws/settings.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace nlbsim::fake_aws {

namespace {

// Standard normal deviates in thousandths: of the quartiles, of p5 and p95, of p99.
constexpr std::int64_t kDeviateOfQuartile = 674;
constexpr std::int64_t kDeviateOfP95 = 1645;
constexpr std::int64_t kDeviateOfP99 = 2326;

Duration scaled(Duration at_p95, std::int64_t deviate) { return at_p95 / kDeviateOfP95 * deviate; }

}  // namespace

DurationTable fixed_duration(Duration d) { return {d}; }

DurationTable spread_duration(const DurationSpread& spread) {
  assert(spread.p5 <= spread.median && spread.median <= spread.p95 && spread.p95 <= spread.cap);
  const Duration below = spread.median - spread.p5;
  const Duration above = spread.p95 - spread.median;
  const Duration p25 = spread.median - scaled(below, kDeviateOfQuartile);
  const Duration p75 = spread.median + scaled(above, kDeviateOfQuartile);
  const Duration p99 = std::min(spread.median + scaled(above, kDeviateOfP99), spread.cap);
  return {spread.median, spread.p5, p25, p75, spread.p95, p99, spread.cap};
}

DurationTable uniform_duration(Duration low, Duration high) {
  assert(low <= high);
  const Duration width = high - low;
  return {low + width / 2, low, low + width / 4, low + width / 4 * 3, high};
}

std::span<const QuotaName> quota_names() {
  static constexpr QuotaName kNames[] = {
      {"loadBalancers", &Quotas::load_balancers},
      {"listenersPerLoadBalancer", &Quotas::listeners_per_load_balancer},
      {"targetGroups", &Quotas::target_groups},
      {"targetsPerTargetGroup", &Quotas::targets_per_target_group},
      {"targetsPerLoadBalancer", &Quotas::targets_per_load_balancer},
      {"targetsPerCrossZoneLoadBalancer", &Quotas::targets_per_cross_zone_load_balancer},
      {"targetsPerZone", &Quotas::targets_per_zone},
      {"certificates", &Quotas::certificates},
      {"certificatesPerListener", &Quotas::certificates_per_listener},
      {"vpcs", &Quotas::vpcs},
      {"elasticIps", &Quotas::elastic_ips},
      {"securityGroups", &Quotas::security_groups},
      {"securityGroupsPerInterface", &Quotas::security_groups_per_interface},
      {"rulesPerSecurityGroup", &Quotas::rules_per_security_group},
      {"tags", &Quotas::tags}};
  return kNames;
}

std::optional<Consistency> parse_consistency(std::string_view name) {
  const auto found = std::ranges::find(kConsistencyNames, name);
  if (found == std::end(kConsistencyNames)) return std::nullopt;
  return static_cast<Consistency>(found - std::begin(kConsistencyNames));
}

Settings Settings::instant() {
  Settings settings;
  const DurationTable none = fixed_duration(Duration::zero());
  settings.timing.activation.delay = none;
  settings.timing.target_registration = none;
  settings.timing.attach = none;
  settings.timing.target_group_release = none;
  settings.timing.interface_release = none;
  settings.timing.instance_transition = none;
  settings.timing.certificate_validation = none;
  settings.timing.terminated_draining = Duration::zero();
  settings.timing.configured_delays = false;
  return settings;
}

}  // namespace nlbsim::fake_aws
