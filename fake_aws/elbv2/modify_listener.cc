#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/forwarding.h"
#include "fake_aws/elbv2/listener_settings.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// What is not sent stays; lists are replaced whole; a listener that is no longer TLS drops its policy and certificates.
ListenerSettings merged(const aws::Listener& now, const aws::ModifyListener::Request& request) {
  ListenerSettings settings;
  settings.protocol = request.Protocol.empty() ? now.Protocol : request.Protocol;
  settings.port = request.Port.value_or(now.Port);
  settings.actions = request.DefaultActions.empty() ? now.DefaultActions : request.DefaultActions;
  const bool keeps_tls = settings.protocol == "TLS" && now.Protocol == "TLS";
  settings.ssl_policy = request.SslPolicy.empty() && keeps_tls ? now.SslPolicy : request.SslPolicy;
  settings.certificates = request.Certificates.empty() && keeps_tls ? now.Certificates : request.Certificates;
  settings.alpn_policy = request.AlpnPolicy.empty() && keeps_tls ? now.AlpnPolicy : request.AlpnPolicy;
  return settings;
}

}  // namespace

template <>
Answer<aws::ModifyListener> act<aws::ModifyListener>(const ActionContext& context,
                                                     const aws::ModifyListener::Request& request) {
  LoadBalancing& load_balancing = context.state.load_balancing;
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  ListenerEntry& listener = **found;
  aws::Listener& d = listener.description;
  LoadBalancerEntry& load_balancer = load_balancing.load_balancers.find(d.LoadBalancerArn)->second;
  const ListenerSettings settings = merged(d, request);
  if (auto valid = check_port_and_protocol(settings.port, settings.protocol); !valid)
    return sim::forward(valid.error());
  if (settings.port != d.Port && load_balancer.listeners.contains(settings.port))
    return refuse(code::kDuplicateListener,
                  "A listener already exists on this port for this load balancer '" + d.LoadBalancerArn + "'");
  if (settings.protocol == "TLS" && d.Protocol != "TLS" && settings.ssl_policy.empty())
    return refuse(code::kValidationError, "A listener that becomes TLS needs an SSL policy and a certificate");
  if (auto valid = check_listener(context, load_balancer, &listener, settings); !valid)
    return sim::forward(valid.error());

  const std::set<std::string> before = target_groups_of(d.DefaultActions);
  const aws::Listener old = d;
  apply_settings(d, settings);
  if (d.Port != old.Port) {
    load_balancer.listeners.erase(old.Port);
    load_balancer.listeners.emplace(d.Port, d.ListenerArn);
  }
  if (d.Protocol != "TCP") listener.attributes.clear();
  if (d.Protocol != "TLS") listener.more_certificates.clear();
  if (d != old) context.record("Listener", d.ListenerArn, "modified");
  relink(context, listener, before);
  return aws::ModifyListener::Response{{d}};
}

}  // namespace nlbsim::fake_aws
