// A certificate authority that lives as long as one `serve`: what a controller and kubectl trust instead of the real
// thing. Keys are new each time and reach no world.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/http/server.h"
#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::scenarios {

class CertificateAuthority {
 public:
  // Valid from an hour before `now`, the wall's, for ten years. Error code "NoCertificate": OpenSSL refused.
  static sim::Result<CertificateAuthority> make(sim::Instant now);
  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  const std::string& certificate() const;  // PEM
  // A server's certificate, for those names and addresses.
  sim::Result<http::TlsIdentity> issue(const std::vector<std::string>& names,
                                       const std::vector<std::string>& addresses) const;

 private:
  struct Parts;
  explicit CertificateAuthority(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace nlbsim::scenarios
