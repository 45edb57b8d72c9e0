#include "fake_aws/acm/issue.h"

#include <algorithm>
#include <set>

namespace nlbsim::fake_aws {

namespace {

constexpr Duration kLifetime = std::chrono::hours{395 * 24};  // of what ACM issues

}  // namespace

void issue_certificate(const ActionContext& context, std::string_view arn) {
  CertificateEntry& entry = context.state.certificates.by_arn.find(arn)->second;
  aws::acm::CertificateDetail& d = entry.description;
  entry.validation.reset();
  for (aws::acm::DomainValidation& one : d.DomainValidationOptions) one.ValidationStatus = "SUCCESS";
  const std::string before = d.Status;
  d.Status = "ISSUED";
  d.IssuedAt = context.now();
  d.NotBefore = context.now();
  d.NotAfter = context.now() + kLifetime;
  d.RenewalEligibility = "INELIGIBLE";  // until something uses it
  d.Issuer = "Amazon";
  d.SignatureAlgorithm = "SHA256WITHRSA";
  context.record("Certificate", std::string(arn), d.Status, before);
}

std::vector<std::string> users_of_certificate(const LoadBalancing& load_balancing, std::string_view arn) {
  std::set<std::string> users;
  for (const auto& [listener_arn, listener] : load_balancing.listeners) {
    const auto& own = listener.description.Certificates;
    const bool uses = listener.more_certificates.contains(arn) ||
                      std::ranges::find(own, arn, &aws::Certificate::CertificateArn) != own.end();
    if (uses) users.insert(listener.description.LoadBalancerArn);
  }
  return {users.begin(), users.end()};
}

}  // namespace nlbsim::fake_aws
