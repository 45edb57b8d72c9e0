// A resource of AWS together with its tags, and how desired resources are matched to such.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/model/tags.h"

namespace nlbsim::engine {

using TagsRef = std::shared_ptr<const aws::TagMap>;

template <class Resource>
struct Tracked {
  Resource resource;
  TagsRef tags;
};

// What was found of one kind for one stack.
template <class Resource>
struct FoundResources {
  std::vector<Tracked<Resource>> items;
  std::set<std::string> foreign_names;  // a name of ours that something else has
};

// Indexes into the list of what was found.
struct Matching {
  std::vector<std::optional<std::size_t>> matched;  // one per desired resource; none: it has to be made
  std::vector<std::size_t> unmatched;               // what nothing desired asks for
  std::vector<std::size_t> untagged;                // of the stack, without resource tag: it may be half of anything
};

// By resource id; of several with one id the first wins. `replaced(desired, found)`: the two differ in something that
// cannot be changed.
template <class Desired, class Found, class Replaced>
Matching match(std::span<const Desired> desired, std::span<const Found> found, Replaced replaced) {
  Matching matching;
  matching.matched.resize(desired.size());
  for (std::size_t at = 0; at < found.size(); ++at) {
    const std::string_view id = resource_id_of(*found[at].tags);
    if (id.empty()) {
      matching.untagged.push_back(at);
      continue;
    }
    std::size_t wanted = 0;
    while (wanted < desired.size() && desired[wanted].id != id) ++wanted;
    const bool fits = wanted < desired.size() && !matching.matched[wanted] && !replaced(desired[wanted], found[at]);
    if (fits) matching.matched[wanted] = at;
    else matching.unmatched.push_back(at);
  }
  return matching;
}

}  // namespace nlbsim::engine
