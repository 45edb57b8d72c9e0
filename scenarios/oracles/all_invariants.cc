#include "scenarios/oracles/all_invariants.h"

namespace nlbsim::scenarios::oracles {

std::vector<std::unique_ptr<Invariant>> all_invariants() {
  std::vector<std::unique_ptr<Invariant>> out;
  out.reserve(kInvariants.size());
  for (const auto make : kInvariants) out.push_back(make());
  return out;
}

}  // namespace nlbsim::scenarios::oracles
