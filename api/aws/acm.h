// AWS Certificate Manager (API version 2015-12-08): what a load balancer's certificates need. Conventions as in
// api/aws/operation.h. Certificates, keys and chains are base64, as JSON carries them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/operation.h"
#include "api/aws/tags.h"
#include "sim/time.h"

namespace nlbsim::aws::acm {

struct ResourceRecord {
  std::string Name, Type, Value;
  bool operator==(const ResourceRecord&) const = default;
};
struct DomainValidation {
  std::string DomainName, ValidationDomain, ValidationStatus;  // PENDING_VALIDATION, SUCCESS
  std::optional<acm::ResourceRecord> ResourceRecord;
  std::string ValidationMethod;  // DNS, EMAIL
  bool operator==(const DomainValidation&) const = default;
};
struct DomainValidationOption {
  std::string DomainName, ValidationDomain;
  bool operator==(const DomainValidationOption&) const = default;
};
struct CertificateOptions {
  std::string CertificateTransparencyLoggingPreference, Export;
  bool operator==(const CertificateOptions&) const = default;
};
struct KeyUsage {
  std::string Name;
  bool operator==(const KeyUsage&) const = default;
};
struct ExtendedKeyUsage {
  std::string Name, OID;
  bool operator==(const ExtendedKeyUsage&) const = default;
};
struct CertificateDetail {
  std::string CertificateArn, DomainName;
  std::vector<std::string> SubjectAlternativeNames;
  std::vector<DomainValidation> DomainValidationOptions;
  std::string Serial, Subject, Issuer;
  std::optional<sim::Instant> CreatedAt, IssuedAt, ImportedAt;
  std::string Status;  // PENDING_VALIDATION, ISSUED, EXPIRED, ...
  std::optional<sim::Instant> NotBefore, NotAfter;
  std::string KeyAlgorithm, SignatureAlgorithm;
  std::vector<std::string> InUseBy;
  std::string Type;  // AMAZON_ISSUED, IMPORTED
  std::vector<KeyUsage> KeyUsages;
  std::vector<ExtendedKeyUsage> ExtendedKeyUsages;
  std::string CertificateAuthorityArn, RenewalEligibility;
  std::optional<CertificateOptions> Options;
};
struct CertificateSummary {
  std::string CertificateArn, DomainName;
  std::vector<std::string> SubjectAlternativeNameSummaries;
  bool HasAdditionalSubjectAlternativeNames = false;
  std::string Status, Type, KeyAlgorithm;
  std::vector<std::string> KeyUsages, ExtendedKeyUsages;
  bool InUse = false;
  std::string RenewalEligibility;
  std::optional<sim::Instant> NotBefore, NotAfter, CreatedAt, IssuedAt, ImportedAt;
};
struct Filters {
  std::vector<std::string> extendedKeyUsage, keyUsage, keyTypes;
};
struct NoFields {};

struct ListCertificates : Operation<ListCertificates, kAcm> {
  static constexpr std::string_view kName = "ListCertificates";
  struct Request {
    std::vector<std::string> CertificateStatuses;
    std::optional<Filters> Includes;
    std::string NextToken;
    std::optional<std::int32_t> MaxItems;
    std::string SortBy, SortOrder;
  };
  struct Response {
    std::string NextToken;
    std::vector<CertificateSummary> CertificateSummaryList;
  };
};
struct DescribeCertificate : Operation<DescribeCertificate, kAcm> {
  static constexpr std::string_view kName = "DescribeCertificate";
  struct Request {
    std::string CertificateArn;
  };
  struct Response {
    CertificateDetail Certificate;
  };
};
struct RequestCertificate : Operation<RequestCertificate, kAcm> {
  static constexpr std::string_view kName = "RequestCertificate";
  struct Request {
    std::string DomainName, ValidationMethod;
    std::vector<std::string> SubjectAlternativeNames;
    std::string IdempotencyToken;
    std::vector<DomainValidationOption> DomainValidationOptions;
    std::optional<CertificateOptions> Options;
    std::string CertificateAuthorityArn;
    std::vector<Tag> Tags;
    std::string KeyAlgorithm;
  };
  struct Response {
    std::string CertificateArn;
  };
};
struct ImportCertificate : Operation<ImportCertificate, kAcm> {
  static constexpr std::string_view kName = "ImportCertificate";
  struct Request {
    std::string CertificateArn, Certificate, PrivateKey, CertificateChain;
    std::vector<Tag> Tags;
  };
  struct Response {
    std::string CertificateArn;
  };
};
struct GetCertificate : Operation<GetCertificate, kAcm> {
  static constexpr std::string_view kName = "GetCertificate";
  struct Request {
    std::string CertificateArn;
  };
  struct Response {
    std::string Certificate, CertificateChain;
  };
};
struct DeleteCertificate : Operation<DeleteCertificate, kAcm> {
  static constexpr std::string_view kName = "DeleteCertificate";
  struct Request {
    std::string CertificateArn;
  };
  using Response = NoFields;
};
struct AddTagsToCertificate : Operation<AddTagsToCertificate, kAcm> {
  static constexpr std::string_view kName = "AddTagsToCertificate";
  struct Request {
    std::string CertificateArn;
    std::vector<Tag> Tags;
  };
  using Response = NoFields;
};
struct RemoveTagsFromCertificate : Operation<RemoveTagsFromCertificate, kAcm> {
  static constexpr std::string_view kName = "RemoveTagsFromCertificate";
  struct Request {
    std::string CertificateArn;
    std::vector<Tag> Tags;
  };
  using Response = NoFields;
};
struct ListTagsForCertificate : Operation<ListTagsForCertificate, kAcm> {
  static constexpr std::string_view kName = "ListTagsForCertificate";
  struct Request {
    std::string CertificateArn;
  };
  struct Response {
    std::vector<Tag> Tags;
  };
};

}  // namespace nlbsim::aws::acm
