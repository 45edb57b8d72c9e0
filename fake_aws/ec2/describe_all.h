// Describe operations over what is shown (Described), built for the call: the frame that they share.
#pragma once

#include <utility>

#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

// Fills `into` with the selected descriptions and returns the next token.
template <class T>
Result<std::string> select_described(const ById<Described<T>>& all, const Selection& selection, const IdKind& kind,
                                     std::span<const FilterField<Described<T>>> fields, std::vector<T>& into) {
  const auto add = [&into](const Described<T>& entry) { into.push_back(entry.description); };
  return select<Described<T>>(all, selection, kind, fields, add);
}

}  // namespace nlbsim::fake_aws
