#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/acm/issue.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;
namespace code = aws::code;

namespace {

using Request = acm::RequestCertificate::Request;

constexpr std::array<std::string_view, 6> kKeyAlgorithms{"RSA_2048",      "RSA_3072",     "RSA_4096",
                                                         "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"};

bool allowed(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c >= 'A' && c <= 'Z'); }

// Labels of letters, digits and hyphens; the first may be a wildcard; at least two of them.
bool is_domain(std::string_view name) {
  constexpr std::size_t kMaxName = 253;
  constexpr std::size_t kMaxLabel = 63;
  if (name.empty() || name.size() > kMaxName || name.find('.') == name.npos) return false;
  bool first = true;
  while (true) {
    const auto dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    const bool wildcard = first && label == "*" && dot != name.npos;
    if (!wildcard && (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-' ||
                      !std::ranges::all_of(label, allowed)))
      return false;
    if (dot == name.npos) return true;
    name.remove_prefix(dot + 1);
    first = false;
  }
}

Result<void> check(const ActionContext& context, const Request& request) {
  if (request.DomainName.empty())
    return refuse(code::kValidationException,
                  "1 validation error detected: Value null at 'domainName' failed to satisfy constraint: Member must "
                  "not be null");
  std::vector<std::string> names = request.SubjectAlternativeNames;
  names.insert(names.begin(), request.DomainName);
  for (const std::string& name : names)
    if (!is_domain(name)) return validation_exception("domainName", name, "Member must be a domain name");
  if (names.size() > context.settings.quotas.names_per_certificate)
    return refuse(code::kLimitExceededException, "The maximum number of domain names in a certificate is " +
                                                     std::to_string(context.settings.quotas.names_per_certificate));
  const std::string& method = request.ValidationMethod;
  if (!method.empty() && method != "DNS" && method != "EMAIL" && method != "HTTP")
    return validation_exception("validationMethod", method, "Member must satisfy enum value set: [EMAIL, DNS, HTTP]");
  if (!request.KeyAlgorithm.empty() && std::ranges::find(kKeyAlgorithms, request.KeyAlgorithm) == kKeyAlgorithms.end())
    return validation_exception("keyAlgorithm", request.KeyAlgorithm, "Member must satisfy enum value set");
  return check_certificate_tags(context, request.Tags);
}

// The record that proves the domain: the same for a name and its wildcard.
acm::DomainValidation validation_of(const ActionContext& context, const std::string& name, const std::string& method) {
  acm::DomainValidation out;
  out.DomainName = name;
  out.ValidationDomain = name;
  out.ValidationStatus = "PENDING_VALIDATION";
  out.ValidationMethod = method;
  if (method != "DNS") return out;
  const std::string base = name.starts_with("*.") ? name.substr(2) : name;
  sim::Hasher hasher;
  const std::uint64_t id = hasher.add("acm-validation").add(context.settings.account).add(base).digest();
  constexpr int kDigits = 32;
  const std::string digits = sim::hex_id(id, kDigits);
  out.ResourceRecord = acm::ResourceRecord{"_" + digits + "." + base + ".", "CNAME",
                                           "_" + sim::hex_id(~id, kDigits) + ".acm-validations.aws."};
  return out;
}

}  // namespace

template <>
Answer<acm::RequestCertificate> act<acm::RequestCertificate>(const ActionContext& context, const Request& request) {
  if (auto valid = check(context, request); !valid) return sim::forward(valid.error());
  Certificates& certificates = context.state.certificates;
  // The same request with the same token is the same certificate.
  for (const auto& [arn, entry] : certificates.by_arn)
    if (!request.IdempotencyToken.empty() && entry.idempotency_token == request.IdempotencyToken &&
        entry.description.DomainName == request.DomainName)
      return acm::RequestCertificate::Response{arn};
  if (certificates.by_arn.size() >= context.settings.quotas.certificates)
    return refuse(code::kLimitExceededException,
                  "The maximum number of certificates is " + std::to_string(context.settings.quotas.certificates));

  const std::uint64_t id = certificates.ids.next("certificate", request.DomainName);
  const std::string arn =
      "arn:aws:acm:" + context.settings.region + ":" + context.settings.account + ":certificate/" + sim::uuid(id);
  CertificateEntry entry;
  entry.idempotency_token = request.IdempotencyToken;
  entry.tags = aws::to_map(request.Tags);
  acm::CertificateDetail& d = entry.description;
  d.CertificateArn = arn;
  d.DomainName = request.DomainName;
  d.SubjectAlternativeNames = {request.DomainName};
  for (const std::string& name : request.SubjectAlternativeNames)
    if (name != request.DomainName) d.SubjectAlternativeNames.push_back(name);
  const std::string method = request.ValidationMethod.empty() ? "EMAIL" : request.ValidationMethod;
  for (const std::string& name : d.SubjectAlternativeNames)
    d.DomainValidationOptions.push_back(validation_of(context, name, method));
  d.CreatedAt = context.now();
  d.Status = "PENDING_VALIDATION";
  d.Type = "AMAZON_ISSUED";
  d.KeyAlgorithm = request.KeyAlgorithm.empty() ? "RSA-2048" : request.KeyAlgorithm;
  std::ranges::replace(d.KeyAlgorithm, '_', '-');
  d.Subject = "CN=" + request.DomainName;
  d.RenewalEligibility = "INELIGIBLE";
  d.Options = request.Options.value_or(acm::CertificateOptions{"ENABLED", {}});
  if (d.Options->CertificateTransparencyLoggingPreference.empty())
    d.Options->CertificateTransparencyLoggingPreference = "ENABLED";
  const Duration takes = context.draw(context.settings.timing.certificate_validation, "Certificate", "validation");
  entry.validation = context.state.timetable.schedule(context.now() + takes, {Due::Kind::certificate_issued, arn});
  certificates.by_arn.emplace(arn, std::move(entry));
  context.record("Certificate", arn, "created");
  return acm::RequestCertificate::Response{arn};
}

}  // namespace nlbsim::fake_aws
