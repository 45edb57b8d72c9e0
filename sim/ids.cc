#include "sim/ids.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/hasher.h"

namespace nlbsim::sim {

namespace {
constexpr std::size_t kPlaces = 32;
}  // namespace

std::uint32_t& IdMint::count_of(std::uint64_t name) {
  const std::size_t mask = counts_.size() - 1;
  std::size_t place = name & mask;
  while (counts_[place].name != 0 && counts_[place].name != name) place = (place + 1) & mask;
  if (counts_[place].name == 0) ++names_;
  counts_[place].name = name;
  return counts_[place].created;
}

void IdMint::grow() {
  const std::vector<Count> before = std::exchange(counts_, std::vector<Count>(std::max(counts_.size() * 2, kPlaces)));
  names_ = 0;
  for (const Count& count : before)
    if (count.name != 0) count_of(count.name) = count.created;
}

std::uint64_t IdMint::next(std::string_view kind, std::string_view name) {
  if (names_ * 4 >= counts_.size() * 3) grow();
  const Hasher named = Hasher().add(kind).add(name);
  const std::uint32_t created = ++count_of(std::max<std::uint64_t>(named.digest(), 1));
  return Hasher(named).add(created).digest();
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
