#include "fake_aws/acm/x509.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace nlbsim::fake_aws {

namespace {

struct Free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
  void operator()(BIGNUM* p) const { BN_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> bio_of(const std::string& text) {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Owned<X509> read_certificate(const std::string& pem) {
  const auto bio = bio_of(pem);
  return Owned<X509>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::string text_of(const ASN1_STRING* string) {
  const auto* bytes = ASN1_STRING_get0_data(string);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string common_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

std::string one_line(const X509_NAME* name) {
  const Owned<BIO> out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string serial_of(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  std::string out;
  for (const char byte : text_of(serial))
    out.append(out.empty() ? "" : ":").append(fmt::format("{:02x}", static_cast<unsigned char>(byte)));
  return out;
}

// Days since 1970 from the civil calendar, so that no time zone and no C library clock takes part.
sim::Instant instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  const std::chrono::year_month_day day{std::chrono::year{parts.tm_year + 1900},
                                        std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
                                        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  const auto days = std::chrono::sys_days(day).time_since_epoch();
  return {days + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
          std::chrono::seconds{parts.tm_sec}};
}

std::string key_algorithm(EVP_PKEY* key) {
  if (!key) return {};
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return fmt::format("RSA-{}", EVP_PKEY_get_bits(key));
  char group[64] = {};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group, sizeof group, &size) != 1) return {};
  return "EC-" + std::string(group, size);
}

std::vector<std::string> dns_names(X509* certificate) {
  std::vector<std::string> out;
  const Owned<GENERAL_NAMES> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) out.push_back(text_of(name->d.dNSName));
  }
  return out;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  std::string packed;
  std::ranges::copy_if(text, std::back_inserter(packed), [](char c) { return c != '\n' && c != '\r' && c != ' '; });
  if (packed.size() % 4 != 0) return std::nullopt;
  std::string out(packed.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(packed.data()), static_cast<int>(packed.size()));
  if (size < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(size) -
             static_cast<std::size_t>(std::min<std::ptrdiff_t>(std::ranges::count(packed, '='), size)));
  return out;
}

std::string encode_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::optional<ParsedCertificate> parse_certificate(const std::string& pem) {
  const auto certificate = read_certificate(pem);
  if (!certificate) return std::nullopt;
  ParsedCertificate parsed;
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  const X509_NAME* issuer = X509_get_issuer_name(certificate.get());
  parsed.common_name = common_name(subject);
  parsed.names = dns_names(certificate.get());
  if (!parsed.common_name.empty()) {
    std::erase(parsed.names, parsed.common_name);
    parsed.names.insert(parsed.names.begin(), parsed.common_name);
  }
  parsed.serial = serial_of(certificate.get());
  parsed.subject = one_line(subject);
  parsed.issuer = common_name(issuer);
  parsed.not_before = instant_of(X509_get0_notBefore(certificate.get()));
  parsed.not_after = instant_of(X509_get0_notAfter(certificate.get()));
  parsed.key_algorithm = key_algorithm(X509_get0_pubkey(certificate.get()));
  parsed.self_signed = X509_NAME_cmp(subject, issuer) == 0;
  return parsed;
}

KeyMatch match_key(const std::string& certificate_pem, const std::string& key_pem) {
  const auto certificate = read_certificate(certificate_pem);
  const auto bio = bio_of(key_pem);
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate || !key) return KeyMatch::unreadable;
  return X509_check_private_key(certificate.get(), key.get()) == 1 ? KeyMatch::same : KeyMatch::different;
}

}  // namespace nlbsim::fake_aws
