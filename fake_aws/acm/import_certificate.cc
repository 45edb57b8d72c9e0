// ImportCertificate and GetCertificate: certificates that are brought along.
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/acm/x509.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;
namespace code = aws::code;

namespace {

struct Material {
  std::string certificate;
  std::string chain;
  ParsedCertificate parsed;
};

// Everything that is wrong with what was sent.
Result<Material> check(const ActionContext& context, const acm::ImportCertificate::Request& request) {
  const auto missing = [](std::string_view member) {
    return refuse(code::kValidationException, "1 validation error detected: Value null at '" + std::string(member) +
                                                  "' failed to satisfy constraint: Member must not be null");
  };
  if (request.Certificate.empty()) return missing("certificate");
  if (request.PrivateKey.empty()) return missing("privateKey");
  const auto certificate = decode_base64(request.Certificate);
  const auto key = decode_base64(request.PrivateKey);
  const auto chain = decode_base64(request.CertificateChain);
  if (!certificate || !key || !chain)
    return refuse(code::kValidationException, "The certificate, private key or chain is not base64");
  auto parsed = parse_certificate(*certificate);
  if (!parsed)
    return refuse(
        code::kValidationException,
        "The certificate field contains more than one certificate or is not a PEM-encoded X.509 certificate.");
  switch (match_key(*certificate, *key)) {
    case KeyMatch::unreadable: return refuse(code::kValidationException, "The private key is not supported.");
    case KeyMatch::different:
      return refuse(code::kValidationException, "The private key does not match the public key of the certificate.");
    case KeyMatch::same: break;
  }
  if (parsed->not_before > context.now())
    return refuse(code::kValidationException, "The certificate is not valid until a time in the future.");
  if (parsed->not_after <= context.now()) return refuse(code::kValidationException, "The certificate has expired.");
  if (!chain->empty() && !parse_certificate(*chain))
    return refuse(code::kValidationException, "The certificate chain is not PEM-encoded.");
  return Material{*certificate, *chain, std::move(*parsed)};
}

void describe(acm::CertificateDetail& d, const ParsedCertificate& parsed) {
  d.DomainName = parsed.common_name;
  d.SubjectAlternativeNames = parsed.names;
  d.Serial = parsed.serial;
  d.Subject = parsed.subject;
  d.Issuer = parsed.issuer;
  d.NotBefore = parsed.not_before;
  d.NotAfter = parsed.not_after;
  d.KeyAlgorithm = parsed.key_algorithm;
  d.SignatureAlgorithm = parsed.key_algorithm.starts_with("EC") ? "SHA256WITHECDSA" : "SHA256WITHRSA";
  d.Status = "ISSUED";
  d.Type = "IMPORTED";
  d.RenewalEligibility = "INELIGIBLE";
  d.Options = acm::CertificateOptions{"DISABLED", {}};
}

}  // namespace

template <>
Answer<acm::ImportCertificate> act<acm::ImportCertificate>(const ActionContext& context,
                                                           const acm::ImportCertificate::Request& request) {
  Certificates& certificates = context.state.certificates;
  CertificateEntry* again = nullptr;
  if (!request.CertificateArn.empty()) {
    const auto found = find_certificate(context, request.CertificateArn);
    if (!found) return sim::forward(found.error());
    again = *found;
    if (again->description.Type != "IMPORTED")
      return refuse(code::kValidationException, "Only a certificate that was imported can be imported again");
    if (!request.Tags.empty())
      return refuse(code::kValidationException, "Tags cannot be given when a certificate is imported again");
  }
  auto material = check(context, request);
  if (!material) return sim::forward(material.error());
  if (auto valid = check_certificate_tags(context, request.Tags); !valid) return sim::forward(valid.error());
  if (!again && certificates.by_arn.size() >= context.settings.quotas.certificates)
    return refuse(code::kLimitExceededException,
                  "The maximum number of certificates is " + std::to_string(context.settings.quotas.certificates));

  std::string arn = request.CertificateArn;
  if (!again) {
    const std::uint64_t id = certificates.ids.next("certificate", material->parsed.serial);
    arn = "arn:aws:acm:" + context.settings.region + ":" + context.settings.account + ":certificate/" + sim::uuid(id);
    again = &certificates.by_arn[arn];
    again->tags = aws::to_map(request.Tags);
    again->description.CreatedAt = context.now();
  }
  acm::CertificateDetail& d = again->description;
  d.CertificateArn = arn;
  d.ImportedAt = context.now();
  describe(d, material->parsed);
  again->body = std::move(material->certificate);
  again->chain = std::move(material->chain);
  context.record("Certificate", arn, request.CertificateArn.empty() ? "created" : "modified");
  return acm::ImportCertificate::Response{arn};
}

template <>
Answer<acm::GetCertificate> act<acm::GetCertificate>(const ActionContext& context,
                                                     const acm::GetCertificate::Request& request) {
  const auto found = find_certificate(context, request.CertificateArn);
  if (!found) return sim::forward(found.error());
  if ((*found)->description.Status != "ISSUED" || (*found)->body.empty())
    return refuse(code::kRequestInProgressException,
                  "The certificate request is in progress: there is no certificate body yet.");
  return acm::GetCertificate::Response{(*found)->body, (*found)->chain};
}

}  // namespace nlbsim::fake_aws
