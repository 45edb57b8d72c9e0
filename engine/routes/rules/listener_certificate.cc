#include "engine/routes/rules/listener_certificate.h"

#include <fmt/format.h>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {

Verdict listener_certificate(const kube::Listener& listener, const ListenerCertificates& found) {
  if (!found.arns.empty()) return {};
  const bool refers = listener.tls && !listener.tls->certificateRefs.empty();
  const std::string text = fmt::format(
      "{}; an NLB takes its certificates from ACM, by hostname, or by ARN from a LoadBalancerConfiguration{}",
      found.lacking, refers ? ": certificateRefs are not read" : "");
  return {
      PortState::frozen, {make_condition(condition::kResolvedRefs, false, reason::kInvalidCertificateRef, text)}, text};
}

std::string unread_references(const kube::Listener& listener, const ListenerCertificates& found) {
  const bool refers = listener.tls && !listener.tls->certificateRefs.empty();
  if (!refers || found.arns.empty()) return {};
  return fmt::format(
      "certificateRefs of listener {} are not used: an NLB takes its certificates from ACM, and serves with {}",
      listener.name, found.arns.front());
}

}  // namespace nlbsim::engine::rules
