#include "sim/ids.h"

#include <cassert>

#include "sim/hasher.h"

namespace nlbsim::sim {

std::uint64_t IdMint::next(std::string_view kind, std::string_view name) {
  std::string key;
  key.reserve(kind.size() + 1 + name.size());
  key.append(kind).append("/").append(name);
  std::uint32_t& count = created_[std::move(key)];
  ++count;
  return Hasher().add(kind).add(name).add(count).digest();
}

std::string hex_id(std::uint64_t id, int digits) {
  assert(digits >= 1 && digits <= 32);
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::uint64_t more = Hasher().add(id).digest();
  std::string text(static_cast<std::size_t>(digits), '0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint64_t source = i < 16 ? id : more;
    text[text.size() - 1 - i] = kDigits[(source >> (i % 16 * 4)) & 0xf];
  }
  return text;
}

std::string uuid(std::uint64_t id) {
  std::string text = hex_id(id, 32);
  text[12] = '4';                     // version: random
  text[16] = "89ab"[(id >> 60) & 3];  // variant: RFC 4122
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace nlbsim::sim
