// Names of Elastic Load Balancing: ARNs, DNS names, hosted zones. Pure functions over the account and region.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fake_aws/settings.h"

namespace nlbsim::fake_aws {

// loadbalancer/net/NAME/ID, listener/net/NAME/LBID/ID, listener-rule/net/NAME/LBID/LISTENERID/ID, targetgroup/NAME/ID
enum class ArnKind : std::uint8_t { load_balancer, listener, rule, target_group };

// Well formed and of this account and region; says nothing about whether it exists.
bool is_arn(const Settings& settings, ArnKind kind, std::string_view arn);

std::string load_balancer_arn(const Settings& settings, std::string_view name, std::uint64_t id);
std::string target_group_arn(const Settings& settings, std::string_view name, std::uint64_t id);
// The parent's ARN with "listener" or "listener-rule" in the place of its kind, and one more id.
std::string listener_arn(std::string_view load_balancer_arn, std::uint64_t id);
std::string rule_arn(std::string_view listener_arn, std::uint64_t id);
// The other way: the listener of a rule. Of a text that is no rule's ARN, some other text.
std::string listener_of_rule(std::string_view rule_arn);

// NAME-ID.elb.REGION.amazonaws.com, with the ARN's id; internal load balancers have no prefix of their own.
std::string dns_name(const Settings& settings, std::string_view name, std::uint64_t id);
// The Route 53 zone that AWS keeps for network load balancers of a region; empty for a region not listed here.
std::string_view canonical_hosted_zone(std::string_view region);

}  // namespace nlbsim::fake_aws
