#include "engine/routes/rules/one_route_per_listener.h"

#include <algorithm>
#include <cassert>

namespace nlbsim::engine::rules {

bool older(const Contender& a, const Contender& b) {
  if (a.meta->creation_timestamp != b.meta->creation_timestamp)
    return a.meta->creation_timestamp < b.meta->creation_timestamp;
  if (a.id->key != b.id->key) return a.id->key.text() < b.id->key.text();
  return a.id->kind < b.id->kind;
}

std::size_t winner_of(std::span<const Contender> contenders) {
  assert(!contenders.empty());
  return static_cast<std::size_t>(std::ranges::min_element(contenders, older) - contenders.begin());
}

}  // namespace nlbsim::engine::rules
