// OpenSSL's newer interface looks an algorithm up in a provider that it loads first, which takes a short run longer
// than all its digests. These functions are the algorithm alone; OpenSSL calls them deprecated for that and keeps them.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "engine/model/sha256.h"

#include <openssl/sha.h>

namespace nlbsim::engine {

Sha256Digest sha256(std::string_view text) {
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, text.data(), text.size());
  Sha256Digest out{};
  SHA256_Final(out.data(), &state);
  return out;
}

}  // namespace nlbsim::engine
