#include "engine/model/sha256.h"

#include <openssl/evp.h>

#include <cassert>
#include <memory>

namespace nlbsim::engine {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

}  // namespace

Sha256Digest sha256(std::string_view text) {
  // OpenSSL's one-shot SHA256() looks the algorithm up by name each time, which takes longer than a short text itself.
  static const std::unique_ptr<EVP_MD, FreeDigest> kAlgorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  Sha256Digest out{};
  [[maybe_unused]] const int done =
      EVP_Digest(text.data(), text.size(), out.data(), nullptr, kAlgorithm.get(), nullptr);
  assert(done == 1);
  return out;
}

}  // namespace nlbsim::engine
