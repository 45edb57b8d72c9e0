#include "reports/html/packed.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <array>
#include <vector>

namespace nlbsim::reports {

namespace {

using Bytes = std::vector<unsigned char>;

Bytes deflated(std::string_view text) {
  uLongf size = compressBound(text.size());
  Bytes out(size);
  const auto* from = reinterpret_cast<const Bytef*>(text.data());
  if (compress2(out.data(), &size, from, text.size(), Z_BEST_COMPRESSION) != Z_OK) size = 0;
  out.resize(size);
  return out;
}

std::string inflated(const Bytes& bytes) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return {};
  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 65536> block{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = block.size();
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return state == Z_STREAM_END ? out : std::string();
}

}  // namespace

std::string packed(std::string_view text) {
  const Bytes bytes = deflated(text);
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // and the zero that OpenSSL puts behind it
  const int written =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(written));
  return out;
}

std::string unpacked(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3 + 3);
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  bytes.resize(static_cast<std::size_t>(size));  // padding has become zeros, which end no stream
  return inflated(bytes);
}

}  // namespace nlbsim::reports
