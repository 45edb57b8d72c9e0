// What changed in a Kubernetes object between two versions, in words: finalizers, deletion, addresses, conditions of
// the object, of a Gateway's listeners and of a route's parents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/kube/watch.h"

namespace nlbsim::reports {

struct ObjectFacts {
  std::vector<std::string> lines;  // at least one
  bool important = false;          // worth a line of the short timeline
  bool warning = false;            // a Warning Event, or a condition that turned False
  bool good = false;               // a condition turned True
};

// `before` is null when the object is new.
ObjectFacts object_facts(kube::WatchEventType type, const api::Json& before, const api::Json& now);

}  // namespace nlbsim::reports
