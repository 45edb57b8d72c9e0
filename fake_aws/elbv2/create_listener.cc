#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/listener_settings.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

template <>
Answer<aws::CreateListener> act<aws::CreateListener>(const ActionContext& context,
                                                     const aws::CreateListener::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  LoadBalancerEntry& load_balancer = **found;
  if (!request.Port) return refuse(code::kValidationError, "A listener port must be specified");
  if (request.Protocol.empty()) return refuse(code::kValidationError, "A listener protocol must be specified");
  if (auto valid = check_port_and_protocol(*request.Port, request.Protocol); !valid) return sim::forward(valid.error());
  const ListenerSettings settings{request.Protocol,     *request.Port,          request.SslPolicy,
                                  request.Certificates, request.DefaultActions, request.AlpnPolicy};
  // One listener per port, whatever its protocol; creating the same one again answers with it.
  if (const auto taken = load_balancer.listeners.find(*request.Port); taken != load_balancer.listeners.end()) {
    const ListenerEntry& existing = load_balancing.listeners.find(taken->second)->second;
    if (same_settings(existing.description, settings)) return aws::CreateListener::Response{{existing.description}};
    return refuse(code::kDuplicateListener, "A listener already exists on this port for this load balancer '" +
                                                load_balancer.description.LoadBalancerArn + "'");
  }
  if (auto valid = check_listener(context, load_balancer, nullptr, settings); !valid)
    return sim::forward(valid.error());
  if (auto valid = check_tags(context, request.Tags); !valid) return sim::forward(valid.error());

  const std::string name = load_balancer.description.LoadBalancerArn + ":" + std::to_string(*request.Port);
  const std::uint64_t id = load_balancing.mint.next("listener", name);
  const std::uint64_t rule_id = load_balancing.mint.next("listener-rule", name);
  ListenerEntry entry;
  entry.description.ListenerArn = listener_arn(load_balancer.description.LoadBalancerArn, id);
  entry.description.LoadBalancerArn = load_balancer.description.LoadBalancerArn;
  apply_settings(entry.description, settings);
  entry.rule_arn = rule_arn(entry.description.ListenerArn, rule_id);
  entry.tags = aws::to_map(request.Tags);
  const std::string arn = entry.description.ListenerArn;
  load_balancer.listeners.emplace(*request.Port, arn);
  load_balancing.rule_listeners.emplace(entry.rule_arn, arn);
  const auto added = load_balancing.listeners.emplace(arn, std::move(entry)).first;
  context.record("Listener", arn, "created");
  relink(context, added->second, {});
  return aws::CreateListener::Response{{added->second.description}};
}

}  // namespace nlbsim::fake_aws
