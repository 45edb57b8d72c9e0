#include "scenarios/control/certificates.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstring>  // for a macro of OpenSSL's
#include <utility>

namespace nlbsim::scenarios {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kTenYears = std::int64_t{24} * kHour * 3'652;

auto refused(std::string_view what) {
  return sim::fail("NoCertificate", std::string("OpenSSL did not make ").append(what));
}

template <class Write>
std::string pem(Write write) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || write(memory.get()) != 1) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  return pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

std::string pem(EVP_PKEY* key) {
  return pem([&](BIO* out) { return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

bool add_extension(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate serves once: its number is made from its key, so that no two are mixed up.
bool number(X509* certificate) {
  constexpr std::size_t kBytes = 16;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (X509_pubkey_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return false;
  digest[0] &= 0x7fU;
  BIGNUM* value = BN_bin2bn(digest.data(), static_cast<int>(kBytes), nullptr);
  const bool set = value && BN_to_ASN1_INTEGER(value, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(value);
  return set;
}

// Everything but its extensions and signature.
Certificate blank(EVP_PKEY* key, const std::string& name, std::int64_t now) {
  Certificate certificate(X509_new());
  if (!certificate) return nullptr;
  X509_set_version(certificate.get(), X509_VERSION_3);
  const bool dated = ASN1_TIME_set(X509_getm_notBefore(certificate.get()), now - kHour) &&
                     ASN1_TIME_set(X509_getm_notAfter(certificate.get()), now + kTenYears);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const bool named = X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                                reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0) == 1;
  if (!dated || !named || X509_set_pubkey(certificate.get(), key) != 1 || !number(certificate.get())) return nullptr;
  return certificate;
}

}  // namespace

struct CertificateAuthority::Parts {
  std::int64_t now = 0;
  Key key;
  Certificate certificate;
  std::string text;
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

const std::string& CertificateAuthority::certificate() const { return parts_->text; }

sim::Result<CertificateAuthority> CertificateAuthority::make(sim::Instant now) {
  auto parts = std::make_unique<Parts>();
  parts->now = std::chrono::duration_cast<std::chrono::seconds>(now.since_epoch).count();
  parts->key.reset(EVP_EC_gen("P-256"));
  if (!parts->key) return refused("a key");
  parts->certificate = blank(parts->key.get(), "nlbsim", parts->now);
  X509* own = parts->certificate.get();
  const bool signed_ = own && X509_set_issuer_name(own, X509_get_subject_name(own)) == 1 &&
                       add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE") &&
                       add_extension(own, own, NID_key_usage, "critical,keyCertSign,digitalSignature") &&
                       add_extension(own, own, NID_subject_key_identifier, "hash") &&
                       X509_sign(own, parts->key.get(), EVP_sha256()) > 0;
  if (!signed_) return refused("a certificate authority");
  parts->text = pem(own);
  return CertificateAuthority(std::move(parts));
}

sim::Result<http::TlsIdentity> CertificateAuthority::issue(const std::vector<std::string>& names,
                                                           const std::vector<std::string>& addresses) const {
  std::string alternatives;
  const auto add = [&](std::string_view kind, const std::string& value) {
    alternatives.append(alternatives.empty() ? "" : ",").append(kind).append(value);
  };
  for (const std::string& name : names) add("DNS:", name);
  for (const std::string& address : addresses) add("IP:", address);
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return refused("a key");
  const Certificate made = blank(key.get(), names.empty() ? "nlbsim server" : names.front(), parts_->now);
  X509* own = made.get();
  X509* issuer = parts_->certificate.get();
  const bool signed_ = own && X509_set_issuer_name(own, X509_get_subject_name(issuer)) == 1 &&
                       add_extension(own, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                       add_extension(own, issuer, NID_key_usage, "critical,digitalSignature") &&
                       add_extension(own, issuer, NID_ext_key_usage, "serverAuth") &&
                       add_extension(own, issuer, NID_authority_key_identifier, "keyid") &&
                       add_extension(own, issuer, NID_subject_alt_name, alternatives) &&
                       X509_sign(own, parts_->key.get(), EVP_sha256()) > 0;
  if (!signed_) return refused("a certificate");
  return http::TlsIdentity{pem(own), pem(key.get())};
}

}  // namespace nlbsim::scenarios
