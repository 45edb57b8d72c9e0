// What Elastic Load Balancing remembers: load balancers, listeners, target groups and targets. A value.
//
// Entries are keyed by ARN, so every list comes back in the order of ARNs. Attributes hold only what differs from the
// defaults (elbv2/attributes.h).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/aws/elbv2.h"
#include "fake_aws/timetable.h"
#include "sim/ids.h"

namespace nlbsim::fake_aws {

template <class Entry>
using ByArn = std::map<std::string, Entry, std::less<>>;
using AttributeMap = std::map<std::string, std::string, std::less<>>;

struct LoadBalancerEntry {
  aws::LoadBalancer description;
  std::vector<aws::SubnetMapping> mappings;  // one per enabled zone, by zone name
  aws::TagMap tags;
  AttributeMap attributes;
  std::map<std::int32_t, std::string> listeners;  // port -> ARN
  std::optional<Timetable::Key> activation;       // while it provisions
  std::string fails_because;                      // why provisioning will end in `failed`; empty: it will not
  std::int32_t capacity_units = 0;                // reserved; 0: none
  std::int32_t capacity_decreases_left = 2;
  sim::Instant capacity_changed;
};

struct ListenerEntry {
  aws::Listener description;
  std::string rule_arn;                                  // of the default rule
  std::set<std::string, std::less<>> more_certificates;  // ARNs, beside the default one
  aws::TagMap tags;
  aws::TagMap rule_tags;
  AttributeMap attributes;
};

// A target is known by its id and port: one instance on two ports is two targets.
struct TargetKey {
  std::string id;
  std::int32_t port = 0;
  auto operator<=>(const TargetKey&) const = default;
};

enum class TargetPhase : std::uint8_t {
  unused,              // see UnusedReason
  registering,         // initial, Elb.RegistrationInProgress
  checking,            // initial, Elb.InitialHealthChecking
  healthy,             //
  unhealthy,           // Target.FailedHealthChecks
  unhealthy_draining,  // unhealthy, its connections still running out
  draining,            // Target.DeregistrationInProgress
};

enum class UnusedReason : std::uint8_t { group_not_in_use, zone_not_enabled, instance_stopped, load_balancer_address };

struct TargetEntry {
  std::string availability_zone;  // as given at registration; ip targets only
  std::string zone;               // where it is; empty: every zone
  TargetPhase phase = TargetPhase::unused;
  UnusedReason reason = UnusedReason::group_not_in_use;
  bool terminated = false;                 // its instance is gone: shown only when asked for by id
  std::optional<Timetable::Key> deadline;  // when the phase ends; absent if it does not end by itself
};

struct TargetGroupEntry {
  aws::TargetGroup description;
  aws::TagMap tags;
  AttributeMap attributes;
  std::map<TargetKey, TargetEntry> targets;
  std::set<std::string> listeners;          // ARNs of those that forward to it
  bool attached = false;                    // in use by a listener, and the delay after that is over
  std::optional<Timetable::Key> attaching;  // that delay's end
  sim::Instant in_use_until;                // DeleteTargetGroup says ResourceInUse before
};

struct LoadBalancing {
  sim::IdMint mint;
  ByArn<LoadBalancerEntry> load_balancers;
  std::map<std::string, std::string, std::less<>> load_balancer_arns;  // by name
  ByArn<ListenerEntry> listeners;
  ByArn<std::string> rule_listeners;  // default rule ARN -> listener ARN
  ByArn<TargetGroupEntry> target_groups;
  std::map<std::string, std::string, std::less<>> target_group_arns;    // by name
  std::map<std::string, std::set<std::string>, std::less<>> groups_of;  // target id -> target group ARNs
  std::set<std::pair<std::string, std::int32_t>> silent;                // targets that fail checks; port 0: all
};

}  // namespace nlbsim::fake_aws
