// Attributes of load balancers, listeners and target groups: which keys there are, their defaults, and which values
// they take. Entries store only what was set; the functions here complete and check.
//
// Errors: ValidationError for a key that does not exist or a value out of range, InvalidConfigurationRequest for a key
// or value that exists but not for this kind of resource (an Application Load Balancer's, say). All or nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// The full list, in a fixed order.
std::vector<aws::Attribute> attributes_of(const LoadBalancerEntry& load_balancer);
std::vector<aws::Attribute> attributes_of(const ListenerEntry& listener);
std::vector<aws::Attribute> attributes_of(const TargetGroupEntry& group);

Result<void> check_attributes(const LoadBalancerEntry& load_balancer, const std::vector<aws::Attribute>& attributes);
Result<void> check_attributes(const ListenerEntry& listener, const std::vector<aws::Attribute>& attributes);
Result<void> check_attributes(const TargetGroupEntry& group, const std::vector<aws::Attribute>& attributes);

// Effective values that the account itself obeys.
bool deletion_protection(const LoadBalancerEntry& load_balancer);
bool cross_zone(const LoadBalancerEntry& load_balancer);
Duration deregistration_delay(const TargetGroupEntry& group);
// How long an unhealthy target's connections run on; zero: they are cut at once.
Duration unhealthy_draining_interval(const TargetGroupEntry& group);

inline constexpr std::size_t kMaxAttributesOfCall = 20;
// Whether anything changed.
bool store_attributes(AttributeMap& stored, const std::vector<aws::Attribute>& attributes);

}  // namespace nlbsim::fake_aws
