#include "engine/deploy/certificate_reader.h"

#include "api/aws/acm.h"

namespace nlbsim::engine {
namespace {

namespace acm = aws::acm;

KnownCertificate known(acm::CertificateSummary summary) {
  KnownCertificate certificate;
  certificate.arn = std::move(summary.CertificateArn);
  certificate.names = std::move(summary.SubjectAlternativeNameSummaries);
  if (certificate.names.empty()) certificate.names.push_back(std::move(summary.DomainName));
  certificate.since = summary.ImportedAt ? *summary.ImportedAt : summary.IssuedAt.value_or(sim::Instant());
  return certificate;
}

// Without a wish ACM lists RSA keys of up to 2048 bits alone.
acm::ListCertificates::Request all_issued() {
  acm::ListCertificates::Request request;
  request.CertificateStatuses.emplace_back("ISSUED");
  acm::Filters filters;
  filters.keyTypes = {"RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"};
  request.Includes = std::move(filters);
  return request;
}

template <class Op>
CertificateInventoryRef failed(sim::Error error) {
  error.origin = Op::info().name;
  auto inventory = std::make_shared<CertificateInventory>();
  inventory->error = std::move(error);
  return inventory;
}

}  // namespace

sim::Task<CertificateInventoryRef> read_certificates(const Context& context, sim::RecordId cause) {
  auto inventory = std::make_shared<CertificateInventory>();
  acm::ListCertificates::Request request = all_issued();
  do {
    auto answer = co_await api::call<acm::ListCertificates>(context.acm, context.call(cause), request);
    if (!answer) co_return failed<acm::ListCertificates>(std::move(answer.error()));
    request.NextToken = answer->NextToken;
    for (acm::CertificateSummary& summary : answer->CertificateSummaryList) {
      const bool cut = summary.HasAdditionalSubjectAlternativeNames;
      KnownCertificate& certificate = inventory->certificates.emplace_back(known(std::move(summary)));
      if (!cut) continue;
      acm::DescribeCertificate::Request whole;
      whole.CertificateArn = certificate.arn;
      auto described = co_await api::call<acm::DescribeCertificate>(context.acm, context.call(cause), std::move(whole));
      if (!described) co_return failed<acm::DescribeCertificate>(std::move(described.error()));
      certificate.names = std::move(described->Certificate.SubjectAlternativeNames);
    }
  } while (!request.NextToken.empty());
  co_return inventory;
}

}  // namespace nlbsim::engine
