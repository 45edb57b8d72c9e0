// Pages of the Describe operations: a Marker is the ARN of the last entry of the page before, so that a page never
// repeats or skips an entry that stays, whatever is created or deleted in between. Entries come in the order of ARNs.
#pragma once

#include <optional>
#include <string>

#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

// The size of the page asked for: 1 to 400, 400 if not given. ValidationError for another size or a bad marker.
Result<std::size_t> check_page(const ActionContext& context, ArnKind kind, const std::string& marker,
                               const std::optional<std::int32_t>& page_size);

// Adds one page of `entries` (a map by ARN) and returns the next marker, empty after the last page.
template <class Entries, class Add>
std::string fill_page(const Entries& entries, const std::string& marker, std::size_t size, Add add) {
  auto at = marker.empty() ? entries.begin() : entries.upper_bound(marker);
  std::string_view last;
  for (; at != entries.end() && size > 0; ++at, --size) {
    last = at->first;
    add(at->second);
  }
  return at == entries.end() ? std::string() : std::string(last);
}

}  // namespace nlbsim::fake_aws
