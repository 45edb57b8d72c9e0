#include "engine/model/load_balancer.h"

#include "engine/model/tags.h"

namespace nlbsim::engine {

DesiredLoadBalancer build_load_balancer(const ModelInput& input) {
  DesiredLoadBalancer load_balancer;
  load_balancer.id = kLoadBalancerId;
  load_balancer.name = load_balancer_name(input.gateway, input.scheme);
  load_balancer.scheme = input.scheme;
  load_balancer.ip_address_type = "ipv4";
  load_balancer.vpc_id = input.vpc_id;
  load_balancer.subnet_ids = input.subnet_ids;
  load_balancer.security_groups.push_back({std::string(kManagedSecurityGroupId), {}});
  load_balancer.security_groups.push_back({{}, input.backend_security_group_id});
  load_balancer.tags = tracking_tags({input.gateway.cluster, stack_id(input.gateway.key)}, kLoadBalancerId);
  return load_balancer;
}

}  // namespace nlbsim::engine
