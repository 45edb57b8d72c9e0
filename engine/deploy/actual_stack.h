// What AWS and the cluster hold for one Gateway, as plain values: the actual half of every difference. Read by
// StackReader; nothing in it is decided.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/kube/object.h"
#include "engine/deploy/attribute_plan.h"
#include "engine/deploy/tracked.h"
#include "engine/model/stack.h"

namespace nlbsim::engine {

using TrackedSecurityGroup = Tracked<aws::ec2::SecurityGroup>;
using TrackedTargetGroup = Tracked<aws::TargetGroup>;
using TrackedLoadBalancer = Tracked<aws::LoadBalancer>;
using TrackedListener = Tracked<aws::Listener>;

struct FoundBindings {
  std::vector<kube::ObjectRef> items;  // with the stack's labels
  std::set<kube::ObjectKey> foreign;   // names that the stack wants and another object has
};

struct ActualStack {
  FoundResources<aws::ec2::SecurityGroup> security_groups;
  FoundResources<aws::TargetGroup> target_groups;
  FoundResources<aws::LoadBalancer> load_balancers;
  std::vector<TrackedListener> listeners;                             // of the load balancer that stays
  std::map<std::string, std::vector<std::string>> more_certificates;  // by listener ARN: beside the default one
  FoundBindings bindings;
  KnownAttributes attributes;                      // of what attributes are desired for
  std::optional<std::int32_t> capacity_units;      // reserved for the load balancer that stays; none: nobody asked
  std::set<std::string> protected_load_balancers;  // ARNs that AWS would not delete
};

// Of the load balancers that are there the one that stays; none when one has to be made, or none is desired.
std::optional<std::size_t> standing_load_balancer(const Stack& stack, const ActualStack& actual);
Matching match_load_balancers(const Stack& stack, const ActualStack& actual);
Matching match_target_groups(const Stack& stack, const ActualStack& actual);
Matching match_security_groups(const Stack& stack, const ActualStack& actual);

}  // namespace nlbsim::engine
