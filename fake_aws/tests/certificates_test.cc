// Certificates from their request to the listener that shows them, and the reads that answer with nothing.
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "api/aws/acm.h"
#include "api/aws/elbv2_more.h"
#include "api/aws/tagging.h"
#include "fake_aws/acm/x509.h"
#include "fake_aws/tests/fixture.h"

namespace nlbsim::fake_aws {
namespace {

namespace acm = aws::acm;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class CertificatesTest : public AccountTest {
 protected:
  CertificatesTest() : AccountTest(Settings::instant()) {}

  static acm::RequestCertificate::Request request_for(std::string domain, std::vector<std::string> names = {}) {
    acm::RequestCertificate::Request request;
    request.DomainName = std::move(domain);
    request.ValidationMethod = "DNS";
    request.SubjectAlternativeNames = std::move(names);
    return request;
  }
  std::string issued(std::string domain) {
    std::string arn = ok<acm::RequestCertificate>(request_for(std::move(domain))).CertificateArn;
    pass(std::chrono::seconds{1});
    return arn;
  }
  acm::CertificateDetail describe(const std::string& arn) { return ok<acm::DescribeCertificate>({arn}).Certificate; }
  std::vector<std::string> listed(acm::ListCertificates::Request request = {}) {
    std::vector<std::string> names;
    for (const auto& summary : ok<acm::ListCertificates>(request).CertificateSummaryList)
      names.push_back(summary.DomainName);
    return names;
  }
  std::string tls_listener(const std::string& certificate) {
    const std::string lb = create_load_balancer();
    aws::CreateListener::Request request = listener_request(lb, create_target_group(), 443);
    request.Protocol = "TLS";
    request.Certificates = {{certificate, std::nullopt}};
    return ok<aws::CreateListener>(request).Listeners.at(0).ListenerArn;
  }
};

TEST_F(CertificatesTest, ARequestedOneIsIssuedByItself) {
  account.settings().timing.certificate_validation = fixed_duration(std::chrono::seconds{1});
  const std::string arn =
      ok<acm::RequestCertificate>(request_for("shop.example.com", {"*.shop.example.com"})).CertificateArn;
  const acm::CertificateDetail pending = describe(arn);
  EXPECT_EQ(pending.Status, "PENDING_VALIDATION");
  ASSERT_THAT(pending.DomainValidationOptions, SizeIs(2));
  ASSERT_TRUE(pending.DomainValidationOptions[0].ResourceRecord);
  EXPECT_EQ(pending.DomainValidationOptions[0].ResourceRecord->Type, "CNAME");
  // One record proves a name and its wildcard.
  EXPECT_EQ(pending.DomainValidationOptions[0].ResourceRecord, pending.DomainValidationOptions[1].ResourceRecord);
  pass(std::chrono::seconds{1});
  const acm::CertificateDetail done = describe(arn);
  EXPECT_EQ(done.Status, "ISSUED");
  EXPECT_EQ(done.DomainValidationOptions[0].ValidationStatus, "SUCCESS");
  EXPECT_TRUE(done.NotAfter);
  EXPECT_THAT(done.SubjectAlternativeNames, ElementsAre("shop.example.com", "*.shop.example.com"));
}

TEST_F(CertificatesTest, ATokenMakesARequestTheSame) {
  acm::RequestCertificate::Request request = request_for("a.example.com");
  request.IdempotencyToken = "t1";
  const std::string arn = ok<acm::RequestCertificate>(request).CertificateArn;
  EXPECT_EQ(ok<acm::RequestCertificate>(request).CertificateArn, arn);
  request.IdempotencyToken = "t2";
  EXPECT_NE(ok<acm::RequestCertificate>(request).CertificateArn, arn);
}

TEST_F(CertificatesTest, ListsByStatusAndKeyType) {
  issued("rsa.example.com");
  account.settings().timing.certificate_validation = fixed_duration(std::chrono::hours{1});
  acm::RequestCertificate::Request curve = request_for("curve.example.com");
  curve.KeyAlgorithm = "EC_prime256v1";
  ok<acm::RequestCertificate>(curve);
  EXPECT_THAT(listed(), ElementsAre("rsa.example.com"));
  acm::ListCertificates::Request all;
  all.Includes.emplace().keyTypes = {"RSA_2048", "EC_prime256v1"};
  EXPECT_THAT(listed(all), SizeIs(2));
  all.CertificateStatuses = {"PENDING_VALIDATION"};
  EXPECT_THAT(listed(all), ElementsAre("curve.example.com"));
  all.CertificateStatuses = {"GREEN"};
  EXPECT_EQ(error<acm::ListCertificates>(all), "ValidationException");
  acm::ListCertificates::Request page;
  page.Includes.emplace().keyTypes = {"RSA_2048", "EC_prime256v1"};
  page.MaxItems = 1;
  const auto first = ok<acm::ListCertificates>(page);
  EXPECT_THAT(first.CertificateSummaryList, SizeIs(1));
  page.NextToken = first.NextToken;
  const auto second = ok<acm::ListCertificates>(page);
  EXPECT_THAT(second.CertificateSummaryList, SizeIs(1));
  EXPECT_EQ(second.NextToken, "");
  EXPECT_NE(second.CertificateSummaryList[0].CertificateArn, first.CertificateSummaryList[0].CertificateArn);
}

TEST_F(CertificatesTest, InUseItCannotGo) {
  const std::string arn = issued("a.example.com");
  const std::string listener = tls_listener(arn);
  const std::string lb = ok<aws::DescribeListeners>({{}, {listener}, {}, {}}).Listeners.at(0).LoadBalancerArn;
  EXPECT_THAT(describe(arn).InUseBy, ElementsAre(lb));
  EXPECT_EQ(error<acm::DeleteCertificate>({arn}), "ResourceInUseException");
  ok<aws::DeleteListener>({listener});
  EXPECT_THAT(describe(arn).InUseBy, IsEmpty());
  ok<acm::DeleteCertificate>({arn});
  EXPECT_EQ(error<acm::DescribeCertificate>({arn}), "ResourceNotFoundException");
  EXPECT_EQ(error<acm::DescribeCertificate>({"nonsense"}), "InvalidArnException");
  EXPECT_EQ(error<acm::DescribeCertificate>({}), "ValidationException");
}

TEST_F(CertificatesTest, TagsAreKept) {
  acm::RequestCertificate::Request request = request_for("a.example.com");
  request.Tags = {{"team", "net"}};
  const std::string arn = ok<acm::RequestCertificate>(request).CertificateArn;
  ok<acm::AddTagsToCertificate>({arn, {{"stage", "test"}}});
  EXPECT_EQ(ok<acm::ListTagsForCertificate>({arn}).Tags, (std::vector<aws::Tag>{{"stage", "test"}, {"team", "net"}}));
  ok<acm::RemoveTagsFromCertificate>({arn, {{"team", "other"}}});  // another value: stays
  ok<acm::RemoveTagsFromCertificate>({arn, {{"stage", {}}}});
  EXPECT_EQ(ok<acm::ListTagsForCertificate>({arn}).Tags, (std::vector<aws::Tag>{{"team", "net"}}));
  EXPECT_EQ(error<acm::AddTagsToCertificate>({arn, {{"aws:x", {}}}}), "InvalidTagException");
}

TEST_F(CertificatesTest, AListenerChoosesAmongSeveral) {
  const std::string standard = issued("a.example.com");
  const std::string more = issued("b.example.com");
  const std::string listener = tls_listener(standard);
  ok<aws::AddListenerCertificates>({listener, {{more, std::nullopt}}});
  ok<aws::AddListenerCertificates>({listener, {{more, std::nullopt}}});  // twice is fine
  const auto all = ok<aws::DescribeListenerCertificates>({listener, {}, {}}).Certificates;
  EXPECT_EQ(all, (std::vector<aws::Certificate>{{standard, true}, {more, false}}));
  const auto page = ok<aws::DescribeListenerCertificates>({listener, {}, 1});
  EXPECT_EQ(page.Certificates, (std::vector<aws::Certificate>{{standard, true}}));
  EXPECT_EQ(ok<aws::DescribeListenerCertificates>({listener, page.NextMarker, 1}).Certificates,
            (std::vector<aws::Certificate>{{more, false}}));
  EXPECT_THAT(describe(more).InUseBy, SizeIs(1));
  EXPECT_EQ(error<aws::RemoveListenerCertificates>({listener, {{standard, std::nullopt}}}), "OperationNotPermitted");
  ok<aws::RemoveListenerCertificates>({listener, {{more, std::nullopt}}});
  EXPECT_THAT(describe(more).InUseBy, IsEmpty());
  EXPECT_EQ(error<aws::AddListenerCertificates>(
                {listener, {{"arn:aws:acm:us-west-2:123456789012:certificate/none", std::nullopt}}}),
            "CertificateNotFound");
  const std::string plain = create_listener(create_load_balancer("plain"), create_target_group("plain"));
  EXPECT_EQ(error<aws::AddListenerCertificates>({plain, {{more, std::nullopt}}}), "OperationNotPermitted");
}

TEST_F(CertificatesTest, AListenerWantsOneThatIsIssued) {
  const std::string pending = ok<acm::RequestCertificate>(request_for("late.example.com")).CertificateArn;
  // Not a moment has passed.
  account.settings().timing.certificate_validation = fixed_duration(std::chrono::hours{1});
  const std::string later = ok<acm::RequestCertificate>(request_for("later.example.com")).CertificateArn;
  aws::CreateListener::Request request = listener_request(create_load_balancer(), create_target_group(), 443);
  request.Protocol = "TLS";
  request.Certificates = {{later, std::nullopt}};
  EXPECT_EQ(error<aws::CreateListener>(request), "UnsupportedCertificate");
  EXPECT_EQ(describe(pending).Status, "ISSUED");
}

// ---- imported ones ----

struct Pair {
  std::string certificate;
  std::string key;
};

template <auto release>
struct With {
  template <class T>
  void operator()(T* p) const {
    release(p);
  }
};

std::string pem_of(int (*write)(BIO*, void*), void* object) {
  const std::unique_ptr<BIO, With<BIO_free>> out(BIO_new(BIO_s_mem()));
  EXPECT_EQ(write(out.get(), object), 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

// Self-signed, for that name, valid through 2026.
Pair make_pair(const char* name) {
  const std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>> key(EVP_EC_gen("P-256"));
  const std::unique_ptr<X509, With<X509_free>> certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 4711);
  ASN1_TIME_set_string(X509_getm_notBefore(certificate.get()), "20251201000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), "20270101000000Z");
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const auto write_certificate = [](BIO* out, void* p) { return PEM_write_bio_X509(out, static_cast<X509*>(p)); };
  const auto write_key = [](BIO* out, void* p) {
    return PEM_write_bio_PrivateKey(out, static_cast<EVP_PKEY*>(p), nullptr, nullptr, 0, nullptr, nullptr);
  };
  return {pem_of(write_certificate, certificate.get()), pem_of(write_key, key.get())};
}

TEST_F(CertificatesTest, AnImportedOneIsRead) {
  const Pair pair = make_pair("imported.example.com");
  acm::ImportCertificate::Request request;
  request.Certificate = encode_base64(pair.certificate);
  request.PrivateKey = encode_base64(pair.key);
  const std::string arn = ok<acm::ImportCertificate>(request).CertificateArn;
  const acm::CertificateDetail d = describe(arn);
  EXPECT_EQ(d.DomainName, "imported.example.com");
  EXPECT_EQ(d.Type, "IMPORTED");
  EXPECT_EQ(d.Status, "ISSUED");
  EXPECT_EQ(d.KeyAlgorithm, "EC-prime256v1");
  EXPECT_EQ(d.Serial, "12:67");
  EXPECT_EQ(d.NotAfter, sim::Instant{std::chrono::seconds{1798761600}});
  EXPECT_EQ(ok<acm::GetCertificate>({arn}).Certificate, pair.certificate);
  const Pair other = make_pair("other.example.com");
  request.CertificateArn = arn;
  request.PrivateKey = encode_base64(other.key);
  EXPECT_EQ(error<acm::ImportCertificate>(request), "ValidationException");
  request.Certificate = encode_base64(other.certificate);
  EXPECT_EQ(ok<acm::ImportCertificate>(request).CertificateArn, arn);
  EXPECT_EQ(describe(arn).DomainName, "other.example.com");
  request.Certificate = encode_base64("no certificate");
  EXPECT_EQ(error<acm::ImportCertificate>(request), "ValidationException");
  request.Certificate = "***";
  EXPECT_EQ(error<acm::ImportCertificate>(request), "ValidationException");
}

// ---- reads that other tools make ----

TEST_F(CertificatesTest, TaggedResourcesAreFound) {
  aws::CreateLoadBalancer::Request request = load_balancer_request();
  request.Tags = {{"team", "net"}};
  const std::string lb = ok<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  create_target_group();  // without tags
  aws::tagging::GetResources::Request by_tag;
  by_tag.TagFilters = {{"team", {"net", "web"}}};
  const auto found = ok<aws::tagging::GetResources>(by_tag);
  ASSERT_THAT(found.ResourceTagMappingList, SizeIs(1));
  EXPECT_EQ(found.ResourceTagMappingList[0].ResourceARN, lb);
  EXPECT_EQ(found.PaginationToken, "");
  by_tag.ResourceTypeFilters = {"elasticloadbalancing:targetgroup"};
  EXPECT_THAT(ok<aws::tagging::GetResources>(by_tag).ResourceTagMappingList, IsEmpty());
  aws::tagging::GetResources::Request paged;
  paged.ResourcesPerPage = 2;
  std::set<std::string> all;
  std::size_t pages = 0;
  do {
    const auto page = ok<aws::tagging::GetResources>(paged);
    for (const auto& one : page.ResourceTagMappingList) EXPECT_TRUE(all.insert(one.ResourceARN).second);
    paged.PaginationToken = page.PaginationToken;
    ++pages;
  } while (!paged.PaginationToken.empty());
  EXPECT_GT(pages, 2U);
  EXPECT_TRUE(all.contains(lb));
  EXPECT_TRUE(all.contains("arn:aws:ec2:us-west-2:123456789012:vpc/" + network.vpc_id));
  by_tag.TagFilters = {{{}, {}}};
  EXPECT_EQ(error<aws::tagging::GetResources>(by_tag), "InvalidParameterException");
}

TEST_F(CertificatesTest, LimitsAndPolicies) {
  account.settings().quotas.load_balancers = 7;
  std::string limit;
  for (const aws::Limit& one : ok<aws::DescribeAccountLimits>({}).Limits)
    if (one.Name == "network-load-balancers") limit = one.Max;
  EXPECT_EQ(limit, "7");
  const auto policies =
      ok<aws::DescribeSSLPolicies>({{"ELBSecurityPolicy-TLS13-1-2-Res-2021-06"}, {}, {}, {}}).SslPolicies;
  ASSERT_THAT(policies, SizeIs(1));
  EXPECT_THAT(policies[0].SslProtocols, ElementsAre("TLSv1.2", "TLSv1.3"));
  EXPECT_EQ(policies[0].Ciphers.at(0).Name, "TLS_AES_128_GCM_SHA256");
  EXPECT_THAT(policies[0].Ciphers, SizeIs(7));
  EXPECT_EQ(error<aws::DescribeSSLPolicies>({{"mine"}, {}, {}, {}}), "SSLPolicyNotFound");
  const auto page = ok<aws::DescribeSSLPolicies>({{}, {}, 10, {}});
  EXPECT_THAT(page.SslPolicies, SizeIs(10));
  EXPECT_THAT(ok<aws::DescribeSSLPolicies>({{}, page.NextMarker, 10, {}}).SslPolicies, SizeIs(7));
}

TEST_F(CertificatesTest, CapacityIsAbsentUntilItIsReserved) {
  const std::string lb = create_load_balancer();
  pass(std::chrono::seconds{1});
  EXPECT_FALSE(ok<aws::DescribeCapacityReservation>({lb}).MinimumLoadBalancerCapacity);
  EXPECT_FALSE(ok<aws::DescribeCapacityReservation>({lb}).CapacityReservationState);
  ok<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{9000}, {}});
  const auto set = ok<aws::DescribeCapacityReservation>({lb});
  EXPECT_EQ(set.MinimumLoadBalancerCapacity->CapacityUnits, 9000);
  EXPECT_THAT(*set.CapacityReservationState, SizeIs(3));
  EXPECT_EQ(error<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{10}, {}}),
            "InvalidConfigurationRequest");
  EXPECT_EQ(error<aws::ModifyCapacityReservation>({lb, {}, {}}), "ValidationError");
  ok<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{8500}, {}});
  ok<aws::ModifyCapacityReservation>({lb, {}, true});
  EXPECT_FALSE(ok<aws::DescribeCapacityReservation>({lb}).MinimumLoadBalancerCapacity);
  ok<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{9000}, {}});
  EXPECT_EQ(error<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{8500}, {}}),
            "CapacityDecreaseRequestLimitExceeded");
}

TEST_F(CertificatesTest, WhatIsAnsweredEmpty) {
  const std::string lb = create_load_balancer();
  EXPECT_THAT(ok<aws::DescribeTrustStores>({}).TrustStores, IsEmpty());
  EXPECT_EQ(error<aws::DescribeTrustStores>({{}, {"mine"}, {}, {}}), "TrustStoreNotFound");
  EXPECT_EQ(ok<aws::GetResourcePolicy>({lb}).Policy, "");
  EXPECT_EQ(error<aws::GetResourcePolicy>({"arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/a/1"}),
            "ResourceNotFound");
  EXPECT_EQ(error<aws::SetIpAddressType>({lb, "dualstack"}), "InvalidSubnet");
  EXPECT_EQ(error<aws::SetIpAddressType>({lb, "ipv9"}), "ValidationError");
  EXPECT_EQ(ok<aws::SetIpAddressType>({lb, "ipv4"}).IpAddressType, "ipv4");
  EXPECT_EQ(error<aws::ModifyIpPools>({lb, {}, {}}), "OperationNotPermitted");
}

}  // namespace
}  // namespace nlbsim::fake_aws
