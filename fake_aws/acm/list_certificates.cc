#include <algorithm>
#include <array>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/acm/issue.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;

namespace {

constexpr std::array<std::string_view, 7> kStatuses{"PENDING_VALIDATION",   "ISSUED",  "INACTIVE", "EXPIRED",
                                                    "VALIDATION_TIMED_OUT", "REVOKED", "FAILED"};
// As filters have them; descriptions write RSA-2048.
constexpr std::array<std::string_view, 7> kKeyTypes{"RSA_1024",      "RSA_2048",     "RSA_3072",    "RSA_4096",
                                                    "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"};
constexpr std::int32_t kMaxItems = 1000;

Result<void> check(const acm::ListCertificates::Request& request) {
  for (const std::string& status : request.CertificateStatuses)
    if (std::ranges::find(kStatuses, status) == kStatuses.end())
      return validation_exception("certificateStatuses", status, "Member must satisfy enum value set");
  if (request.Includes)
    for (const std::string& type : request.Includes->keyTypes)
      if (std::ranges::find(kKeyTypes, type) == kKeyTypes.end())
        return validation_exception("includes.keyTypes", type, "Member must satisfy enum value set");
  if (request.MaxItems && (*request.MaxItems < 1 || *request.MaxItems > kMaxItems))
    return validation_exception("maxItems", std::to_string(*request.MaxItems), "Member must be a value from 1 to 1000");
  return {};
}

// Without a wish for key types only those with RSA keys of up to 2048 bits are listed.
bool has_key_type(const acm::CertificateDetail& d, const std::optional<acm::Filters>& includes) {
  std::string type = d.KeyAlgorithm;
  std::ranges::replace(type, '-', '_');
  if (includes && !includes->keyTypes.empty())
    return std::ranges::find(includes->keyTypes, type) != includes->keyTypes.end();
  return type == "RSA_1024" || type == "RSA_2048";
}

acm::CertificateSummary summary(const LoadBalancing& load_balancing, const acm::CertificateDetail& d) {
  acm::CertificateSummary out;
  out.CertificateArn = d.CertificateArn;
  out.DomainName = d.DomainName;
  out.SubjectAlternativeNameSummaries = d.SubjectAlternativeNames;
  out.Status = d.Status;
  out.Type = d.Type;
  out.KeyAlgorithm = d.KeyAlgorithm;
  for (const acm::KeyUsage& usage : d.KeyUsages) out.KeyUsages.push_back(usage.Name);
  for (const acm::ExtendedKeyUsage& usage : d.ExtendedKeyUsages) out.ExtendedKeyUsages.push_back(usage.Name);
  out.InUse = !users_of_certificate(load_balancing, d.CertificateArn).empty();
  out.RenewalEligibility = d.RenewalEligibility;
  out.NotBefore = d.NotBefore;
  out.NotAfter = d.NotAfter;
  out.CreatedAt = d.CreatedAt;
  out.IssuedAt = d.IssuedAt;
  out.ImportedAt = d.ImportedAt;
  return out;
}

}  // namespace

// By ARN; a token is the last ARN of the page before.
template <>
Answer<acm::ListCertificates> act<acm::ListCertificates>(const ActionContext& context,
                                                         const acm::ListCertificates::Request& request) {
  if (auto valid = check(request); !valid) return sim::forward(valid.error());
  acm::ListCertificates::Response response;
  std::int32_t room = request.MaxItems.value_or(kMaxItems);
  const auto& all = context.state.certificates.by_arn;
  for (auto at = all.upper_bound(request.NextToken); at != all.end(); ++at) {
    const acm::CertificateDetail& d = at->second.description;
    const auto& statuses = request.CertificateStatuses;
    const bool asked = statuses.empty() || std::ranges::find(statuses, d.Status) != statuses.end();
    if (!asked || !has_key_type(d, request.Includes)) continue;
    if (room-- == 0) {
      response.NextToken = response.CertificateSummaryList.back().CertificateArn;
      break;
    }
    response.CertificateSummaryList.push_back(summary(context.state.load_balancing, d));
  }
  return response;
}

}  // namespace nlbsim::fake_aws
