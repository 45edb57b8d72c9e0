// Descriptions of the ACM types; see api/aws/elbv2_described.h.
#pragma once

#include <boost/describe.hpp>

#include "api/aws/acm.h"
#include "api/aws/tags_described.h"

namespace nlbsim::aws::acm {

BOOST_DESCRIBE_STRUCT(ResourceRecord, (), (Name, Type, Value))
BOOST_DESCRIBE_STRUCT(DomainValidation, (),
                      (DomainName, ValidationDomain, ValidationStatus, ResourceRecord, ValidationMethod))
BOOST_DESCRIBE_STRUCT(DomainValidationOption, (), (DomainName, ValidationDomain))
BOOST_DESCRIBE_STRUCT(CertificateOptions, (), (CertificateTransparencyLoggingPreference, Export))
BOOST_DESCRIBE_STRUCT(KeyUsage, (), (Name))
BOOST_DESCRIBE_STRUCT(ExtendedKeyUsage, (), (Name, OID))
BOOST_DESCRIBE_STRUCT(CertificateDetail, (),
                      (CertificateArn, DomainName, SubjectAlternativeNames, DomainValidationOptions, Serial, Subject,
                       Issuer, CreatedAt, IssuedAt, ImportedAt, Status, NotBefore, NotAfter, KeyAlgorithm,
                       SignatureAlgorithm, InUseBy, Type, KeyUsages, ExtendedKeyUsages, CertificateAuthorityArn,
                       RenewalEligibility, Options))
BOOST_DESCRIBE_STRUCT(CertificateSummary, (),
                      (CertificateArn, DomainName, SubjectAlternativeNameSummaries,
                       HasAdditionalSubjectAlternativeNames, Status, Type, KeyAlgorithm, KeyUsages, ExtendedKeyUsages,
                       InUse, RenewalEligibility, NotBefore, NotAfter, CreatedAt, IssuedAt, ImportedAt))
BOOST_DESCRIBE_STRUCT(Filters, (), (extendedKeyUsage, keyUsage, keyTypes))
BOOST_DESCRIBE_STRUCT(NoFields, (), ())
BOOST_DESCRIBE_STRUCT(ListCertificates::Request, (),
                      (CertificateStatuses, Includes, NextToken, MaxItems, SortBy, SortOrder))
BOOST_DESCRIBE_STRUCT(ListCertificates::Response, (), (NextToken, CertificateSummaryList))
BOOST_DESCRIBE_STRUCT(DescribeCertificate::Request, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(DescribeCertificate::Response, (), (Certificate))
BOOST_DESCRIBE_STRUCT(RequestCertificate::Request, (),
                      (DomainName, ValidationMethod, SubjectAlternativeNames, IdempotencyToken, DomainValidationOptions,
                       Options, CertificateAuthorityArn, Tags, KeyAlgorithm))
BOOST_DESCRIBE_STRUCT(RequestCertificate::Response, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(ImportCertificate::Request, (), (CertificateArn, Certificate, PrivateKey, CertificateChain, Tags))
BOOST_DESCRIBE_STRUCT(ImportCertificate::Response, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(GetCertificate::Request, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(GetCertificate::Response, (), (Certificate, CertificateChain))
BOOST_DESCRIBE_STRUCT(DeleteCertificate::Request, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(AddTagsToCertificate::Request, (), (CertificateArn, Tags))
BOOST_DESCRIBE_STRUCT(RemoveTagsFromCertificate::Request, (), (CertificateArn, Tags))
BOOST_DESCRIBE_STRUCT(ListTagsForCertificate::Request, (), (CertificateArn))
BOOST_DESCRIBE_STRUCT(ListTagsForCertificate::Response, (), (Tags))

}  // namespace nlbsim::aws::acm
